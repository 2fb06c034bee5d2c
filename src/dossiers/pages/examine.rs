//! Staff say whether a dossier is eligible, and confirm that it is not; or take that back.

use askama::Template;
use entity::values::Reference;

use super::{
    super::{
        actions::{self, DossierError, Eligibility},
        gates::CheckEligibility,
        rules::{
            Refusal,
            examination::{LONGEST_CAPACITY, LONGEST_REASON, reason},
        },
    },
    review, words,
};
use crate::{
    access::Granted,
    organisations,
    web::{Failure, Form, FormState, Page, Reply, urls},
};

/// What the dossier's owner will read, before it is decided: an ineligibility is written to them at once.
#[derive(Template)]
#[template(path = "dossiers/ineligible.html")]
struct Confirmation {
    page: Page,
    f: FormState,
    reference: Reference,
    title: String,
    organisation: String,
    wave: Reference,
}

/// What is done with the form, by the button that was pressed.
enum Stage {
    /// It is read for the first time.
    Found,
    /// Its author goes back to change it.
    Change,
    /// Its author has read what it does.
    Confirmed,
}

impl Stage {
    fn of(form: &FormState) -> Self {
        match form.value("etape") {
            "modifier" => Self::Change,
            "confirmer" => Self::Confirmed,
            _ => Self::Found,
        }
    }
}

pub(super) async fn check(granted: Granted<CheckEligibility>, Form(mut form): Form) -> Result<Reply, Failure> {
    let stage = Stage::of(&form);
    if matches!(stage, Stage::Change) {
        return Reply::page(&review::view(&granted, granted.subject(), form).await?);
    }
    let Some(found) = read(&mut form) else {
        return Reply::again(&review::view(&granted, granted.subject(), form).await?);
    };
    if !found.eligible && matches!(stage, Stage::Found) {
        let form = form.with("capacity", "gestionnaire de l’appel");
        return Reply::page(&confirmation(&granted, form).await?);
    }
    decide(&granted, form, found).await
}

async fn decide(granted: &Granted<CheckEligibility>, mut form: FormState, found: Eligibility) -> Result<Reply, Failure> {
    let dossier = &granted.subject().dossier;
    let done = if found.eligible {
        "Le dossier est recevable."
    } else {
        "Le dossier n’est pas recevable : la décision est envoyée au candidat, avec ses motifs et les voies de recours."
    };
    let tx = granted.begin().await?;
    match actions::check_eligibility(&tx, granted.permit(), found).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Reply::see(urls::reviewed_dossier(&dossier.reference)).flash(done))
        }
        Err(DossierError::Refused(refusal @ Refusal::CapacityMissing)) => {
            drop(tx);
            form.refuse("capacity", words::sentence(&refusal));
            Reply::again(&confirmation(granted, form).await?)
        }
        Err(error) => Err(super::failure(error, urls::reviewed_dossier(&dossier.reference))),
    }
}

/// Takes an ineligibility back.
pub(super) async fn reconsider(granted: Granted<CheckEligibility>, Form(mut form): Form) -> Result<Reply, Failure> {
    let sheet = urls::reviewed_dossier(&granted.subject().dossier.reference);
    let Some(reason) = read_reason(&mut form, "reconsideration", false) else {
        return Reply::again(&review::view(&granted, granted.subject(), form).await?);
    };
    let tx = granted.begin().await?;
    actions::reconsider(&tx, granted.permit(), &reason).await.map_err(|error| super::failure(error, sheet.clone()))?;
    tx.commit().await?;
    Ok(Reply::see(sheet).flash("La décision est retirée : le dossier est de nouveau à examiner, et le candidat est prévenu."))
}

fn read(form: &mut FormState) -> Option<Eligibility> {
    let eligible = match form.value("eligible") {
        "oui" => Some(true),
        "non" => Some(false),
        _ => None,
    };
    if eligible.is_none() {
        form.refuse("eligible", "Dites si le dossier est recevable ou non.");
    }
    let reason = read_reason(form, "reason", eligible?);
    let capacity = form.read_loose_text("capacity", LONGEST_CAPACITY);
    Some(Eligibility { eligible: eligible?, reason: reason?, capacity: capacity? })
}

/// A reason, which an eligible dossier does not need.
fn read_reason(form: &mut FormState, name: &str, is_eligible: bool) -> Option<String> {
    let typed = form.read_loose_text(name, LONGEST_REASON)?;
    match reason(is_eligible, &typed) {
        Ok(_) => Some(typed),
        Err(refusal) => {
            form.refuse(name, words::sentence(&refusal));
            None
        }
    }
}

async fn confirmation(granted: &Granted<CheckEligibility>, f: FormState) -> Result<Confirmation, Failure> {
    let reviewed = granted.subject();
    let organisation = organisations::actions::organisation(&granted.read(), reviewed.dossier.organisation_id).await?;
    Ok(Confirmation {
        page: Page::of(granted),
        f,
        reference: reviewed.dossier.reference.clone(),
        title: reviewed.dossier.title.clone(),
        organisation: organisation.ok_or(Failure::NotFound)?.name,
        wave: reviewed.wave.reference.clone(),
    })
}

//! One submitted dossier, read by staff, and the examination of its eligibility.

use askama::Template;
use entity::values::{DossierFileId, DossierState, Instant, Reference};

use super::{
    super::{
        actions::{self, DossierContent, DossierError, Eligibility},
        gates::{CheckEligibility, ReviewDossier, ReviewedDossier, may_examine},
        rules::{LONGEST_REASON, Refusal},
    },
    words,
};
use crate::{
    access::{Granted, Policy},
    organisations,
    web::{Choice, Failure, Form, FormState, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "dossiers/review.html")]
struct Review {
    page: Page,
    f: FormState,
    reference: Reference,
    wave: Reference,
    title: String,
    call: String,
    organisation: String,
    siret: String,
    badge: (&'static str, &'static str),
    submitted_at: Option<Instant>,
    fingerprint: String,
    reason: Option<String>,
    examined: bool,
    may_examine: bool,
    /// Why whoever looks may not examine it although their role allows it; empty when nothing stands in the way.
    own: String,
    findings: Vec<Choice>,
    longest_reason: u32,
    content: DossierContent,
}

impl Review {
    fn file_url(&self, file: &DossierFileId) -> String {
        urls::dossier_file(&self.reference, file)
    }
}

pub(super) async fn get(granted: Granted<ReviewDossier>) -> Result<Reply, Failure> {
    Reply::page(&view(&granted, granted.subject(), FormState::empty()).await?)
}

pub(super) async fn check(granted: Granted<CheckEligibility>, Form(mut form): Form) -> Result<Reply, Failure> {
    let reviewed = granted.subject();
    let Some(found) = read(&mut form) else { return Reply::again(&view(&granted, reviewed, form).await?) };
    let eligible = found.eligible;
    let tx = granted.begin().await?;
    match actions::check_eligibility(&tx, granted.permit(), found).await {
        Ok(()) => {
            tx.commit().await?;
            let done = if eligible {
                "Le dossier est recevable."
            } else {
                "Le dossier n’est pas recevable ; le motif est enregistré."
            };
            Ok(Reply::see(urls::reviewed_dossier(&reviewed.dossier.reference)).flash(done))
        }
        Err(DossierError::Refused(refusal @ (Refusal::ReasonMissing | Refusal::ReasonTooLong(_)))) => {
            drop(tx);
            form.refuse("reason", words::sentence(&refusal));
            Reply::again(&view(&granted, reviewed, form).await?)
        }
        Err(error) => Err(super::failure(error, urls::reviewed_dossier(&reviewed.dossier.reference))),
    }
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
    Some(Eligibility { eligible: eligible?, reason: form.value("reason").replace("\r\n", "\n") })
}

async fn view<P: Policy>(granted: &Granted<P>, reviewed: &ReviewedDossier, f: FormState) -> Result<Review, Failure> {
    let reader = granted.read();
    let dossier = &reviewed.dossier;
    let whole = actions::written(&reader, dossier).await?;
    let organisation = organisations::actions::organisation(&reader, dossier.organisation_id).await?.ok_or(Failure::NotFound)?;
    let receipt = actions::receipt_of(&reader, dossier.id).await?;
    let awaits = may_examine(granted.actor(), reviewed) && dossier.state == DossierState::Submitted;
    let is_own = awaits && actions::has_a_hand(&reader, dossier.id, granted.actor()).await?;
    Ok(Review {
        page: Page::of(granted),
        f,
        reference: dossier.reference.clone(),
        wave: reviewed.wave.reference.clone(),
        title: dossier.title.clone(),
        call: whole.call.title.clone(),
        siret: organisation.siret.spaced(),
        organisation: organisation.name,
        badge: words::state(dossier.state),
        submitted_at: dossier.submitted_at,
        fingerprint: receipt.map(|receipt| receipt.fingerprint.to_string()).unwrap_or_default(),
        reason: dossier.eligibility_reason.clone(),
        examined: dossier.state != DossierState::Submitted,
        may_examine: awaits && !is_own,
        own: if is_own { words::sentence(&Refusal::OwnDossier) } else { String::new() },
        findings: vec![Choice::new("oui", "Recevable"), Choice::new("non", "Non recevable")],
        longest_reason: u32::try_from(LONGEST_REASON).unwrap_or(0),
        content: whole.into(),
    })
}

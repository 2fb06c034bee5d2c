//! One submitted dossier, read by staff.

use askama::Template;
use entity::{
    examination,
    values::{DossierFileId, DossierState, Instant, Reference},
};

use super::{
    super::{
        actions::{self, DossierContent},
        gates::{ReviewDossier, ReviewedDossier, may_examine},
        rules::{Refusal, examination::LONGEST_REASON},
    },
    words,
};
use crate::{
    access::{Granted, Policy},
    organisations,
    web::{Choice, Failure, FormState, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "dossiers/review.html")]
pub(super) struct Review {
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
    /// What staff found, once they have.
    examination: Option<examination::Model>,
    may_examine: bool,
    may_reconsider: bool,
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

/// The page of a submitted dossier, with the form as it stands.
pub(super) async fn view<P: Policy>(granted: &Granted<P>, reviewed: &ReviewedDossier, f: FormState) -> Result<Review, Failure> {
    let reader = granted.read();
    let dossier = &reviewed.dossier;
    let whole = actions::written(&reader, dossier).await?;
    let organisation = organisations::actions::organisation(&reader, dossier.organisation_id).await?.ok_or(Failure::NotFound)?;
    let receipt = actions::receipt_of(&reader, dossier.id).await?;
    let examination = actions::last_examination(&reader, dossier.id).await?;
    let is_examiner = may_examine(granted.actor(), reviewed);
    let is_own = is_examiner && actions::has_a_hand(&reader, dossier.id, granted.actor()).await?;
    let is_prepared = actions::is_decision_prepared(&reader, dossier.wave_id).await?;
    let (awaits, is_out) = (dossier.state == DossierState::Submitted, dossier.state == DossierState::Ineligible);
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
        examination: examination.filter(|_| !awaits),
        may_examine: awaits && is_examiner && !is_own,
        may_reconsider: is_out && is_examiner && !is_own && !is_prepared,
        own: if is_own && awaits { words::sentence(&Refusal::OwnDossier) } else { String::new() },
        findings: vec![Choice::new("oui", "Recevable"), Choice::new("non", "Non recevable")],
        longest_reason: u32::try_from(LONGEST_REASON).unwrap_or(0),
        content: whole.into(),
    })
}

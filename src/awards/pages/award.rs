//! The decision on one dossier, as its applicant reads it.

use askama::Template;
use entity::values::{AwardOutcome, Fingerprint, Instant};

use super::{
    super::{
        gates::{PublishedAward, ReadAward},
        rules::decision::{SignedAward, fingerprint},
    },
    words,
};
use crate::{
    access::Granted,
    dossiers::rules::remedies::remedies,
    web::{Failure, Page, Reply},
};

#[derive(Template)]
#[template(path = "awards/award.html")]
struct AwardPage {
    page: Page,
    decided: PublishedAward,
    outcome: (&'static str, &'static str),
    capacity: String,
    signed_at: Instant,
    published_at: Instant,
    remedies: [String; 3],
    fingerprint: Fingerprint,
}

pub(super) async fn get(granted: Granted<ReadAward>) -> Result<Reply, Failure> {
    let decided = granted.subject().clone();
    let (Some(signed_at), Some(published_at)) = (decided.decision.signed_at, decided.decision.published_at) else {
        return Err(Failure::NotFound);
    };
    let capacity = decided.decision.signatory_capacity.clone().unwrap_or_default();
    let signed = SignedAward {
        dossier: &decided.dossier.reference,
        outcome: decided.award.outcome,
        amount: decided.award.amount,
        reasons: &decided.award.reasons,
        capacity: &capacity,
        signed_at,
    };
    let view = AwardPage {
        page: Page::of(&granted),
        outcome: (words::badge(decided.award.outcome), words::outcome(decided.award.outcome)),
        remedies: remedies(published_at.paris_day()),
        fingerprint: fingerprint(&signed),
        capacity,
        signed_at,
        published_at,
        decided,
    };
    Reply::page(&view)
}

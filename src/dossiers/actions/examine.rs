//! What becomes of a submitted dossier: found eligible or not, then decided.

use entity::{
    dossier,
    values::{AwardOutcome, DossierId, DossierState},
};
use serde_json::json;

use super::{
    super::{
        gates::CheckEligibility,
        rules::{
            self, Refusal,
            state::{self, Step},
        },
        store,
    },
    DossierError,
    hold::has_a_hand,
};
use crate::{
    access::Permit,
    db::Tx,
    journal::{self, Event, EventKind, Subject},
};

/// What staff found.
#[derive(Clone, Debug)]
pub struct Eligibility {
    /// Whether the dossier meets the call's conditions.
    pub eligible: bool,
    /// Why, in words its owner reads: needed when it does not, kept as a remark otherwise.
    pub reason: String,
}

/// Says whether a submitted dossier is eligible. Once: what was found is not found again.
///
/// # Errors
/// When the reason is missing, or the dossier is no longer waiting to be examined.
pub async fn check_eligibility(tx: &Tx, permit: &Permit<CheckEligibility>, found: Eligibility) -> Result<(), DossierError> {
    let dossier = &permit.subject().dossier;
    if has_a_hand(tx, dossier.id, permit.actor()).await? {
        return Err(Refusal::OwnDossier.into());
    }
    let reason = rules::reason(found.eligible, &found.reason)?;
    let step = if found.eligible { Step::FindEligible } else { Step::FindIneligible };
    let reached = state::next(dossier.state, step).map_err(Refusal::Step)?;

    store::dossiers::advance(tx, dossier.id, dossier.state, reached, reason.as_deref()).await?;
    let event = moved(EventKind::EligibilityChecked, dossier).after(&json!({ "state": reached }));
    journal::record(tx, reason.into_iter().fold(event, Event::because)).await?;
    Ok(())
}

/// Notes on eligible dossiers what the decision says of them, the same of all. The decision itself is the event.
///
/// # Errors
/// [`StoreError::Stale`](crate::db::StoreError) when one of them is not eligible, or has its outcome already.
pub async fn record_outcome(tx: &Tx, ids: &[DossierId], outcome: AwardOutcome) -> Result<(), DossierError> {
    let from = DossierState::Eligible;
    let reached = state::next(from, Step::Decide(outcome)).map_err(Refusal::Step)?;
    Ok(store::dossiers::advance_together(tx, ids, from, reached).await?)
}

fn moved(kind: EventKind, dossier: &dossier::Model) -> Event {
    Event::new(kind, Subject::Dossier(dossier.id)).in_programme(dossier.programme_id).before(&json!({ "state": dossier.state }))
}

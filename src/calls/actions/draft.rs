//! Drafting a call, and its next waves.

use entity::{action, call, values::Reference, wave};
use serde_json::json;

use super::{
    super::{
        gates::{DraftCalls, ManageCall},
        rules::{self, NewCall, NewWave, Refusal},
        store,
    },
    CallError,
};
use crate::{
    access::Permit,
    db::{StoreError, Tx},
    journal::{self, Event, EventKind, Subject},
};

/// Drafts a call of an action with its first wave. Nobody outside sees it before its wave is published.
///
/// # Errors
/// [`Refusal::ActionElsewhere`], [`Refusal::ReferenceTaken`], [`Refusal::ReferenceTooLong`], and the faults of the wave.
pub async fn draft_call(tx: &Tx, permit: &Permit<DraftCalls>, new: NewCall) -> Result<(call::Model, wave::Model), CallError> {
    let author = tx.author().ok_or_else(|| StoreError::Fault("a call needs an author".to_owned()))?;
    let action = action_among(tx, permit, &new).await?;
    rules::check_reference(&new.reference)?;
    let terms = new.wave.clone().checked()?;
    if store::calls::call_by_reference(tx, &new.reference).await?.is_some() {
        return Err(Refusal::ReferenceTaken.into());
    }

    let call = store::calls::insert_call(tx, author, &action, &new).await.map_err(taken)?;
    let wave = store::calls::insert_wave(tx, &call, 1, wave_reference(&call, 1)?, &terms).await.map_err(taken)?;
    journal::record(tx, drafted(&call, &wave)).await?;
    Ok((call, wave))
}

async fn action_among(tx: &Tx, permit: &Permit<DraftCalls>, new: &NewCall) -> Result<action::Model, CallError> {
    let found = store::calls::action(tx, new.action).await?;
    let is_ours = |action: &action::Model| permit.subject().iter().any(|programme| programme.id == action.programme_id);
    found.filter(is_ours).ok_or(CallError::Refused(Refusal::ActionElsewhere))
}

/// Drafts the next wave of a call; `alike` when it asks and judges as the one before it.
///
/// # Errors
/// The faults of the wave.
pub async fn draft_wave(tx: &Tx, permit: &Permit<ManageCall>, terms: NewWave, alike: bool) -> Result<wave::Model, CallError> {
    let call = permit.subject();
    let terms = terms.checked()?;
    let waves = store::calls::waves_of(tx, call.id).await?;
    let number = waves.last().map_or(1, |last| last.number + 1);

    let wave = store::calls::insert_wave(tx, call, number, wave_reference(call, number)?, &terms).await.map_err(taken)?;
    if let Some(before) = waves.last().filter(|_| alike) {
        store::forms::copy(tx, before.id, wave.id).await?;
    }
    journal::record(tx, drafted(call, &wave)).await?;
    Ok(wave)
}

fn wave_reference(call: &call::Model, number: i32) -> Result<Reference, Refusal> {
    Reference::wave(&call.reference, number).map_err(|_| Refusal::ReferenceTooLong)
}

/// Somebody else took the reference between the look and the write.
fn taken(error: StoreError) -> CallError {
    match error {
        StoreError::Constraint(_) => CallError::Refused(Refusal::ReferenceTaken),
        StoreError::Stale | StoreError::Busy(_) | StoreError::Fault(_) => CallError::Store(error),
    }
}

fn drafted(call: &call::Model, wave: &wave::Model) -> Event {
    Event::new(EventKind::CallDrafted, Subject::Wave(wave.id))
        .in_programme(call.programme_id)
        .after(&json!({ "reference": wave.reference, "titre": call.title, "enveloppe": wave.envelope, "ouverture": wave.opens_at, "cloture": wave.closes_at }))
}

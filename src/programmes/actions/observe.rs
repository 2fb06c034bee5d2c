//! Indicators: what is counted, month after month. An observation is never rewritten.

use entity::{indicator, values::IndicatorId};

use super::{
    super::{
        gates::ManageProgramme,
        rules::{
            self, Refusal,
            announced::{NewIndicator, Observation},
        },
        store,
    },
    ProgrammeError,
};
use crate::{
    access::Permit,
    db::{StoreError, Tx},
    journal::{self, Event, EventKind, Subject},
};

/// Adds a figure to observe.
///
/// # Errors
/// [`Refusal::CodeTaken`]
pub async fn add_indicator(
    tx: &Tx,
    permit: &Permit<ManageProgramme>,
    new: NewIndicator,
) -> Result<indicator::Model, ProgrammeError> {
    let programme = permit.subject();
    if store::indicator_by_key(tx, programme.id, &new.key).await?.is_some() {
        return Err(Refusal::CodeTaken.into());
    }
    let indicator = store::insert_indicator(tx, programme.id, &new).await?;
    let event = Event::new(EventKind::IndicatorAdded, Subject::Programme(programme.id)).in_programme(programme.id).after(&new);
    journal::record(tx, event).await?;
    Ok(indicator)
}

/// Writes down what an indicator showed for a month that has begun.
///
/// # Errors
/// [`Refusal::StillToCome`], [`Refusal::NegativeCount`] or [`Refusal::ObservedAlready`]; [`StoreError::Stale`] when the
/// indicator is not one of this programme.
pub async fn observe(
    tx: &Tx,
    permit: &Permit<ManageProgramme>,
    indicator: IndicatorId,
    observation: Observation,
) -> Result<(), ProgrammeError> {
    let programme = permit.subject();
    let indicator =
        store::indicator(tx, indicator).await?.filter(|row| row.programme_id == programme.id).ok_or(StoreError::Stale)?;
    rules::check_observation(observation.month, observation.value, tx.at().paris_day())?;
    if store::is_observed(tx, indicator.id, &observation).await? {
        return Err(Refusal::ObservedAlready.into());
    }
    store::insert_observation(tx, indicator.id, &observation).await?;
    let observed = serde_json::json!({ "indicator": indicator.key, "observation": observation });
    let event =
        Event::new(EventKind::IndicatorObserved, Subject::Programme(programme.id)).in_programme(programme.id).after(&observed);
    journal::record(tx, event).await?;
    Ok(())
}

//! Running a programme: launching its actions, following what it promised.

use entity::{
    target,
    values::{ActionId, TargetId},
};

use super::{
    super::{
        gates::ManageProgramme,
        rules::{
            self, Refusal,
            announced::{NewTarget, Progress},
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

/// Launches an action, on the day of the transaction in Paris. Once.
///
/// # Errors
/// [`Refusal::LaunchedAlready`]; [`StoreError::Stale`] when the action is not one of this programme.
pub async fn launch_action(tx: &Tx, permit: &Permit<ManageProgramme>, action: ActionId) -> Result<(), ProgrammeError> {
    let programme = permit.subject();
    let action =
        store::action(tx, action).await?.filter(|action| action.programme_id == programme.id).ok_or(StoreError::Stale)?;
    rules::check_launch(action.launched_on)?;
    if !store::launch(tx, action.id).await? {
        return Err(StoreError::Stale.into());
    }
    let launched = serde_json::json!({ "action": action.code, "launched_on": tx.at().paris_day() });
    let event =
        Event::new(EventKind::ActionLaunched, Subject::Programme(programme.id)).in_programme(programme.id).after(&launched);
    journal::record(tx, event).await?;
    Ok(())
}

/// Adds a figure that the programme promises to reach.
///
/// # Errors
/// [`Refusal::CodeTaken`] or [`Refusal::NegativeCount`].
pub async fn add_target(tx: &Tx, permit: &Permit<ManageProgramme>, new: NewTarget) -> Result<target::Model, ProgrammeError> {
    let programme = permit.subject();
    rules::check_count(new.value)?;
    if store::target_by_key(tx, programme.id, &new.key).await?.is_some() {
        return Err(Refusal::CodeTaken.into());
    }
    let target = store::insert_target(tx, programme.id, &new).await?;
    let event = Event::new(EventKind::TargetAdded, Subject::Programme(programme.id)).in_programme(programme.id).after(&new);
    journal::record(tx, event).await?;
    Ok(target)
}

/// Writes down how far a target was reached on a day, today at the latest. The same count for the same day twice counts once.
///
/// # Errors
/// [`Refusal::StillToCome`] or [`Refusal::NegativeCount`]; [`StoreError::Stale`] when the target is not one of this
/// programme.
pub async fn record_progress(
    tx: &Tx,
    permit: &Permit<ManageProgramme>,
    target: TargetId,
    progress: Progress,
) -> Result<(), ProgrammeError> {
    let programme = permit.subject();
    let target =
        store::target(tx, target).await?.filter(|target| target.programme_id == programme.id).ok_or(StoreError::Stale)?;
    rules::check_progress(progress.day, progress.value, tx.at().paris_day())?;
    if store::is_recorded(tx, target.id, &progress).await? {
        return Ok(());
    }
    store::insert_progress(tx, target.id, &progress).await?;
    let reached = serde_json::json!({ "target": target.key, "day": progress.day, "value": progress.value });
    let event = Event::new(EventKind::TargetProgressed, Subject::Programme(programme.id))
        .in_programme(programme.id)
        .because(progress.source)
        .after(&reached);
    journal::record(tx, event).await?;
    Ok(())
}

//! Lines: added when a programme, an action or a wave begins, owned by a role, closed when nothing is left of them.

use entity::{
    budget_line,
    values::{BudgetLineId, Money, ProgrammeId, Role, Stage},
};

use super::{
    super::{
        Refusal,
        gates::{FundedLine, GovernLine},
        rules::tree,
        store,
    },
    BudgetError,
};
use crate::{
    access::Permit,
    db::{StoreError, Tx},
    journal::{self, Event, EventKind, Subject},
};

/// A line about to be added.
#[derive(Clone, Debug)]
pub struct NewLine {
    /// The line it is part of; absent at the top.
    pub parent: Option<BudgetLineId>,
    /// Its own code, unique in the whole tree.
    pub code: String,
    /// As it is shown.
    pub label: String,
}

/// Adds a line after its siblings.
///
/// # Errors
/// [`Refusal::NotACode`], [`Refusal::CodeTaken`], [`Refusal::NoSuchLine`] when the parent does not exist.
pub async fn add_line(tx: &Tx, new: NewLine) -> Result<budget_line::Model, BudgetError> {
    let code = tree::code(&new.code)?;
    if store::line_by_code(tx, &code).await?.is_some() {
        return Err(Refusal::CodeTaken(code).into());
    }
    let parent = match new.parent {
        Some(parent) => Some(store::line(tx, parent).await?.ok_or(Refusal::NoSuchLine)?),
        None => None,
    };
    let position = store::next_position(tx, new.parent).await?;
    let line = store::insert_line(tx, parent.as_ref(), &code, &new.label, position).await?;
    let added = serde_json::json!({ "path": line.path, "label": line.label });
    journal::record(tx, Event::new(EventKind::BudgetLineAdded, Subject::BudgetLine(line.id)).after(&added)).await?;
    Ok(line)
}

/// The line that carries the money of a wave: made when the envelope is first reserved.
pub(super) async fn wave_line(
    tx: &Tx,
    from: &budget_line::Model,
    code: &str,
    label: String,
) -> Result<budget_line::Model, BudgetError> {
    match store::line_by_code(tx, &tree::code(code)?).await? {
        Some(line) if line.parent_id == Some(from.id) => Ok(line),
        Some(line) => Err(Refusal::CodeTaken(line.code).into()),
        None => add_line(tx, NewLine { parent: Some(from.id), code: code.to_owned(), label }).await,
    }
}

/// Says who moves the money of a line: whoever holds `role` on its programme.
///
/// # Errors
/// When the database fails.
pub async fn set_owner(tx: &Tx, permit: &Permit<GovernLine>, role: Role) -> Result<(), BudgetError> {
    let line = &permit.line;
    store::own(tx, line.id, role).await?;
    let owned = |role: Role| serde_json::json!({ "role": role });
    let event = event_on(permit.subject(), EventKind::LineOwned);
    Ok(journal::record(tx, event.before(&owned(line.owner_role)).after(&owned(role))).await?)
}

/// Closes a line of which nothing is left to spend, to pay or to recover: nothing is posted to it any more.
///
/// # Errors
/// [`Refusal::LineHolds`] with what is left, [`Refusal::LineInTheWay`] when a line below is open.
pub async fn close_line(tx: &Tx, permit: &Permit<GovernLine>) -> Result<(), BudgetError> {
    let line = store::line_for_update(tx, permit.line.id).await?.ok_or(Refusal::NoSuchLine)?;
    let author = tx.author().ok_or(StoreError::Stale)?;
    if line.closed_at.is_some() {
        return Ok(());
    }
    if let Some(open) = store::children_open(tx, line.id).await? {
        return Err(Refusal::LineInTheWay(open.code).into());
    }
    let is_open =
        |stage: &Stage| !matches!(stage, Stage::Opened | Stage::Settled | Stage::Paid | Stage::Recovered | Stage::Lapsed);
    let held = store::balances_on(tx, line.id).await?;
    let left = Money::sum(held.iter().filter(|held| is_open(&held.stage)).map(|held| held.balance)).ok_or(Refusal::TooLarge)?;
    if left.is_positive() {
        return Err(Refusal::LineHolds(left).into());
    }
    store::close(tx, line.id, Some(author)).await?;
    Ok(journal::record(tx, event_on(permit.subject(), EventKind::LineClosed)).await?)
}

/// Opens a closed line again.
///
/// # Errors
/// [`Refusal::LineInTheWay`] when the line above is closed.
pub async fn reopen_line(tx: &Tx, permit: &Permit<GovernLine>) -> Result<(), BudgetError> {
    let line = store::line_for_update(tx, permit.line.id).await?.ok_or(Refusal::NoSuchLine)?;
    if line.closed_at.is_none() {
        return Ok(());
    }
    if let Some(above) = store::parent(tx, &line).await?.filter(|above| above.closed_at.is_some()) {
        return Err(Refusal::LineInTheWay(above.code).into());
    }
    store::close(tx, line.id, None).await?;
    Ok(journal::record(tx, event_on(permit.subject(), EventKind::LineReopened)).await?)
}

/// Something that happened to a line, in its programme.
pub(super) fn event_on(funded: &FundedLine, kind: EventKind) -> Event {
    in_programme(Event::new(kind, Subject::BudgetLine(funded.line.id)), funded.programme)
}

/// An event in the programme that it concerns, if one took the budget.
pub(super) fn in_programme(event: Event, programme: Option<ProgrammeId>) -> Event {
    match programme {
        Some(programme) => event.in_programme(programme),
        None => event,
    }
}

//! Credits on a line: opened by the law, handed down, frozen and thawed, given up.

use entity::values::{Book, BudgetLineId, EntryId, Journal, Money, Stage, Year};

use super::{
    super::{Refusal, gates::ManageLine, rules::tree, store},
    BudgetError,
    posting::{Account, Movement, post},
};
use crate::{access::Permit, db::Tx, journal::EventKind};

/// Money that the law opens on a line.
#[derive(Clone, Debug)]
pub struct Opening {
    /// AE or CP.
    pub book: Book,
    /// The fiscal year.
    pub year: Year,
    /// How much, more than zero.
    pub amount: Money,
    /// Why, in a sentence.
    pub reason: String,
    /// The paper it rests on: the law, a decree.
    pub document: Option<String>,
    /// The form's key: the same one twice counts once.
    pub key: Option<String>,
}

/// Money handed from a line to one below it.
#[derive(Clone, Debug)]
pub struct Delegation {
    /// The line that receives.
    pub to: BudgetLineId,
    /// AE or CP.
    pub book: Book,
    /// The fiscal year.
    pub year: Year,
    /// How much, more than zero.
    pub amount: Money,
    /// Why, in a sentence.
    pub reason: String,
    /// The form's key: the same one twice counts once.
    pub key: Option<String>,
}

/// Opens money on a line: it becomes available there.
///
/// # Errors
/// [`Refusal::NotPositive`], [`Refusal::TooLarge`], [`Refusal::RecordedOtherwise`].
pub async fn open(tx: &Tx, permit: &Permit<ManageLine>, opening: Opening) -> Result<EntryId, BudgetError> {
    let account = |stage| Account { line: &permit.line, book: opening.book, year: opening.year, stage, commitment: None };
    let movement = Movement {
        journal: Journal::Opening,
        event: EventKind::BudgetOpened,
        from: account(Stage::Opened),
        to: account(Stage::Available),
        amount: opening.amount,
        reason: opening.reason,
        document: opening.document,
        key: opening.key,
    };
    post(tx, movement).await
}

/// Hands money down: available above, it becomes available below.
///
/// # Errors
/// [`Refusal::NoSuchLine`], [`Refusal::NotBelow`], [`Refusal::Insufficient`] and those of [`open`].
pub async fn delegate(tx: &Tx, permit: &Permit<ManageLine>, delegation: Delegation) -> Result<EntryId, BudgetError> {
    let receiver = store::line(tx, delegation.to).await?.ok_or(Refusal::NoSuchLine)?;
    if !tree::is_below(&receiver.path, &permit.line.path) {
        return Err(Refusal::NotBelow.into());
    }
    let available =
        |line| Account { line, book: delegation.book, year: delegation.year, stage: Stage::Available, commitment: None };
    let movement = Movement {
        journal: Journal::Delegation,
        event: EventKind::BudgetDelegated,
        from: available(&permit.line),
        to: available(&receiver),
        amount: delegation.amount,
        reason: delegation.reason,
        document: None,
        key: delegation.key,
    };
    post(tx, movement).await
}

/// Money that stays on its line, or goes back to where it came from.
#[derive(Clone, Debug)]
pub struct OnLine {
    /// AE or CP.
    pub book: Book,
    /// The fiscal year.
    pub year: Year,
    /// How much, more than zero.
    pub amount: Money,
    /// Why, in a sentence.
    pub reason: String,
    /// The form's key: the same one twice counts once.
    pub key: Option<String>,
}

/// Gives up money that the law had opened on the line and that is still free (« annulation »).
///
/// # Errors
/// [`Refusal::Insufficient`], [`Refusal::BeyondOpening`] and those of [`open`].
pub async fn give_up(tx: &Tx, permit: &Permit<ManageLine>, given_up: OnLine) -> Result<EntryId, BudgetError> {
    let (from, to) = (Stage::Available, Stage::Opened);
    on_line(tx, permit, Journal::Opening, EventKind::BudgetGivenUp, from, to, given_up).await
}

/// Holds back money that is free on the line (« gel »).
///
/// # Errors
/// [`Refusal::Insufficient`] and those of [`open`].
pub async fn freeze(tx: &Tx, permit: &Permit<ManageLine>, frozen: OnLine) -> Result<EntryId, BudgetError> {
    let (from, to) = (Stage::Available, Stage::Frozen);
    on_line(tx, permit, Journal::Freeze, EventKind::BudgetFrozen, from, to, frozen).await
}

/// Lets go money that was held back (« dégel »).
///
/// # Errors
/// [`Refusal::Insufficient`] when less was held back, and those of [`open`].
pub async fn thaw(tx: &Tx, permit: &Permit<ManageLine>, thawed: OnLine) -> Result<EntryId, BudgetError> {
    let (from, to) = (Stage::Frozen, Stage::Available);
    on_line(tx, permit, Journal::Freeze, EventKind::BudgetThawed, from, to, thawed).await
}

/// Gives back to the line above what a wave has reserved and not promised.
///
/// # Errors
/// [`Refusal::Insufficient`] when less is reserved, [`Refusal::NoSuchLine`] on a top line, and those of [`open`].
pub async fn release(tx: &Tx, permit: &Permit<ManageLine>, released: OnLine) -> Result<EntryId, BudgetError> {
    let action = store::parent(tx, &permit.line).await?.ok_or(Refusal::NoSuchLine)?;
    let account = |line, stage| Account { line, book: Book::Ae, year: released.year, stage, commitment: None };
    let movement = Movement {
        journal: Journal::Reservation,
        event: EventKind::ReservationReleased,
        from: account(&permit.line, Stage::Reserved),
        to: account(&action, Stage::Available),
        amount: released.amount,
        reason: released.reason,
        document: None,
        key: released.key,
    };
    post(tx, movement).await
}

async fn on_line(
    tx: &Tx,
    permit: &Permit<ManageLine>,
    journal: Journal,
    event: EventKind,
    from: Stage,
    to: Stage,
    moved: OnLine,
) -> Result<EntryId, BudgetError> {
    let account = |stage| Account { line: &permit.line, book: moved.book, year: moved.year, stage, commitment: None };
    let movement = Movement {
        journal,
        event,
        from: account(from),
        to: account(to),
        amount: moved.amount,
        reason: moved.reason,
        document: None,
        key: moved.key,
    };
    post(tx, movement).await
}

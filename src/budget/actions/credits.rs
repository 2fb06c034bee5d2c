//! Credits on a line: opened by the law, handed down, frozen and thawed, given up.

use entity::{
    budget_line,
    values::{Book, BudgetLineId, Day, EarmarkId, EntryId, Journal, Money, Stage, Year},
};

use super::{
    super::{
        Refusal,
        gates::{ManageLine, owns},
        rules::tree,
        store,
    },
    BudgetError,
    posting::{Account, Leg, Movement, post},
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
    /// The accounting day; today when absent.
    pub day: Option<Day>,
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
    /// The use that it is reserved to, when it is taken from an earmark of the line.
    pub earmark: Option<EarmarkId>,
    /// The accounting day; today when absent.
    pub day: Option<Day>,
    /// Why, in a sentence.
    pub reason: String,
    /// The form's key: the same one twice counts once.
    pub key: Option<String>,
}

/// Opens money on a line: it becomes available there.
///
/// # Errors
/// [`Refusal::NotPositive`], [`Refusal::TooLarge`], [`Refusal::RecordedOtherwise`]; of every operation: [`Refusal::DayAhead`],
/// [`Refusal::YearClosed`], [`Refusal::LineClosed`], [`Refusal::InsufficientThen`].
pub async fn open(tx: &Tx, permit: &Permit<ManageLine>, opening: Opening) -> Result<EntryId, BudgetError> {
    let account = |stage| Account { line: &permit.line, book: opening.book, year: opening.year, stage, commitment: None };
    let leg = Leg { from: account(Stage::Opened), to: account(Stage::Available), amount: opening.amount };
    let movement = Movement::one(Journal::Opening, EventKind::BudgetOpened, leg, opening.reason);
    post(tx, Movement { day: opening.day, document: opening.document, key: opening.key, ..movement }).await
}

/// Hands money down: available above, it becomes available below.
///
/// # Errors
/// [`Refusal::NoSuchLine`], [`Refusal::NotBelow`], [`Refusal::Insufficient`], [`Refusal::EarmarkOverrun`],
/// [`Refusal::NoSuchEarmark`] and those of [`open`].
pub async fn delegate(tx: &Tx, permit: &Permit<ManageLine>, delegation: Delegation) -> Result<EntryId, BudgetError> {
    let receiver = store::line(tx, delegation.to).await?.ok_or(Refusal::NoSuchLine)?;
    if !tree::is_below(&receiver.path, &permit.line.path) {
        return Err(Refusal::NotBelow.into());
    }
    let available =
        |line| Account { line, book: delegation.book, year: delegation.year, stage: Stage::Available, commitment: None };
    let leg = Leg { from: available(&permit.line), to: available(&receiver), amount: delegation.amount };
    let Delegation { earmark, day, key, .. } = delegation;
    let movement = Movement::one(Journal::Delegation, EventKind::BudgetDelegated, leg, delegation.reason);
    post(tx, Movement { earmark, day, key, ..movement }).await
}

/// An amount of credits about to move, wherever it goes.
#[derive(Clone, Debug)]
pub struct Credits {
    /// AE or CP.
    pub book: Book,
    /// The fiscal year.
    pub year: Year,
    /// How much, more than zero.
    pub amount: Money,
    /// The accounting day; today when absent.
    pub day: Option<Day>,
    /// Why, in a sentence.
    pub reason: String,
    /// The form's key: the same one twice counts once.
    pub key: Option<String>,
}

/// Moves money that is free to a line that is not below (« virement »), of this tree or of another: whoever does it owns both.
///
/// # Errors
/// [`Refusal::NoSuchLine`], [`Refusal::Below`], [`Refusal::NotYours`], [`Refusal::Insufficient`] and those of [`open`].
pub async fn reallocate(tx: &Tx, permit: &Permit<ManageLine>, to: BudgetLineId, moved: Credits) -> Result<EntryId, BudgetError> {
    let receiver = store::line(tx, to).await?.filter(|line| line.id != permit.line.id).ok_or(Refusal::NoSuchLine)?;
    if tree::is_below(&receiver.path, &permit.line.path) {
        return Err(Refusal::Below.into());
    }
    if !owns(permit.actor(), &receiver, store::programme_of(tx, &receiver).await?) {
        return Err(Refusal::NotYours(receiver.code).into());
    }
    let available = |line| Account { line, book: moved.book, year: moved.year, stage: Stage::Available, commitment: None };
    let leg = Leg { from: available(&permit.line), to: available(&receiver), amount: moved.amount };
    let movement = Movement::one(Journal::Reallocation, EventKind::BudgetTransferred, leg, moved.reason);
    post(tx, Movement { day: moved.day, key: moved.key, ..movement }).await
}

/// Gives up money that the law had opened on the line and that is still free (« annulation »).
///
/// # Errors
/// [`Refusal::Insufficient`], [`Refusal::BeyondOpening`] and those of [`open`].
pub async fn give_up(tx: &Tx, permit: &Permit<ManageLine>, given_up: Credits) -> Result<EntryId, BudgetError> {
    let (from, to) = (Stage::Available, Stage::Opened);
    on_line(tx, permit, Journal::Opening, EventKind::BudgetGivenUp, from, to, given_up).await
}

/// Holds back money that is free on the line (« gel »).
///
/// # Errors
/// [`Refusal::Insufficient`] and those of [`open`].
pub async fn freeze(tx: &Tx, permit: &Permit<ManageLine>, frozen: Credits) -> Result<EntryId, BudgetError> {
    let (from, to) = (Stage::Available, Stage::Frozen);
    on_line(tx, permit, Journal::Freeze, EventKind::BudgetFrozen, from, to, frozen).await
}

/// Lets go money that was held back (« dégel »).
///
/// # Errors
/// [`Refusal::Insufficient`] when less was held back, and those of [`open`].
pub async fn thaw(tx: &Tx, permit: &Permit<ManageLine>, thawed: Credits) -> Result<EntryId, BudgetError> {
    let (from, to) = (Stage::Frozen, Stage::Available);
    on_line(tx, permit, Journal::Freeze, EventKind::BudgetThawed, from, to, thawed).await
}

/// Gives back to the line above what a wave has reserved and not promised.
///
/// # Errors
/// [`Refusal::Insufficient`] when less is reserved, [`Refusal::NoSuchLine`] on a top line, and those of [`open`].
pub async fn release(tx: &Tx, permit: &Permit<ManageLine>, released: Credits) -> Result<EntryId, BudgetError> {
    let action = store::parent(tx, &permit.line).await?.ok_or(Refusal::NoSuchLine)?;
    let account = |line, stage| Account { line, book: Book::Ae, year: released.year, stage, commitment: None };
    let back = given_back_as(tx, &permit.line, released.year).await?;
    let leg = Leg { from: account(&permit.line, Stage::Reserved), to: account(&action, back), amount: released.amount };
    let movement = Movement::one(Journal::Reservation, EventKind::ReservationReleased, leg, released.reason);
    post(tx, Movement { day: released.day, key: released.key, ..movement }).await
}

/// What becomes of authority of `year` that is given back: free again, or lost once its year is closed (loi organique
/// 2001-692, article 15).
pub(super) async fn given_back_as(tx: &Tx, line: &budget_line::Model, year: Year) -> Result<Stage, BudgetError> {
    let closed_through = store::line_at(tx, tree::top(&line.path)).await?.and_then(|top| top.closed_through);
    Ok(if closed_through >= Some(year) { Stage::Lapsed } else { Stage::Available })
}

async fn on_line(
    tx: &Tx,
    permit: &Permit<ManageLine>,
    journal: Journal,
    event: EventKind,
    from: Stage,
    to: Stage,
    moved: Credits,
) -> Result<EntryId, BudgetError> {
    let account = |stage| Account { line: &permit.line, book: moved.book, year: moved.year, stage, commitment: None };
    let leg = Leg { from: account(from), to: account(to), amount: moved.amount };
    post(tx, Movement { day: moved.day, key: moved.key, ..Movement::one(journal, event, leg, moved.reason) }).await
}

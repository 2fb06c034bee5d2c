//! Money moves: each movement is one entry with one transfer and one event, in one transaction.

use entity::{
    budget_line,
    values::{Book, BudgetLineId, CommitmentId, EntryId, Journal, Money, OrganisationId, Reference, Stage, Year},
};
use serde::Serialize;

use super::{
    super::{
        Refusal,
        gates::ManageLine,
        rules::{
            movement::{self, Holding},
            tree,
        },
        store::{self, AccountKey, NewEntry},
    },
    BudgetError, lines,
};
use crate::{
    access::Permit,
    db::Tx,
    journal::{self, Event, EventKind, Subject},
};

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

/// The envelope of a wave, set aside.
#[derive(Clone, Debug)]
pub struct Reservation {
    /// The line that gives: that of the action.
    pub from: BudgetLineId,
    /// The code of the wave's own line, which is the wave's reference.
    pub code: String,
    /// How the wave's line is shown.
    pub label: String,
    /// The fiscal year.
    pub year: Year,
    /// The envelope, more than zero.
    pub amount: Money,
    /// Why, in a sentence.
    pub reason: String,
}

/// Money promised to one beneficiary.
#[derive(Clone, Debug)]
pub struct NewCommitment {
    /// The wave's line.
    pub line: BudgetLineId,
    /// The fiscal year of the wave's envelope.
    pub year: Year,
    /// As people will cite it.
    pub reference: Reference,
    /// Who will receive the money.
    pub beneficiary: OrganisationId,
    /// What it pays for.
    pub label: String,
    /// How much, more than zero.
    pub amount: Money,
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

/// Sets the envelope of a wave aside: AE available to its action become reserved on the wave's own line. Whoever publishes
/// the wave was admitted to do so by the calls' own policy.
///
/// # Errors
/// [`Refusal::Insufficient`] when the action does not have that much, [`Refusal::CodeTaken`], [`Refusal::NoSuchLine`].
pub async fn reserve(tx: &Tx, reservation: Reservation) -> Result<EntryId, BudgetError> {
    let action = store::line(tx, reservation.from).await?.ok_or(Refusal::NoSuchLine)?;
    let wave = lines::wave_line(tx, &action, &reservation.code, reservation.label).await?;
    let account = |line, stage| Account { line, book: Book::Ae, year: reservation.year, stage, commitment: None };
    let movement = Movement {
        journal: Journal::Reservation,
        event: EventKind::EnvelopeReserved,
        from: account(&action, Stage::Available),
        to: account(&wave, Stage::Reserved),
        amount: reservation.amount,
        reason: reservation.reason,
        document: None,
        key: None,
    };
    post(tx, movement).await
}

/// Promises part of a wave's envelope to a beneficiary. Whoever signs the decision was admitted to do so by the awards'
/// own policy.
///
/// # Errors
/// [`Refusal::Insufficient`] when the envelope does not hold that much, [`Refusal::CommittedAlready`],
/// [`Refusal::NoSuchLine`].
pub async fn commit(tx: &Tx, new: NewCommitment) -> Result<CommitmentId, BudgetError> {
    let wave = store::line(tx, new.line).await?.ok_or(Refusal::NoSuchLine)?;
    if store::commitment_by_reference(tx, &new.reference).await?.is_some() {
        return Err(Refusal::CommittedAlready(new.reference.to_string()).into());
    }
    let commitment = store::insert_commitment(tx, wave.id, &new.reference, new.beneficiary, &new.label).await?;
    let account = |stage, commitment| Account { line: &wave, book: Book::Ae, year: new.year, stage, commitment };
    let movement = Movement {
        journal: Journal::Commitment,
        event: EventKind::AidCommitted,
        from: account(Stage::Reserved, None),
        to: account(Stage::Committed, Some(commitment)),
        amount: new.amount,
        reason: format!("{} : {}", new.reference, new.label),
        document: Some(new.reference.to_string()),
        key: None,
    };
    post(tx, movement).await?;
    Ok(commitment)
}

/// One side of a movement.
#[derive(Clone, Copy)]
struct Account<'a> {
    line: &'a budget_line::Model,
    book: Book,
    year: Year,
    stage: Stage,
    commitment: Option<CommitmentId>,
}

impl Account<'_> {
    fn key(self) -> AccountKey {
        AccountKey { line: self.line.id, book: self.book, year: self.year, stage: self.stage, commitment: self.commitment }
    }
}

/// Money about to move.
struct Movement<'a> {
    journal: Journal,
    event: EventKind,
    from: Account<'a>,
    to: Account<'a>,
    amount: Money,
    reason: String,
    document: Option<String>,
    key: Option<String>,
}

/// A movement, for the journal of events.
#[derive(Serialize)]
struct Moved<'a> {
    book: Book,
    year: Year,
    from: &'a str,
    to: &'a str,
    amount: Money,
}

async fn post(tx: &Tx, movement: Movement<'_>) -> Result<EntryId, BudgetError> {
    let Movement { from, to, amount, .. } = movement;
    let (debited, credited) = store::accounts_for_update(tx, from.key(), to.key()).await?;

    // Asked once the accounts are locked: of two copies of a form sent together, the second waits and finds the first.
    if let Some(key) = &movement.key
        && let Some((entry, transfer)) = store::recorded_under(tx, key).await?
    {
        let is_the_same =
            (transfer.debit_account_id, transfer.credit_account_id, transfer.amount) == (debited.id, credited.id, amount);
        return if is_the_same { Ok(entry.id) } else { Err(Refusal::RecordedOtherwise { recorded: transfer.amount }.into()) };
    }
    movement::moved(holding(&debited), holding(&credited), amount)?;

    let new = NewEntry {
        journal: movement.journal,
        year: from.year,
        reason: movement.reason.clone(),
        document: movement.document,
        key: movement.key,
    };
    let entry = store::insert_entry(tx, new).await?;
    store::insert_transfer(tx, entry, debited.id, credited.id, amount).await?;
    store::debit(tx, debited.id, amount).await?;
    store::credit(tx, credited.id, amount).await?;

    let moved = Moved { book: from.book, year: from.year, from: &from.line.path, to: &to.line.path, amount };
    let mut event = Event::new(movement.event, Subject::Entry(entry)).because(movement.reason).after(&moved);
    if let Some(programme) = store::programme_of(tx, from.line).await? {
        event = event.in_programme(programme);
    }
    journal::record(tx, event).await?;
    Ok(entry)
}

fn holding(account: &entity::account::Model) -> Holding {
    Holding { stage: account.stage, balance: account.balance }
}

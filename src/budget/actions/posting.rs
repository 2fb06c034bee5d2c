//! How money moves: each movement is one entry with one transfer and one event, in one transaction.

use entity::{
    budget_line,
    values::{Book, CommitmentId, EntryId, Journal, Money, Stage, Year},
};
use serde::Serialize;

use super::{
    super::{
        Refusal,
        rules::movement::{self, Holding},
        store::{self, AccountKey, NewEntry},
    },
    BudgetError,
};
use crate::{
    db::Tx,
    journal::{self, Event, EventKind, Subject},
};

/// One side of a movement.
#[derive(Clone, Copy)]
pub(super) struct Account<'a> {
    pub(super) line: &'a budget_line::Model,
    pub(super) book: Book,
    pub(super) year: Year,
    pub(super) stage: Stage,
    pub(super) commitment: Option<CommitmentId>,
}

impl Account<'_> {
    fn key(self) -> AccountKey {
        AccountKey { line: self.line.id, book: self.book, year: self.year, stage: self.stage, commitment: self.commitment }
    }
}

/// Money about to move.
pub(super) struct Movement<'a> {
    pub(super) journal: Journal,
    pub(super) event: EventKind,
    pub(super) from: Account<'a>,
    pub(super) to: Account<'a>,
    pub(super) amount: Money,
    pub(super) reason: String,
    pub(super) document: Option<String>,
    pub(super) key: Option<String>,
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

pub(super) async fn post(tx: &Tx, movement: Movement<'_>) -> Result<EntryId, BudgetError> {
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

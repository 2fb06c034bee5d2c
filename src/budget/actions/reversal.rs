//! Undoing an entry by its opposite, which names it.

use std::collections::HashMap;

use entity::{
    account, budget_line, entry,
    values::{AccountId, BudgetLineId, Day, EntryId, Journal},
};

use super::{
    super::{Refusal, gates::ReverseEntry, rules::reversal::reversible, store},
    BudgetError,
    posting::{Account, Leg, Movement, post},
};
use crate::{
    access::Permit,
    db::{Source, StoreError, Tx},
    journal::EventKind,
};

/// Why and when an entry is undone.
#[derive(Clone, Debug)]
pub struct Reversal {
    /// The accounting day; today when absent.
    pub day: Option<Day>,
    /// Why, in a sentence.
    pub reason: String,
    /// The form's key: the same one twice counts once.
    pub key: Option<String>,
}

/// Undoes an entry (« contre-passation »): every amount goes back, on accounts that still hold it.
///
/// # Errors
/// [`Refusal::NotReversible`], [`Refusal::ReversedAlready`], [`Refusal::Insufficient`] when the money has gone on since, and what
/// any movement is refused for.
pub async fn reverse(tx: &Tx, permit: &Permit<ReverseEntry>, reversal: Reversal) -> Result<EntryId, BudgetError> {
    let written = permit.subject();
    reversible(written.journal)?;
    store::lock_entry(tx, written.id).await?;
    if let Some(reversed) = store::reversal_of(tx, written.id).await? {
        let is_the_same = reversal.key.is_some() && reversed.idempotency_key == reversal.key;
        return if is_the_same { Ok(reversed.id) } else { Err(Refusal::ReversedAlready(reversed.id).into()) };
    }
    let accounts = Accounts::of(tx, written.id).await?;
    let movement = Movement {
        journal: Journal::Reversal,
        event: EventKind::EntryReversed,
        legs: accounts.back()?,
        day: reversal.day,
        reason: reversal.reason,
        document: written.document_reference.clone(),
        key: reversal.key,
        earmark: written.earmark_id,
        reverses: Some(written.id),
    };
    post(tx, movement).await
}

/// The entry that undid this one, if one did.
///
/// # Errors
/// When the database fails.
pub async fn reversal_of(db: &impl Source, id: EntryId) -> Result<Option<entry::Model>, StoreError> {
    store::reversal_of(db, id).await
}

/// What an entry moved, with its accounts and their lines.
pub(super) struct Accounts {
    transfers: Vec<store::NewTransfer>,
    accounts: HashMap<AccountId, account::Model>,
    lines: HashMap<BudgetLineId, budget_line::Model>,
}

impl Accounts {
    pub(super) async fn of(db: &impl Source, id: EntryId) -> Result<Self, StoreError> {
        let (transfers, accounts, lines) = store::moved_by(db, id).await?;
        let accounts = accounts.into_iter().map(|account| (account.id, account)).collect();
        Ok(Self { transfers, accounts, lines: lines.into_iter().map(|line| (line.id, line)).collect() })
    }

    /// Every amount, back to where it came from.
    pub(super) fn back(&self) -> Result<Vec<Leg<'_>>, StoreError> {
        let leg = |moved: &store::NewTransfer| {
            Ok(Leg { from: self.account(moved.to)?, to: self.account(moved.from)?, amount: moved.amount })
        };
        self.transfers.iter().map(leg).collect()
    }

    /// Every amount, on from where the entry took it, to what `next` says of that account.
    pub(super) fn on<'a>(&'a self, next: impl Fn(Account<'a>) -> Account<'a>) -> Result<Vec<Leg<'a>>, StoreError> {
        let leg = |moved: &store::NewTransfer| {
            let from = self.account(moved.to)?;
            Ok(Leg { from, to: next(from), amount: moved.amount })
        };
        self.transfers.iter().map(leg).collect()
    }

    fn account(&self, id: AccountId) -> Result<Account<'_>, StoreError> {
        let row = self.accounts.get(&id).ok_or(StoreError::Stale)?;
        let line = self.lines.get(&row.line_id).ok_or(StoreError::Stale)?;
        Ok(Account { line, book: row.book, year: row.year, stage: row.stage, commitment: row.commitment_id })
    }
}

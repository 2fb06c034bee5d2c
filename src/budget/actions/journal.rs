//! The ledger as other people's programs read it: sealed entries, page after page, and what each account holds.

use std::{collections::HashMap, sync::Arc};

use entity::{
    budget_line, entry, transfer,
    values::{AccountId, Day, Money, Reference, Year},
};

use super::super::{
    rules::chart,
    store::{self, AccountRow, SealedEntries},
};
use crate::{
    db::{Source, StoreError},
    export::journal::{Account, Entry, Transfer},
};

/// How many entries are held at once.
const PAGE: u64 = 1_000;

/// Which part of the ledger is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extent<'a> {
    /// What moves money of this line or of those below it; everything when absent.
    pub line: Option<&'a budget_line::Model>,
    /// What counts in this fiscal year; in all of them when absent.
    pub year: Option<Year>,
    /// What counts until the end of this accounting day; until now when absent.
    pub day: Option<Day>,
}

impl Extent<'_> {
    fn path(&self) -> &str {
        self.line.map_or("", |line| &line.path)
    }
}

/// A reading of sealed entries in the order in which they were validated. It ends where the chain of seals ended when it
/// began: what is recorded meanwhile is for the next reading. It holds the accounts, and one page of entries at a time.
#[derive(Debug)]
pub struct JournalReading {
    accounts: Vec<(AccountId, Arc<Account>)>,
    by_key: HashMap<AccountId, Arc<Account>>,
    asked: SealedEntries,
    read: i64,
}

impl JournalReading {
    /// Begins a reading.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin(db: &impl Source, extent: Extent<'_>) -> Result<Self, StoreError> {
        // The end is read first: every account of an entry before it is there when accounts are read.
        let last = store::last_sealed(db).await?;
        let rows = store::accounts_in(db, extent.path(), extent.year).await?;
        let accounts: Vec<_> = rows.into_iter().map(|row| (row.id, Arc::new(charted(&row)))).collect();
        let by_key = accounts.iter().cloned().collect();
        let asked = SealedEntries { path: extent.path().to_owned(), year: extent.year, day: extent.day, last };
        Ok(Self { accounts, by_key, asked, read: 0 })
    }

    /// Every account that the entries may name, by book, year and line.
    #[must_use]
    pub fn accounts(&self) -> Vec<Arc<Account>> {
        self.accounts.iter().map(|(_, account)| account.clone()).collect()
    }

    /// The next entries; none at the end.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when an entry names an account that is not its tree's; else when the database fails.
    pub async fn next_page(&mut self, db: &impl Source) -> Result<Vec<Entry>, StoreError> {
        let entries = store::sealed_after(db, &self.asked, self.read, PAGE).await?;
        let mut transfers = store::transfers_by_entry(db, &entries).await?;
        let mut page = Vec::with_capacity(entries.len());
        for row in entries {
            self.read = row.seal_number.ok_or(StoreError::Stale)?;
            let moved = transfers.remove(&row.id).unwrap_or_default();
            let moved = moved.iter().map(|transfer| self.moved(transfer)).collect::<Result<_, _>>()?;
            page.push(entry(row, moved)?);
        }
        Ok(page)
    }

    fn moved(&self, transfer: &transfer::Model) -> Result<Transfer, StoreError> {
        let account = |key| self.by_key.get(&key).cloned().ok_or(StoreError::Stale);
        Ok(Transfer {
            debited: account(transfer.debit_account_id)?,
            credited: account(transfer.credit_account_id)?,
            amount: transfer.amount,
        })
    }
}

/// What each account holds now, by the balance that the program keeps beside the transfers.
///
/// # Errors
/// When the database fails.
pub async fn account_balances(db: &impl Source, extent: Extent<'_>) -> Result<Vec<(Account, Money)>, StoreError> {
    let rows = store::accounts_in(db, extent.path(), extent.year).await?;
    Ok(rows.iter().map(|row| (charted(row), row.balance)).collect())
}

fn charted(row: &AccountRow) -> Account {
    let charted = chart::account(row.book, row.stage);
    let line = row.path.rsplit('/').next().unwrap_or_default();
    Account {
        name: chart::name(row.book, row.year, &row.path, row.stage, row.reference.as_ref()),
        number: charted.number,
        label: charted.label,
        root: charted.root,
        holder: row.reference.as_ref().map_or_else(|| line.to_owned(), Reference::to_string),
        holder_label: row.commitment_label.clone().unwrap_or_else(|| row.label.clone()),
    }
}

fn entry(row: entry::Model, transfers: Vec<Transfer>) -> Result<Entry, StoreError> {
    let (journal, journal_label) = chart::journal(row.journal);
    Ok(Entry {
        number: chart::official(row.journal, row.fiscal_year, row.number.ok_or(StoreError::Stale)?),
        journal,
        journal_label,
        year: row.fiscal_year,
        day: row.accounting_day,
        recorded_on: row.recorded_at.paris_day(),
        reason: row.reason,
        document: row.document_reference.unwrap_or_default(),
        transfers,
    })
}

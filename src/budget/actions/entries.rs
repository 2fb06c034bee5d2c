//! The entries behind a figure, and the sheet of one.

use std::collections::HashMap;

use entity::{
    budget_line, entry,
    values::{Book, Day, EntryId, Fingerprint, Money, Year},
};

use super::{
    super::{
        Refusal,
        rules::{
            entry::{Account, Fact, Recorded, Transfer},
            figure::{self, Extent, Figure, Reach},
        },
        store,
    },
    BudgetError,
};
use crate::db::{Source, StoreError};

/// A figure whose entries are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which figure.
    pub figure: Figure,
    /// Of the line by itself, or of everything below too.
    pub reach: Reach,
    /// AE or CP.
    pub book: Book,
    /// The fiscal year; all of them when absent.
    pub year: Option<Year>,
    /// The last accounting day that counts.
    pub day: Day,
}

/// A transfer behind a figure.
#[derive(Clone, Debug)]
pub struct Posting {
    /// The transfer, with its entry.
    pub transfer: Transfer,
    /// What it adds to the figure; negative when it takes.
    pub share: Money,
    /// The figure once it is counted.
    pub running: Money,
}

/// The transfers behind a figure, oldest first: the last running sum is the figure.
///
/// # Errors
/// When the database fails.
pub async fn postings(db: &impl Source, line: &budget_line::Model, asked: Asked) -> Result<Vec<Posting>, BudgetError> {
    let Asked { figure, reach, book, year, day } = asked;
    let accounts = store::Accounts { path: &line.path, reach, book, year, stage: figure.stage() };
    let extent = Extent { path: &line.path, reach, year };
    let mut postings = Vec::new();
    let mut running = Money::ZERO;
    for row in store::transfers_of(db, accounts, day).await? {
        let transfer = told(row);
        let share =
            figure::share(figure, extent, transfer.from.end(), transfer.to.end(), transfer.amount).ok_or(Refusal::TooLarge)?;
        if !share.is_zero() {
            running = running.checked_add(share).ok_or(Refusal::TooLarge)?;
            postings.push(Posting { transfer, share, running });
        }
    }
    Ok(postings)
}

/// An entry as its sheet shows it.
#[derive(Clone, Debug)]
pub struct EntrySheet {
    /// Its transfers.
    pub transfers: Vec<Transfer>,
    /// The name of whoever recorded it; absent when the program did.
    pub author: Option<String>,
    /// SHA-256 of what it says.
    pub fingerprint: Fingerprint,
}

/// The sheet of an entry.
///
/// # Errors
/// When the database fails.
pub async fn sheet(db: &impl Source, entry: &entry::Model) -> Result<EntrySheet, StoreError> {
    let transfers: Vec<_> = store::transfers_in(db, &[entry.id]).await?.into_iter().map(told).collect();
    let author = store::names_of(db, entry.actor_id.as_slice()).await?.pop().map(|(_, name)| name);
    let recorded = Recorded { fact: fact(entry), transfers };
    Ok(EntrySheet { author, fingerprint: recorded.fingerprint(), transfers: recorded.transfers })
}

/// These entries with their transfers, in one query.
///
/// # Errors
/// When the database fails.
pub async fn recorded(db: &impl Source, entries: &[entry::Model]) -> Result<Vec<Recorded>, StoreError> {
    let ids: Vec<EntryId> = entries.iter().map(|entry| entry.id).collect();
    let mut transfers: HashMap<EntryId, Vec<Transfer>> = HashMap::new();
    for row in store::transfers_in(db, &ids).await? {
        transfers.entry(row.entry).or_default().push(told(row));
    }
    let whole = |entry: &entry::Model| Recorded { fact: fact(entry), transfers: transfers.remove(&entry.id).unwrap_or_default() };
    Ok(entries.iter().map(whole).collect())
}

/// What an entry says, but for its transfers.
#[must_use]
pub fn fact(entry: &entry::Model) -> Fact {
    Fact {
        entry: entry.id,
        journal: entry.journal,
        day: entry.accounting_day,
        recorded_at: entry.recorded_at,
        fiscal_year: entry.fiscal_year,
        actor: entry.actor_id,
        reverses: entry.reverses_id,
        earmark: entry.earmark_id,
        reason: entry.reason.clone(),
        document: entry.document_reference.clone().unwrap_or_default(),
    }
}

fn told(row: store::TransferRow) -> Transfer {
    Transfer {
        entry: row.entry,
        journal: row.journal,
        day: row.day,
        reason: row.reason,
        book: row.book,
        from: Account {
            path: row.debit_path,
            label: row.debit_label,
            year: row.debit_year,
            stage: row.debit_stage,
            commitment: row.debit_commitment,
        },
        to: Account {
            path: row.credit_path,
            label: row.credit_label,
            year: row.credit_year,
            stage: row.credit_stage,
            commitment: row.credit_commitment,
        },
        amount: row.amount,
    }
}

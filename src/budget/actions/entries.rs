//! The entries behind a figure, and the sheet of one.

use std::collections::HashMap;

use entity::{
    budget_line, entry,
    values::{AccountId, Book, Day, EntryId, Fingerprint, Money, Stage, TransferId, Year},
};

use super::{
    super::{
        Refusal,
        rules::{
            entry::{Account, Fact, Recorded, Transfer},
            figure::{self, Extent, Figure, Reach},
            report::{self, AsOf},
            trail,
        },
        store::{self, Behind, Bookmark},
    },
    BudgetError,
};
use crate::db::{Source, StoreError};

/// How many times at most accounts are followed for one page: past that, the page is shorter and the next one goes on.
const ROUNDS: usize = 6;

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
    /// Which past is told.
    pub as_of: AsOf,
    /// The first accounting day of what moved; since the beginning when absent.
    pub since: Option<Day>,
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

/// A page of the transfers behind a figure.
#[derive(Clone, Debug)]
pub struct Postings {
    /// The figure itself.
    pub figure: Money,
    /// What it was before the first day asked for; nothing when all its past is.
    pub before: Money,
    /// The newest first: on the first page, the first running sum is the figure.
    pub rows: Vec<Posting>,
    /// Where the next page begins, if there may be one.
    pub next: Option<Bookmark>,
}

/// The transfers behind a figure, `size` at a time, the newest first. What it costs depends neither on how many there are nor
/// on how long the past is.
///
/// # Errors
/// When the database fails.
pub async fn postings(
    db: &impl Source,
    line: &budget_line::Model,
    asked: Asked,
    from: Option<Bookmark>,
    size: u64,
) -> Result<Postings, BudgetError> {
    let figure = figure(db, line, asked).await?;
    let before = match asked.since {
        Some(since) => self::figure(db, line, asked.on(since.plus_days(-1))).await?,
        None => Money::ZERO,
    };
    let Some(trail) = trail::of(asked.figure, asked.reach, asked.year) else {
        return Ok(Postings { figure, before, rows: Vec::new(), next: None });
    };
    let Asked { reach, book, year, since, as_of, .. } = asked;
    let behind = Behind { path: &line.path, reach, book, year, figure: asked.figure, trail, since, known: as_of.known };
    let running = match from {
        Some(mark) => still_counted(db, line, asked, &behind, mark).await?,
        None => figure,
    };
    let (places, next) = places(db, &behind, from.unwrap_or(Bookmark::start(as_of.last_day())), size).await?;
    let mut transfers: HashMap<_, _> =
        store::transfers_at(db, &places).await?.into_iter().map(|row| (row.id, told(row))).collect();
    let transfers = places.iter().filter_map(|place| transfers.remove(&place.transfer));
    Ok(Postings { figure, before, rows: counted(transfers, line, asked, running)?, next })
}

/// A figure by itself, from the accounts that it is about.
///
/// # Errors
/// When the database fails.
pub async fn figure(db: &impl Source, line: &budget_line::Model, asked: Asked) -> Result<Money, BudgetError> {
    let Asked { figure, reach, book, year, as_of, .. } = asked;
    let accounts = store::Accounts { path: &line.path, reach, book: Some(book), year, stage: figure.stage() };
    let (stood, late) = store::stood_on(db, accounts, as_of).await?;
    Ok(report::figure(figure, reach, &stood, &late)?)
}

/// What a figure comes to once all is counted but what the list shows before a place.
async fn still_counted(
    db: &impl Source,
    line: &budget_line::Model,
    asked: Asked,
    behind: &Behind<'_>,
    from: Bookmark,
) -> Result<Money, BudgetError> {
    let stage = asked.figure.stage().unwrap_or(Stage::Available);
    let mut running = figure(db, line, asked.on(from.day)).await?;
    for (way, amount) in store::counted_on_the_day(db, behind, from).await? {
        let counted = figure::apply(Money::ZERO, behind.trail.effect(asked.figure, stage, way), amount);
        running = counted.and_then(|counted| running.checked_sub(counted)).ok_or(Refusal::TooLarge)?;
    }
    Ok(running)
}

/// The places of a page in the list, and where the next begins: the accounts that moved last are followed first, and more of
/// them as long as they lead to too little.
async fn places(
    db: &impl Source,
    behind: &Behind<'_>,
    mut from: Bookmark,
    size: u64,
) -> Result<(Vec<Bookmark>, Option<Bookmark>), StoreError> {
    let mut places = Vec::new();
    let mut wanted = size.saturating_add(1);
    for _ in 0..ROUNDS {
        let leads = store::leads(db, behind, from, wanted).await?;
        let (Some(newest), Some(oldest)) = (leads.first(), leads.last()) else { return Ok((places, None)) };
        let are_all = u64::try_from(leads.len()).is_ok_and(|found| found < wanted);
        let down_to = if are_all {
            let day = store::busy_since(db, &leads, newest.day, wanted).await?.unwrap_or(Day::FIRST);
            Bookmark { day, account: AccountId(0), transfer: TransferId(0) }
        } else {
            Bookmark { day: oldest.day, account: oldest.account, transfer: TransferId(0) }
        };
        let missing = size.saturating_add(1).saturating_sub(u64::try_from(places.len()).unwrap_or(size));
        places.extend(store::found(db, behind, &leads, from, down_to, missing).await?);
        if u64::try_from(places.len()).is_ok_and(|found| found > size) {
            places.pop();
            return Ok((places.clone(), places.last().copied()));
        }
        from = down_to;
        wanted = wanted.saturating_mul(4);
    }
    Ok((places, Some(from)))
}

/// The transfers with what each adds and what the figure comes to with it, from the newest down.
fn counted(
    transfers: impl Iterator<Item = Transfer>,
    line: &budget_line::Model,
    asked: Asked,
    mut running: Money,
) -> Result<Vec<Posting>, Refusal> {
    let extent = Extent { path: &line.path, reach: asked.reach, year: asked.year };
    let mut rows = Vec::new();
    for transfer in transfers {
        let (from, to) = (transfer.from.end(), transfer.to.end());
        let share = figure::share(asked.figure, extent, from, to, transfer.amount).ok_or(Refusal::TooLarge)?;
        let after = running.checked_sub(share).ok_or(Refusal::TooLarge)?;
        rows.push(Posting { transfer, share, running });
        running = after;
    }
    Ok(rows)
}

impl Asked {
    /// The same figure at the end of another day.
    fn on(self, day: Day) -> Self {
        Self { as_of: self.as_of.on(day), ..self }
    }
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

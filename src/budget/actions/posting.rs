//! How money moves: each movement is one entry, its transfers and one event, in one transaction. What an account comes to is
//! kept with it, and day by day, so that no report sums the past.

use std::collections::BTreeMap;

use entity::{
    account, budget_line,
    values::{Book, CommitmentId, Day, EarmarkId, EntryId, Journal, Money, Stage, Year},
};
use serde::Serialize;

use super::{
    super::{
        Refusal,
        rules::{
            figure::{End, Totals, Way, crossing},
            movement::{self, Holding, Stand},
        },
        store::{self, AccountKey, HeldLine, NewEntry, NewTransfer},
    },
    BudgetError,
    lines::in_programme,
};
use crate::{
    db::{StoreError, Tx},
    journal::{self, Event, EventKind, Subject},
};

/// One end of a transfer.
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

    fn end(&self) -> End<'_> {
        End { path: &self.line.path, stage: self.stage, year: self.year }
    }

    fn stand(self) -> Stand {
        Stand { book: self.book, year: self.year, stage: self.stage }
    }
}

/// An amount that goes from one account to another.
#[derive(Clone, Copy)]
pub(super) struct Leg<'a> {
    pub(super) from: Account<'a>,
    pub(super) to: Account<'a>,
    pub(super) amount: Money,
}

/// Money about to move.
pub(super) struct Movement<'a> {
    pub(super) journal: Journal,
    pub(super) event: EventKind,
    pub(super) legs: Vec<Leg<'a>>,
    /// The accounting day; today when absent.
    pub(super) day: Option<Day>,
    pub(super) reason: String,
    pub(super) document: Option<String>,
    /// The form's key.
    pub(super) key: Option<String>,
    /// The use that the money is reserved to.
    pub(super) earmark: Option<EarmarkId>,
    /// The entry that this one undoes.
    pub(super) reverses: Option<EntryId>,
}

impl<'a> Movement<'a> {
    /// One amount that moves today.
    pub(super) fn one(journal: Journal, event: EventKind, leg: Leg<'a>, reason: String) -> Self {
        let (legs, day, document, key) = (vec![leg], None, None, None);
        Self { journal, event, legs, day, reason, document, key, earmark: None, reverses: None }
    }
}

/// Records a movement, once for each key.
///
/// # Errors
/// What the rules refuse of its day, of its lines, of what its accounts hold and of the use it is reserved to;
/// [`Refusal::RecordedOtherwise`].
pub(super) async fn post(tx: &Tx, movement: Movement<'_>) -> Result<EntryId, BudgetError> {
    let lines = store::hold_lines(tx, &paths(&movement)).await?;
    let accounts = store::accounts_for_update(tx, &keys(&movement)).await?;
    // Asked once the accounts are locked: of two copies of a form sent together, the second waits and finds the first.
    if let Some(recorded) = recorded_before(tx, &movement, &accounts).await? {
        return Ok(recorded);
    }
    let today = tx.at().paris_day();
    let day = movement.day.unwrap_or(today);
    let year = allowed(&movement, &lines, day, today)?;
    let moved = moved(tx, &movement, &accounts, day).await?;
    take_for_its_use(tx, &movement).await?;

    let entry = store::insert_entry(tx, new_entry(&movement, day, year)).await?;
    store::insert_transfers(tx, entry, day, &transfers(&movement, &accounts)?).await?;
    store::keep_totals(tx, day, &moved).await?;
    journal::record(tx, event(&movement, entry, &lines)).await?;
    Ok(entry)
}

type Accounts = BTreeMap<AccountKey, account::Model>;

fn keys(movement: &Movement<'_>) -> Vec<AccountKey> {
    movement.legs.iter().flat_map(|leg| [leg.from.key(), leg.to.key()]).collect()
}

fn paths<'a>(movement: &Movement<'a>) -> Vec<&'a str> {
    movement.legs.iter().flat_map(|leg| [leg.from.line.path.as_str(), leg.to.line.path.as_str()]).collect()
}

fn transfers(movement: &Movement<'_>, accounts: &Accounts) -> Result<Vec<NewTransfer>, StoreError> {
    let id = |account: Account<'_>| accounts.get(&account.key()).map(|row| row.id).ok_or(StoreError::Stale);
    let leg = |leg: &Leg<'_>| Ok(NewTransfer { from: id(leg.from)?, to: id(leg.to)?, amount: leg.amount });
    movement.legs.iter().map(leg).collect()
}

/// The entry that the same form recorded before.
async fn recorded_before(tx: &Tx, movement: &Movement<'_>, accounts: &Accounts) -> Result<Option<EntryId>, BudgetError> {
    let Some(key) = &movement.key else { return Ok(None) };
    let Some((entry, recorded)) = store::recorded_under(tx, key).await? else { return Ok(None) };
    if recorded == transfers(movement, accounts)? {
        return Ok(Some(entry.id));
    }
    let recorded = Money::sum(recorded.iter().map(|transfer| transfer.amount)).ok_or(Refusal::TooLarge)?;
    Err(Refusal::RecordedOtherwise { recorded }.into())
}

/// The entry that the same form recorded before for `amount`, for whoever must know before it computes what to move.
///
/// # Errors
/// [`Refusal::RecordedOtherwise`].
pub(super) async fn recorded_for(tx: &Tx, key: Option<&str>, amount: Money) -> Result<Option<EntryId>, BudgetError> {
    let Some(key) = key else { return Ok(None) };
    let Some((entry, transfers)) = store::recorded_under(tx, key).await? else { return Ok(None) };
    let recorded = Money::sum(transfers.iter().map(|transfer| transfer.amount)).ok_or(Refusal::TooLarge)?;
    if recorded == amount { Ok(Some(entry.id)) } else { Err(Refusal::RecordedOtherwise { recorded }.into()) }
}

/// The fiscal year in which the movement counts, if its day, its lines and the years of its money are open.
fn allowed(movement: &Movement<'_>, lines: &[HeldLine], day: Day, today: Day) -> Result<Year, Refusal> {
    if let Some(closed) = lines.iter().find(|line| line.is_closed && paths(movement).contains(&line.path.as_str())) {
        return Err(Refusal::LineClosed(closed.code.clone()));
    }
    let closed_through = lines.iter().filter_map(|line| line.closed_through).max();
    for leg in &movement.legs {
        movement::joined(leg.from.stand(), leg.to.stand(), leg.from.line.id == leg.to.line.id, closed_through)?;
    }
    movement::counted_on(day, today, closed_through)
}

/// What each account comes to afterwards.
async fn moved(
    tx: &Tx,
    movement: &Movement<'_>,
    accounts: &Accounts,
    day: Day,
) -> Result<Vec<(account::Model, Totals)>, BudgetError> {
    let mut after: BTreeMap<AccountKey, Totals> =
        accounts.iter().map(|(key, account)| (*key, store::totals_of(account))).collect();
    for Leg { from, to, amount } in &movement.legs {
        let totals = |key| after.get(&key).copied().ok_or(StoreError::Stale);
        let (debited, credited) = (totals(from.key())?, totals(to.key())?);
        let holding = |account: &Account<'_>, totals: Totals| Holding { stage: account.stage, balance: totals.balance };
        movement::moved(holding(from, debited), holding(to, credited), *amount)?;

        let debited = debited.after(Way::Out, crossing(from.end(), to.end()), *amount).ok_or(Refusal::TooLarge)?;
        let credited = credited.after(Way::In, crossing(to.end(), from.end()), *amount).ok_or(Refusal::TooLarge)?;
        after.insert(from.key(), debited);
        after.insert(to.key(), credited);
    }
    let mut moved = Vec::with_capacity(accounts.len());
    for (key, account) in accounts {
        let totals = after.remove(key).ok_or(StoreError::Stale)?;
        let less = account.balance.checked_sub(totals.balance).ok_or(Refusal::TooLarge)?;
        if less.is_positive() && account.moved_on > Some(day) {
            movement::held_since(account.stage, &store::balances_since(tx, account.id, day).await?, less)?;
        }
        moved.push((account.clone(), totals));
    }
    Ok(moved)
}

/// Counts what is taken for a use, or given back to it by a reversal.
async fn take_for_its_use(tx: &Tx, movement: &Movement<'_>) -> Result<(), BudgetError> {
    let Some(id) = movement.earmark else { return Ok(()) };
    let earmark = store::earmark_for_update(tx, id).await?.ok_or(Refusal::NoSuchEarmark)?;
    let amount = Money::sum(movement.legs.iter().map(|leg| leg.amount)).ok_or(Refusal::TooLarge)?;
    let used = if movement.reverses.is_some() {
        earmark.used.checked_sub(amount).ok_or(Refusal::TooLarge)?
    } else {
        movement::taken(&earmark.name, earmark.amount, earmark.used, amount)?
    };
    Ok(store::note_used(tx, id, used).await?)
}

fn new_entry(movement: &Movement<'_>, day: Day, year: Year) -> NewEntry {
    NewEntry {
        journal: movement.journal,
        day,
        year,
        reason: movement.reason.clone(),
        document: movement.document.clone(),
        key: movement.key.clone(),
        earmark: movement.earmark,
        reverses: movement.reverses,
    }
}

/// A transfer, for the journal of events.
#[derive(Serialize)]
struct Moved<'a> {
    book: Book,
    year: Year,
    from: &'a str,
    to: &'a str,
    amount: Money,
}

impl<'a> Moved<'a> {
    fn told(leg: &Leg<'a>) -> Self {
        let (from, to) = (&leg.from.line.path, &leg.to.line.path);
        Self { book: leg.from.book, year: leg.from.year, from, to, amount: leg.amount }
    }
}

fn event(movement: &Movement<'_>, entry: EntryId, lines: &[HeldLine]) -> Event {
    let event = Event::new(movement.event, Subject::Entry(entry)).because(movement.reason.clone());
    let event = match movement.legs.as_slice() {
        [leg] => event.after(&Moved::told(leg)),
        legs => event.after(&legs.iter().map(Moved::told).collect::<Vec<_>>()),
    };
    in_programme(event, lines.iter().find_map(|line| line.programme))
}

//! The end of a fiscal year: what goes to the next one, and what is lost.

use std::collections::BTreeMap;

use entity::{
    budget_line,
    values::{Book, BudgetLineId, Day, Journal, Money, Stage, Year},
};
use serde_json::json;

use super::{
    super::{
        Refusal,
        gates::GovernLine,
        rules::year_end::{self as rules, CarryOverCap, Ending, Left},
        store::{self, HeldOn},
    },
    BudgetError,
    lines::event_on,
    posting::{Account, Leg, Movement, post},
};
use crate::{
    access::Permit,
    db::{Source, Tx},
    journal::{self, EventKind},
};

/// The next year of a tree that may be closed, and what would become of its money.
#[derive(Clone, Debug)]
pub struct YearToClose {
    /// The year.
    pub year: Year,
    /// The cap on payment credits carried over.
    pub cap: CarryOverCap,
    /// The payment credits that the law opened on the tree for the year, less what was given up.
    pub opened: Money,
    /// The most that may be carried over of them.
    pub limit: Money,
    /// Certified or ordered in the year, and not paid yet: nothing is closed before.
    pub under_way: Money,
    /// What each line has left, in the order of the tree.
    pub left: Vec<(budget_line::Model, Left)>,
    /// What is proposed to be carried over of each line's payment credits.
    pub proposed: BTreeMap<BudgetLineId, Money>,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct YearEnd {
    /// The year that was read on the page.
    pub year: Year,
    /// What is carried over of each line's payment credits; nothing of the others.
    pub carried: BTreeMap<BudgetLineId, Money>,
}

/// The next year of a tree to close; `None` when every year that is over is closed.
///
/// # Errors
/// [`Refusal::TooLarge`] when no amount can hold a sum.
pub async fn year_to_close(db: &impl Source, top: &budget_line::Model, today: Day) -> Result<Option<YearToClose>, BudgetError> {
    let ended = store::ended_years(db, &top.path, today).await?;
    let Some(year) = ended.into_iter().find(|year| Some(*year) > top.closed_through) else { return Ok(None) };
    let Some(cap) = rules::cap_of(year) else { return Ok(None) };
    let held = store::held_on(db, &top.path, year).await?;
    let sum = |stages: &[Stage]| {
        let of_credits = held.iter().filter(|held| held.book == Book::Cp && stages.contains(&held.stage));
        Money::sum(of_credits.map(|held| held.balance)).ok_or(Refusal::TooLarge)
    };
    // A source runs negative by what it has let out.
    let opened = Money::ZERO.checked_sub(sum(&[Stage::Opened])?).ok_or(Refusal::TooLarge)?;
    let limit = rules::carry_over_limit(opened, cap);
    let left = left_on(&held);
    let proposed = rules::proposed(&left, limit).into_iter().collect();
    let lines: BTreeMap<BudgetLineId, budget_line::Model> =
        store::lines_in(db, &top.path).await?.into_iter().map(|line| (line.id, line)).collect();
    let named = left.into_iter().filter_map(|left| Some((lines.get(&left.line)?.clone(), left))).collect();
    let under_way = sum(&[Stage::Due, Stage::Ordered])?;
    Ok(Some(YearToClose { year, cap, opened, limit, under_way, left: named, proposed }))
}

/// What is free and what is held back, line by line and book by book, where there is some.
fn left_on(held: &[HeldOn]) -> Vec<Left> {
    let mut left: Vec<Left> = Vec::new();
    for HeldOn { line, book, stage, balance } in held {
        if !matches!(stage, Stage::Available | Stage::Frozen) || balance.is_zero() {
            continue;
        }
        if left.last().is_none_or(|last| (last.line, last.book) != (*line, *book)) {
            left.push(Left { line: *line, book: *book, available: Money::ZERO, frozen: Money::ZERO });
        }
        if let Some(last) = left.last_mut() {
            let slot = if *stage == Stage::Available { &mut last.available } else { &mut last.frozen };
            *slot = *balance;
        }
    }
    left
}

/// Closes a year of a tree: what is carried over and what is lost are entries, line by line; then nothing counts in the year.
///
/// # Errors
/// [`Refusal::NoYearToClose`], [`Refusal::YearClosed`] when another year is next, [`Refusal::PaymentsUnderWay`],
/// [`Refusal::BeyondCarryOver`], [`Refusal::BeyondLeft`].
pub async fn close_year(tx: &Tx, permit: &Permit<GovernLine>, asked: YearEnd) -> Result<(), BudgetError> {
    let top = store::line_for_update(tx, permit.line.id).await?.ok_or(Refusal::NoSuchLine)?;
    let today = tx.at().paris_day();
    if top.closed_through >= Some(asked.year) {
        return Err(Refusal::YearClosed(asked.year).into());
    }
    let ending = year_to_close(tx, &top, today).await?.filter(|next| next.year == asked.year).ok_or(Refusal::NoYearToClose)?;
    rules::closable(ending.year, today, top.closed_through, ending.under_way)?;
    let next = Year::new(ending.year.number() + 1).ok_or(Refusal::NoSuchYear)?;
    let left: Vec<Left> = ending.left.iter().map(|(_, left)| *left).collect();
    let carried = |line| asked.carried.get(&line).copied().unwrap_or_default();
    let endings = rules::endings(&left, ending.limit, carried)?;
    for ((line, _), ending_of) in ending.left.iter().zip(&endings) {
        let legs = legs(line, ending.year, next, ending_of);
        if !legs.is_empty() {
            post(tx, movement(line, ending.year, legs)).await?;
        }
    }
    store::note_closed_through(tx, top.id, ending.year).await?;
    let told = json!({
        "year": ending.year,
        "carried": Money::sum(endings.iter().map(|ending| ending.carried)),
        "lapsed": Money::sum(endings.iter().map(|ending| ending.lapsed)),
    });
    Ok(journal::record(tx, event_on(permit.subject(), EventKind::YearClosed).after(&told)).await?)
}

/// How the money of a line leaves its year.
fn legs<'a>(line: &'a budget_line::Model, year: Year, next: Year, ending: &Ending) -> Vec<Leg<'a>> {
    let Ending { left, carried, lapsed } = *ending;
    let account = |year, stage| Account { line, book: left.book, year, stage, commitment: None };
    let (frozen_year, frozen_stage) = match left.book {
        Book::Ae => (next, Stage::Frozen),
        Book::Cp => (year, Stage::Lapsed),
    };
    let leg = |from, to_year, to, amount| Leg { from: account(year, from), to: account(to_year, to), amount };
    let legs = [
        leg(Stage::Available, next, Stage::Available, carried),
        leg(Stage::Available, year, Stage::Lapsed, lapsed),
        leg(Stage::Frozen, frozen_year, frozen_stage, left.frozen),
    ];
    legs.into_iter().filter(|leg| leg.amount.is_positive()).collect()
}

fn movement<'a>(line: &budget_line::Model, year: Year, legs: Vec<Leg<'a>>) -> Movement<'a> {
    let goes_on = legs.iter().any(|leg| leg.to.year != leg.from.year);
    Movement {
        journal: Journal::YearEnd,
        event: if goes_on { EventKind::CreditsCarriedOver } else { EventKind::CreditsLapsed },
        legs,
        day: None,
        reason: format!("Clôture de l’exercice {year} : {}", line.label),
        document: None,
        key: None,
        earmark: None,
        reverses: None,
    }
}

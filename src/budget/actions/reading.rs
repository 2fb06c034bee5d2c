//! What people read of the ledger as it stands.

use std::collections::{BTreeMap, HashMap};

use entity::{
    budget_line,
    values::{Book, BudgetLineId, Money, PersonId, Stage, Year},
};

use super::super::{gates::owns, rules::tree, store};
use crate::{
    access::Actor,
    db::{Source, StoreError},
};

/// One line.
///
/// # Errors
/// When the database fails.
pub async fn line(db: &impl Source, id: BudgetLineId) -> Result<Option<budget_line::Model>, StoreError> {
    store::line(db, id).await
}

/// The line with this code.
///
/// # Errors
/// When the database fails.
pub async fn line_by_code(db: &impl Source, code: &str) -> Result<Option<budget_line::Model>, StoreError> {
    store::line_by_code(db, code).await
}

/// What a line holds now, in one book and one year, without the lines below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balances(BTreeMap<Stage, Money>);

impl Balances {
    /// What stands at a stage; a source runs negative by what it has let out.
    #[must_use]
    pub fn at(&self, stage: Stage) -> Money {
        self.0.get(&stage).copied().unwrap_or_default()
    }

    /// What is free.
    #[must_use]
    pub fn available(&self) -> Money {
        self.at(Stage::Available)
    }

    /// What is held back.
    #[must_use]
    pub fn frozen(&self) -> Money {
        self.at(Stage::Frozen)
    }

    /// What is set aside for a wave and not promised yet.
    #[must_use]
    pub fn reserved(&self) -> Money {
        self.at(Stage::Reserved)
    }

    /// What is promised to beneficiaries.
    #[must_use]
    pub fn committed(&self) -> Money {
        self.at(Stage::Committed)
    }

    /// What the law opened here, less what was given up.
    #[must_use]
    pub fn opened(&self) -> Money {
        Money::ZERO.checked_sub(self.at(Stage::Opened)).unwrap_or_default()
    }
}

/// What a line holds now.
///
/// # Errors
/// When the database fails.
pub async fn balances(db: &impl Source, line: BudgetLineId, book: Book, year: Year) -> Result<Balances, StoreError> {
    let held = store::stage_balances(db, line, book, year).await?;
    Ok(Balances(held.into_iter().map(|held| (held.stage, held.balance)).collect()))
}

/// The lines above one, from the top.
///
/// # Errors
/// When the database fails.
pub async fn lines_above(db: &impl Source, line: &budget_line::Model) -> Result<Vec<budget_line::Model>, StoreError> {
    store::lines_at(db, &tree::above(&line.path)).await
}

/// The lines below one that money can be delegated to: not the wave's own, which receive their envelope by reservation.
///
/// # Errors
/// When the database fails.
pub async fn receivers(db: &impl Source, line: &budget_line::Model) -> Result<Vec<budget_line::Model>, StoreError> {
    store::receivers_below(db, &line.path).await
}

/// The lines to which whoever asks may move money from `line`: theirs, open, neither the line itself, nor below it, nor a
/// wave's own.
///
/// # Errors
/// When the database fails.
pub async fn transferees(
    db: &impl Source,
    actor: &Actor,
    line: &budget_line::Model,
) -> Result<Vec<budget_line::Model>, StoreError> {
    let lines = store::receivers_below(db, "").await?;
    let financed = store::financed(db).await?;
    let programme_of = |other: &budget_line::Model| {
        let top = lines.iter().find(|top| top.path == tree::top(&other.path))?;
        financed.iter().find(|(_, line)| *line == top.id).map(|(programme, _)| *programme)
    };
    let is_theirs = |other: &&budget_line::Model| {
        let is_apart = other.id != line.id && !tree::is_below(&other.path, &line.path);
        is_apart && other.closed_at.is_none() && owns(actor, other, programme_of(other))
    };
    Ok(lines.iter().filter(is_theirs).cloned().collect())
}

/// The names of these people.
///
/// # Errors
/// When the database fails.
pub async fn names_of(db: &impl Source, people: &[Option<PersonId>]) -> Result<HashMap<PersonId, String>, StoreError> {
    let people: Vec<PersonId> = people.iter().copied().flatten().collect();
    Ok(store::names_of(db, &people).await?.into_iter().collect())
}

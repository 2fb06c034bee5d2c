//! What people read of the ledger as it stands.

use entity::{
    budget_line,
    values::{Book, BudgetLineId, Money, Stage, Year},
};

use super::super::{rules::tree, store};
use crate::db::{Source, StoreError};

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balances {
    /// What the law opened here.
    pub opened: Money,
    /// Free.
    pub available: Money,
    /// Held back.
    pub frozen: Money,
    /// Set aside for a wave and not promised yet.
    pub reserved: Money,
    /// Promised to beneficiaries.
    pub committed: Money,
    /// Owed to beneficiaries.
    pub due: Money,
    /// Ordered, not paid yet.
    pub ordered: Money,
    /// Paid.
    pub paid: Money,
}

impl Balances {
    /// What stands at a stage; a source runs negative by what it has let out.
    #[must_use]
    pub fn at(&self, stage: Stage) -> Money {
        match stage {
            Stage::Opened => Money::ZERO.checked_sub(self.opened).unwrap_or_default(),
            Stage::Available => self.available,
            Stage::Frozen => self.frozen,
            Stage::Reserved => self.reserved,
            Stage::Committed => self.committed,
            Stage::Due => self.due,
            Stage::Ordered => self.ordered,
            Stage::Paid => self.paid,
        }
    }
}

/// What a line holds now.
///
/// # Errors
/// When the database fails.
pub async fn balances(db: &impl Source, line: BudgetLineId, book: Book, year: Year) -> Result<Balances, StoreError> {
    let mut balances = Balances::default();
    for held in store::stage_balances(db, line, book, year).await? {
        match held.stage {
            // The source runs negative by what it has let out.
            Stage::Opened => balances.opened = Money::ZERO.checked_sub(held.balance).unwrap_or_default(),
            Stage::Available => balances.available = held.balance,
            Stage::Frozen => balances.frozen = held.balance,
            Stage::Reserved => balances.reserved = held.balance,
            Stage::Committed => balances.committed = held.balance,
            Stage::Due => balances.due = held.balance,
            Stage::Ordered => balances.ordered = held.balance,
            Stage::Paid => balances.paid = held.balance,
        }
    }
    Ok(balances)
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

//! Where money stands: one line, one book, one year, one stage.

use crate::values::{AccountId, Book, BudgetLineId, CommitmentId, Day, Money, Stage, Year};
use sea_orm::entity::prelude::*;

/// A row of `account`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: AccountId,
    /// On which budget line.
    pub line_id: BudgetLineId,
    /// AE or CP: authorisations and payments are never mixed.
    pub book: Book,
    /// The fiscal year.
    pub year: Year,
    /// How far the money has gone.
    pub stage: Stage,
    /// For the money of one commitment; absent for the line's own accounts.
    pub commitment_id: Option<CommitmentId>,
    /// Whole euro cents, credits less debits. A source, `opened`, runs negative by what it has let out.
    pub balance: Money,
    /// What came from lines above, less what went back to them.
    pub received: Money,
    /// What came from lines neither above nor below, less what went to them.
    pub transferred: Money,
    /// What went to lines below, less what came back from them.
    pub delegated: Money,
    /// What came from other fiscal years of the line, less what went to them.
    pub carried: Money,
    /// The last accounting day on which it moved.
    pub moved_on: Option<Day>,
}

relations! {
    Line: LineId => budget_line (default),
    Commitment: CommitmentId => commitment (default),
}

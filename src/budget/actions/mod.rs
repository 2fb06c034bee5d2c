//! What people do with money, one verb a function: open, delegate, reserve, commit; and what they read of it.

mod entries;
mod lines;
mod post;
mod reading;
mod report;

pub use entries::{Asked, EntrySheet, Posting, postings, recorded, sheet};
pub use lines::{NewLine, add_line};
pub use post::{Delegation, NewCommitment, Opening, Reservation, commit, delegate, open, reserve};
pub use reading::{Balances, balances, line, line_by_code, lines_above, receivers};
pub use report::{Budget, Overview, budgets, overview, report};

use super::Refusal;
use crate::db::StoreError;

/// Why the ledger did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum BudgetError {
    /// A rule refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

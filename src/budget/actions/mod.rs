//! What people do with money, one verb a function: open, delegate, reserve, commit; and what they read of it.

mod commitments;
mod credits;
mod earmarks;
mod entries;
mod journal;
mod lines;
mod payments;
mod posting;
mod reading;
mod report;

pub use super::store::{Bookmark, CommitmentRow, PaymentRow};
pub use commitments::{Decommitment, NewCommitment, Reservation, commit, decommit, reserve};
pub use credits::{Delegation, OnLine, Opening, delegate, freeze, give_up, open, release, thaw};
pub use earmarks::{add_earmark, earmarks, earmarks_of};
pub use entries::{Asked, EntrySheet, Posting, Postings, figure, postings, recorded, sheet};
pub use journal::{Extent, JournalReading, account_balances};
pub use lines::{NewLine, add_line};
pub use payments::{
    Certification, CommitmentSheet, Payer, PaymentSheet, cancel, certify, commitment_sheet, commitments, order, pay, payers,
    payment_sheet, reject, waiting,
};
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

//! What people do with money, one verb a function: open, delegate, reserve, commit; and what they read of it.

mod amendments;
mod commitments;
mod credits;
mod earmarks;
mod entries;
mod journal;
mod lines;
mod payments;
mod posting;
mod reading;
mod repayments;
mod report;
mod reversal;
mod year_end;

pub use super::store::{Bookmark, CommitmentRow, PaymentRow, RepaymentRow};
pub use amendments::{Closing, Decommitment, Raise, RaiseSource, decommit, raise, raise_sources, settle};
pub use commitments::{NewCommitment, Reservation, commit, reserve};
pub use credits::{Credits, Delegation, Opening, delegate, freeze, give_up, open, reallocate, release, thaw};
pub use earmarks::{add_earmark, earmarks, earmarks_of, reserve_part};
pub use entries::{Asked, EntrySheet, Posting, Postings, fact, figure, postings, recorded, sheet};
pub use journal::{Extent, JournalReading, account_balances};
pub use lines::{NewLine, add_line, close_line, reopen_line, set_owner};
pub use payments::{
    Certification, CommitmentSheet, Payer, PaymentSheet, cancel, certify, commitment_sheet, commitments, order, pay, payers,
    payment_sheet, reject, waiting,
};
pub use reading::{Balances, balances, line, line_by_code, lines_above, names_of, receivers, transferees};
pub use repayments::{
    Claim, Planned, cancel_repayment, claim_now, collect, order_repayment, plan, repayments_of, repayments_waiting,
};
pub use report::{Budget, Overview, budgets, overview, report};
pub use reversal::{Reversal, reversal_of, reverse};
pub use year_end::{YearEnd, YearToClose, close_year, year_to_close};

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

//! The queries of the ledger.

mod behind;
mod days;
mod earmarks;
mod journals;
mod ledger;
mod lines;
mod payments;
mod repayments;
mod reports;
mod years;

pub use behind::Bookmark;
pub(super) use behind::{Behind, busy_since, counted_on_the_day, found, leads, transfers_at};
pub(super) use days::{balances_since, keep_totals};
pub(super) use earmarks::{earmark_for_update, earmarks, earmarks_of, insert_earmark, note_used};
pub(super) use journals::{AccountRow, SealedEntries, accounts_in, last_sealed, sealed_after, transfers_by_entry};
pub(super) use ledger::{
    AccountKey, HeldLine, NewEntry, NewTransfer, accounts_for_update, balances_on, commitment_by_reference,
    entry_and_its_programmes, hold_lines, insert_commitment, insert_entry, insert_transfers, lock_entry, moved_by,
    recorded_under, reversal_of, stage_balances, totals_of,
};
pub(super) use lines::{
    children_open, close, insert_line, line, line_at, line_by_code, line_for_update, next_position, own, parent, programme_of,
};
pub use payments::{CommitmentRow, PaymentRow};
pub(super) use payments::{
    Held, Moved, NewPayment, accounts_at, authority_on, commitment_and_its_line, commitments_page, committed_in_tree, credits_on,
    held, insert_payment, lock_commitment, move_payment, names_of, payment_by_key, payment_numbered, payments_in, payments_of,
    tops_of,
};
pub use repayments::RepaymentRow;
pub(super) use repayments::{
    Gone, NewRepayment, insert_repayment, move_repayment, repayment_by_key, repayment_numbered, repayments_in, repayments_of,
};
pub(super) use reports::{
    Accounts, TransferRow, as_line, financed, lines_at, lines_in, receivers_below, stood, stood_on, transfers_in, tree_of,
};
pub(super) use years::{HeldOn, ended_years, held_on, note_closed_through};

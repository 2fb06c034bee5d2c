//! The queries of the ledger.

mod behind;
mod days;
mod earmarks;
mod journals;
mod ledger;
mod lines;
mod payments;
mod reports;

pub use behind::Bookmark;
pub(super) use behind::{Behind, busy_since, counted_on_the_day, found, leads, transfers_at};
pub(super) use days::{balances_since, keep_totals};
pub(super) use earmarks::{earmark_for_update, earmarks, earmarks_of, insert_earmark, note_used};
pub(super) use journals::{AccountRow, SealedEntries, accounts_in, last_sealed, sealed_after, transfers_by_entry};
pub(super) use ledger::{
    AccountKey, HeldLine, NewEntry, NewTransfer, accounts_for_update, commitment_by_reference, entry_and_its_programmes,
    hold_lines, insert_commitment, insert_entry, insert_transfers, is_recorded, recorded_under, stage_balances, totals_of,
};
pub(super) use lines::{insert_line, line, line_at, line_by_code, next_position, parent, programme_of};
pub use payments::{CommitmentRow, PaymentRow};
pub(super) use payments::{
    Held, Moved, NewPayment, commitment_and_its_line, commitments_page, committed_in_tree, credits_on, held, insert_payment,
    lock_commitment, move_payment, names_of, payment_by_key, payment_numbered, payments_in, payments_of, promised, tops_of,
};
pub(super) use reports::{
    Accounts, TransferRow, as_line, financed, lines_at, receivers_below, stood, stood_on, transfers_in, tree_of,
};

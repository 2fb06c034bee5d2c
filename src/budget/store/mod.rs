//! The queries of the ledger.

mod journals;
mod ledger;
mod lines;
mod payments;
mod reports;

pub(super) use journals::{AccountRow, SealedEntries, accounts_in, last_sealed, sealed_after, transfers_by_entry};
pub(super) use ledger::{
    AccountKey, NewEntry, accounts_for_update, commitment_by_reference, credit, debit, entry_and_its_programmes,
    insert_commitment, insert_entry, insert_transfer, is_recorded, recorded_under, stage_balances,
};
pub(super) use lines::{insert_line, line, line_by_code, next_position, parent, programme_of};
pub use payments::{CommitmentRow, PaymentRow};
pub(super) use payments::{
    Held, Moved, NewPayment, commitment_and_its_line, commitments_page, committed_in_tree, credits_on, held, insert_payment,
    lock_commitment, move_payment, names_of, payment_by_key, payment_numbered, payments_in, payments_of, promised, tops_of,
};
pub(super) use reports::{
    Accounts, TransferRow, as_line, financed, lines_at, receivers_below, through, transfers_in, transfers_of, tree_of,
};

//! The queries of the ledger.

mod ledger;
mod lines;
mod reports;

pub(super) use ledger::{
    AccountKey, NewEntry, accounts_for_update, commitment_by_reference, credit, debit, entry_and_its_programmes,
    insert_commitment, insert_entry, insert_transfer, recorded_under, stage_balances,
};
pub(super) use lines::{insert_line, line, line_by_code, next_position, programme_of};
pub(super) use reports::{
    Accounts, TransferRow, as_line, financed, lines_at, name_of, receivers_below, through, transfers_in, transfers_of, tree_of,
};

//! An amount that leaves one account for another: it cannot be unbalanced. Never changed, never deleted.

use crate::values::{AccountId, Day, EntryId, Money, TransferId};
use sea_orm::entity::prelude::*;

/// A row of `transfer`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "transfer")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: TransferId,
    /// The entry it is part of.
    pub entry_id: EntryId,
    /// The account that the money leaves.
    pub debit_account_id: AccountId,
    /// The account that the money reaches.
    pub credit_account_id: AccountId,
    /// Whole euro cents, more than zero.
    pub amount: Money,
    /// The entry's own, repeated so that a balance at a day is one range of an index.
    pub accounting_day: Day,
}

relations! {
    Entry: EntryId => entry (default),
    DebitAccount: DebitAccountId => account,
    CreditAccount: CreditAccountId => account,
}

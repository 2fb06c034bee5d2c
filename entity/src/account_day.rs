//! What an account came to at the end of each day on which it moved. In whole euro cents, since the account began.

use crate::values::{AccountDayId, AccountId, Day, Money};
use sea_orm::entity::prelude::*;

/// A row of `account_day`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_day")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: AccountDayId,
    /// The account.
    pub account_id: AccountId,
    /// The accounting day.
    pub day: Day,
    /// Credits less debits.
    pub balance: Money,
    /// What came from lines above, less what went back to them.
    pub received: Money,
    /// What came from lines neither above nor below, less what went to them.
    pub transferred: Money,
    /// What went to lines below, less what came back from them.
    pub delegated: Money,
    /// What came from other fiscal years of the line, less what went to them.
    pub carried: Money,
}

relations! {
    Account: AccountId => account (default),
}

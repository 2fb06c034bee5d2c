//! What the checks read of the ledger: ranges of it, one after the other, so that they hold little however long it is.

use entity::{
    account, account_day, budget_line, entry, transfer,
    values::{AccountId, Book, BudgetLineId, CommitmentId, Day, EntryId, Money, Stage, Year},
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait};

use crate::{
    budget::rules::figure::{End, Totals, Way},
    db::{Source, StoreError, cents},
};

/// An account with its line, and what is kept of it.
#[derive(Clone, Debug, FromQueryResult)]
pub(in crate::audit) struct PlacedAccount {
    pub(in crate::audit) id: AccountId,
    pub(in crate::audit) line_id: BudgetLineId,
    pub(in crate::audit) path: String,
    pub(in crate::audit) label: String,
    pub(in crate::audit) book: Book,
    pub(in crate::audit) year: Year,
    pub(in crate::audit) stage: Stage,
    pub(in crate::audit) commitment_id: Option<CommitmentId>,
    pub(in crate::audit) moved_on: Option<Day>,
    balance: Money,
    received: Money,
    delegated: Money,
    transferred: Money,
    carried: Money,
}

impl PlacedAccount {
    pub(in crate::audit) fn end(&self) -> End<'_> {
        End { path: &self.path, stage: self.stage, year: self.year }
    }

    /// What is kept of it.
    pub(in crate::audit) fn totals(&self) -> Totals {
        Totals {
            balance: self.balance,
            received: self.received,
            delegated: self.delegated,
            transferred: self.transferred,
            carried: self.carried,
        }
    }
}

/// Every account, by its key.
pub(in crate::audit) async fn accounts(db: &impl Source) -> Result<Vec<PlacedAccount>, StoreError> {
    let accounts = account::Entity::find()
        .join(JoinType::InnerJoin, account::Relation::Line.def())
        .columns([budget_line::Column::Path, budget_line::Column::Label])
        .order_by_asc(account::Column::Id);
    Ok(accounts.into_model().all(db.connection()).await?)
}

/// The transfers of the entries sealed from one number to another, both included: each entry's in their order.
pub(in crate::audit) async fn transfers_sealed(
    db: &impl Source,
    from: i64,
    to: i64,
) -> Result<Vec<(EntryId, AccountId, AccountId, Money)>, StoreError> {
    let sealed = transfer::Entity::find()
        .join(JoinType::InnerJoin, transfer::Relation::Entry.def())
        .filter(entry::Column::SealNumber.between(from, to))
        .select_only()
        .columns([
            transfer::Column::EntryId,
            transfer::Column::DebitAccountId,
            transfer::Column::CreditAccountId,
            transfer::Column::Amount,
        ])
        .order_by_asc(transfer::Column::Id);
    Ok(sealed.into_tuple().all(db.connection()).await?)
}

/// What went one way, in a day, between an account of a range and another: the account, the day, the other, how much.
pub(in crate::audit) type MovedRow = (AccountId, Day, AccountId, Money);

/// What went one way through the accounts whose keys are in a range, both ends included, day by day.
pub(in crate::audit) async fn moved(
    db: &impl Source,
    way: Way,
    from: AccountId,
    to: AccountId,
) -> Result<Vec<MovedRow>, StoreError> {
    let (own, other) = match way {
        Way::In => (transfer::Column::CreditAccountId, transfer::Column::DebitAccountId),
        Way::Out => (transfer::Column::DebitAccountId, transfer::Column::CreditAccountId),
    };
    let sums = transfer::Entity::find()
        .filter(own.between(from, to))
        .select_only()
        .column_as(own, "account")
        .column_as(transfer::Column::AccountingDay, "day")
        .column_as(other, "other")
        .expr_as(cents(transfer::Column::Amount), "amount")
        .group_by(own)
        .group_by(transfer::Column::AccountingDay)
        .group_by(other);
    Ok(sums.into_tuple().all(db.connection()).await?)
}

/// What is kept of each day of the accounts whose keys are in a range, by account and day.
pub(in crate::audit) async fn days_kept(
    db: &impl Source,
    from: AccountId,
    to: AccountId,
) -> Result<Vec<(AccountId, Day, Totals)>, StoreError> {
    use account_day::Column;
    let kept = account_day::Entity::find()
        .filter(Column::AccountId.between(from, to))
        .order_by_asc(Column::AccountId)
        .order_by_asc(Column::Day)
        .select_only()
        .columns([Column::AccountId, Column::Day])
        .columns([Column::Balance, Column::Received, Column::Delegated, Column::Transferred, Column::Carried]);
    let rows = kept.into_tuple::<(AccountId, Day, Money, Money, Money, Money, Money)>().all(db.connection()).await?;
    let told = |(account, day, balance, received, delegated, transferred, carried)| {
        (account, day, Totals { balance, received, delegated, transferred, carried })
    };
    Ok(rows.into_iter().map(told).collect())
}

/// Every line, in the order of the tree.
pub(in crate::audit) async fn lines(db: &impl Source) -> Result<Vec<budget_line::Model>, StoreError> {
    Ok(budget_line::Entity::find().order_by_asc(budget_line::Column::Path).all(db.connection()).await?)
}

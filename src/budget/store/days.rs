//! What accounts come to, day by day.

use entity::{
    account, account_day,
    values::{AccountId, Day, Money},
};
use sea_orm::{
    ActiveValue::NotSet,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
    sea_query::{Expr, ExprTrait, OnConflict, SimpleExpr},
};

use super::{super::rules::figure::Totals, ledger::totals_of};
use crate::db::{Source, StoreError, Tx};

/// The columns that totals are kept in.
const KEPT: [account_day::Column; 5] = [
    account_day::Column::Balance,
    account_day::Column::Received,
    account_day::Column::Transferred,
    account_day::Column::Delegated,
    account_day::Column::Carried,
];

/// Keeps what locked accounts come to once a movement counted on `day`.
pub(in crate::budget) async fn keep_totals(tx: &Tx, day: Day, moved: &[(account::Model, Totals)]) -> Result<(), StoreError> {
    for (account, totals) in moved {
        keep(tx, account, *totals, Ord::max(account.moved_on, Some(day))).await?;
        if account.moved_on > Some(day) {
            count_since(tx, account, *totals, day).await?;
        }
    }
    let latest: Vec<_> = moved.iter().filter(|(account, _)| account.moved_on <= Some(day)).collect();
    if latest.is_empty() {
        return Ok(());
    }
    let rows = latest.into_iter().map(|(account, totals)| at_the_end_of(day, account.id, *totals));
    let again = OnConflict::columns([account_day::Column::AccountId, account_day::Column::Day]).update_columns(KEPT).to_owned();
    account_day::Entity::insert_many(rows).on_conflict(again).exec_without_returning(tx.connection()).await?;
    Ok(())
}

async fn keep(tx: &Tx, account: &account::Model, totals: Totals, moved_on: Option<Day>) -> Result<(), StoreError> {
    account::Entity::update_many()
        .col_expr(account::Column::Balance, Expr::value(totals.balance))
        .col_expr(account::Column::Received, Expr::value(totals.received))
        .col_expr(account::Column::Transferred, Expr::value(totals.transferred))
        .col_expr(account::Column::Delegated, Expr::value(totals.delegated))
        .col_expr(account::Column::Carried, Expr::value(totals.carried))
        .col_expr(account::Column::MovedOn, Expr::value(moved_on))
        .filter(account::Column::Id.eq(account.id))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Counts on a past day, and on every day since, what a movement changes.
async fn count_since(tx: &Tx, account: &account::Model, totals: Totals, day: Day) -> Result<(), StoreError> {
    let then = until(tx, account.id, day).await?;
    if then.as_ref().is_none_or(|then| then.day != day) {
        let before = then.map(|then| kept(&then)).unwrap_or_default();
        account_day::Entity::insert(at_the_end_of(day, account.id, before)).exec_without_returning(tx.connection()).await?;
    }
    let was = totals_of(account);
    let changed = |column: account_day::Column, now: Money, was: Money| -> SimpleExpr {
        Expr::col(column).add(Expr::value(now)).sub(Expr::value(was))
    };
    account_day::Entity::update_many()
        .col_expr(account_day::Column::Balance, changed(account_day::Column::Balance, totals.balance, was.balance))
        .col_expr(account_day::Column::Received, changed(account_day::Column::Received, totals.received, was.received))
        .col_expr(
            account_day::Column::Transferred,
            changed(account_day::Column::Transferred, totals.transferred, was.transferred),
        )
        .col_expr(account_day::Column::Delegated, changed(account_day::Column::Delegated, totals.delegated, was.delegated))
        .col_expr(account_day::Column::Carried, changed(account_day::Column::Carried, totals.carried, was.carried))
        .filter(account_day::Column::AccountId.eq(account.id))
        .filter(account_day::Column::Day.gte(day))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// What an account came to at the end of `day`, then at the end of each later day on which it moved, oldest first.
pub(in crate::budget) async fn balances_since(
    db: &impl Source,
    account: AccountId,
    day: Day,
) -> Result<Vec<(Day, Money)>, StoreError> {
    let then = until(db, account, day).await?.map_or(Money::ZERO, |then| then.balance);
    let later = account_day::Entity::find()
        .filter(account_day::Column::AccountId.eq(account))
        .filter(account_day::Column::Day.gt(day))
        .select_only()
        .columns([account_day::Column::Day, account_day::Column::Balance])
        .order_by_asc(account_day::Column::Day);
    let mut since = vec![(day, then)];
    since.extend(later.into_tuple::<(Day, Money)>().all(db.connection()).await?);
    Ok(since)
}

async fn until(db: &impl Source, account: AccountId, day: Day) -> Result<Option<account_day::Model>, StoreError> {
    let rows = account_day::Entity::find()
        .filter(account_day::Column::AccountId.eq(account))
        .filter(account_day::Column::Day.lte(day))
        .order_by_desc(account_day::Column::Day);
    Ok(rows.one(db.connection()).await?)
}

fn at_the_end_of(day: Day, account: AccountId, totals: Totals) -> account_day::ActiveModel {
    account_day::ActiveModel {
        id: NotSet,
        account_id: Set(account),
        day: Set(day),
        balance: Set(totals.balance),
        received: Set(totals.received),
        transferred: Set(totals.transferred),
        delegated: Set(totals.delegated),
        carried: Set(totals.carried),
    }
}

fn kept(row: &account_day::Model) -> Totals {
    Totals {
        balance: row.balance,
        received: row.received,
        delegated: row.delegated,
        transferred: row.transferred,
        carried: row.carried,
    }
}

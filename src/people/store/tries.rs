//! Tries to sign in.

use entity::{
    sign_in_attempt,
    values::{Email, Fingerprint, Instant},
};
use sea_orm::{
    ActiveValue::NotSet,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, Set,
    sea_query::{Expr, Func},
};

use super::super::rules::throttle::{self, Tries, Wrong};
use crate::db::{Source, StoreError, Tx, count_rows};

pub(in crate::people) async fn insert_attempt(tx: &Tx, email: &Email, address: &str, succeeded: bool) -> Result<(), StoreError> {
    let row = sign_in_attempt::ActiveModel {
        id: NotSet,
        account_key: Set(Fingerprint::of(email.as_str())),
        address: Set(address.to_owned()),
        at: Set(tx.at()),
        succeeded: Set(succeeded),
    };
    sign_in_attempt::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// The wrong tries of the last while: those on the account since its owner last got in, and those of the address.
pub(in crate::people) async fn wrong_tries(
    db: &impl Source,
    email: &Email,
    address: &str,
    now: Instant,
) -> Result<Tries, StoreError> {
    let recent = sign_in_attempt::Entity::find().filter(sign_in_attempt::Column::At.gt(now.plus(-throttle::WINDOW)));
    let on_account = recent.clone().filter(sign_in_attempt::Column::AccountKey.eq(Fingerprint::of(email.as_str())));
    let last_success = on_account
        .clone()
        .filter(sign_in_attempt::Column::Succeeded.eq(true))
        .order_by_desc(sign_in_attempt::Column::At)
        .one(db.connection())
        .await?;
    let mut wrong_on_account = on_account.filter(sign_in_attempt::Column::Succeeded.eq(false));
    if let Some(success) = last_success {
        wrong_on_account = wrong_on_account.filter(sign_in_attempt::Column::Id.gt(success.id));
    }
    let from_here = sign_in_attempt::Column::Address.eq(address);
    Ok(Tries {
        here: counted(db, wrong_on_account.clone().filter(from_here.clone())).await?,
        on_account: count_rows(db, wrong_on_account).await?,
        from_address: counted(db, recent.filter(from_here).filter(sign_in_attempt::Column::Succeeded.eq(false))).await?,
    })
}

async fn counted(db: &impl Source, wrong: Select<sign_in_attempt::Entity>) -> Result<Wrong, StoreError> {
    let last = wrong
        .clone()
        .select_only()
        .expr_as(Func::max(Expr::col(sign_in_attempt::Column::At)), "last")
        .into_tuple::<Option<Instant>>()
        .one(db.connection())
        .await?;
    Ok(Wrong { count: count_rows(db, wrong).await?, last: last.flatten() })
}

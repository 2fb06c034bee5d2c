//! Tries to sign in.

use entity::{sign_in_attempt, values::Instant};
use sea_orm::{ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::super::rules::throttle::{self, Tries};
use crate::db::{Source, StoreError, Tx, count_rows};

pub(in crate::people) async fn insert_attempt(
    tx: &Tx,
    account_key: &str,
    address: &str,
    succeeded: bool,
) -> Result<(), StoreError> {
    let row = sign_in_attempt::ActiveModel {
        id: NotSet,
        account_key: Set(account_key.to_owned()),
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
    account_key: &str,
    address: &str,
    now: Instant,
) -> Result<Tries, StoreError> {
    let since = now.plus(-throttle::WINDOW);
    let recent = sign_in_attempt::Entity::find().filter(sign_in_attempt::Column::At.gt(since));
    let on_account = recent.clone().filter(sign_in_attempt::Column::AccountKey.eq(account_key));
    let last_success = on_account
        .clone()
        .filter(sign_in_attempt::Column::Succeeded.eq(true))
        .order_by_desc(sign_in_attempt::Column::At)
        .one(db.connection())
        .await?;
    let mut wrong = on_account.filter(sign_in_attempt::Column::Succeeded.eq(false));
    if let Some(success) = last_success {
        wrong = wrong.filter(sign_in_attempt::Column::Id.gt(success.id));
    }
    let from_address =
        recent.filter(sign_in_attempt::Column::Address.eq(address)).filter(sign_in_attempt::Column::Succeeded.eq(false));
    let last_on_account = wrong.clone().order_by_desc(sign_in_attempt::Column::At).one(db.connection()).await?;
    let last_from_address = from_address.clone().order_by_desc(sign_in_attempt::Column::At).one(db.connection()).await?;
    Ok(Tries {
        on_account: count_rows(db, wrong).await?,
        from_address: count_rows(db, from_address).await?,
        last: last_on_account.into_iter().chain(last_from_address).map(|attempt| attempt.at).max(),
    })
}

//! Forms put aside.

use entity::{
    parked_form,
    values::{Fingerprint, Instant, ParkedFormId},
};
use sea_orm::{ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, Set};

use crate::db::{Source, StoreError, Tx};

pub(in crate::people) async fn insert_parked_form(
    tx: &Tx,
    token: Fingerprint,
    browser: Fingerprint,
    path: &str,
    body: &str,
    expires_at: Instant,
) -> Result<(), StoreError> {
    let row = parked_form::ActiveModel {
        id: NotSet,
        token_hash: Set(token),
        browser_hash: Set(browser),
        path: Set(path.to_owned()),
        body: Set(body.to_owned()),
        created_at: Set(tx.at()),
        expires_at: Set(expires_at),
    };
    parked_form::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

pub(in crate::people) async fn parked_form(
    db: &impl Source,
    token: &Fingerprint,
    browser: &Fingerprint,
    now: Instant,
) -> Result<Option<parked_form::Model>, StoreError> {
    let kept = parked_form::Entity::find()
        .filter(parked_form::Column::TokenHash.eq(*token))
        .filter(parked_form::Column::BrowserHash.eq(*browser))
        .filter(parked_form::Column::ExpiresAt.gt(now));
    Ok(kept.one(db.connection()).await?)
}

/// Binds a form put aside to the browser's new secret, which signing in has changed.
pub(in crate::people) async fn rebind_parked_form(tx: &Tx, id: ParkedFormId, browser: &Fingerprint) -> Result<(), StoreError> {
    let row = parked_form::ActiveModel { id: Set(id), browser_hash: Set(*browser), ..Default::default() };
    parked_form::Entity::update(row).exec(tx.connection()).await?;
    Ok(())
}

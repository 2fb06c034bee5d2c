//! Forms put aside, and the sweeping away of what has expired.

use entity::{
    parked_form, sign_in_attempt,
    values::{Fingerprint, Instant, ParkedFormId},
};
use sea_orm::{ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Set};

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

/// Whether anything has expired, so that most rounds of background work write nothing.
pub(in crate::people) async fn anything_expired(
    db: &impl Source,
    attempts_before: Instant,
    now: Instant,
) -> Result<bool, StoreError> {
    let forms = parked_form::Entity::find().filter(parked_form::Column::ExpiresAt.lt(now)).limit(1);
    let attempts = sign_in_attempt::Entity::find().filter(sign_in_attempt::Column::At.lt(attempts_before)).limit(1);
    Ok(forms.one(db.connection()).await?.is_some() || attempts.one(db.connection()).await?.is_some())
}

pub(in crate::people) async fn delete_expired(tx: &Tx, attempts_before: Instant) -> Result<(), StoreError> {
    parked_form::Entity::delete_many().filter(parked_form::Column::ExpiresAt.lt(tx.at())).exec(tx.connection()).await?;
    sign_in_attempt::Entity::delete_many().filter(sign_in_attempt::Column::At.lt(attempts_before)).exec(tx.connection()).await?;
    Ok(())
}

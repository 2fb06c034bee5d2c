//! Forms put aside.

use entity::{
    parked_form,
    values::{Fingerprint, Instant, ParkedFormId},
};
use sea_orm::{
    ActiveValue::NotSet,
    ColumnTrait, EntityTrait, QueryFilter, Set,
    sea_query::{ExprTrait, OnConflict},
};

use super::super::rules::parking::{InterruptedForm, Others};
use crate::db::{Source, StoreError, Tx, count_rows};

pub(in crate::people) async fn count_other_forms(db: &impl Source, form: &InterruptedForm<'_>) -> Result<Others, StoreError> {
    let of_browser = parked_form::Column::BrowserHash.eq(form.browser.hash());
    let others = parked_form::Entity::find().filter(of_browser.clone().and(parked_form::Column::Path.eq(form.path)).not());
    let of_address = parked_form::Column::Address.eq(form.address);
    Ok(Others {
        of_browser: count_rows(db, others.clone().filter(of_browser)).await?,
        of_address: count_rows(db, others.filter(of_address)).await?,
    })
}

/// Keeps a form in the place of the one that its browser sent to the same path before.
pub(in crate::people) async fn keep_form(
    tx: &Tx,
    token: Fingerprint,
    form: &InterruptedForm<'_>,
    expires_at: Instant,
) -> Result<(), StoreError> {
    let row = parked_form::ActiveModel {
        id: NotSet,
        token_hash: Set(token),
        browser_hash: Set(form.browser.hash()),
        address: Set(form.address.to_owned()),
        path: Set(form.path.to_owned()),
        body: Set(form.body.to_owned()),
        file_field: Set(form.file_field.map(str::to_owned)),
        created_at: Set(tx.at()),
        expires_at: Set(expires_at),
    };
    let same = [parked_form::Column::BrowserHash, parked_form::Column::Path];
    let what_changes = [
        parked_form::Column::TokenHash,
        parked_form::Column::Address,
        parked_form::Column::Body,
        parked_form::Column::FileField,
        parked_form::Column::CreatedAt,
        parked_form::Column::ExpiresAt,
    ];
    let replacing = OnConflict::columns(same).update_columns(what_changes).to_owned();
    parked_form::Entity::insert(row).on_conflict(replacing).exec_without_returning(tx.connection()).await?;
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

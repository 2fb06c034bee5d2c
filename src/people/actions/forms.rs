//! Forms sent after their session had ended: kept for a while, for the same browser.

use entity::{parked_form, values::Instant};
use jiff::SignedDuration;

use super::super::{
    rules::parking::{InterruptedForm, has_room},
    store,
};
use crate::{
    db::{Source, StoreError, Tx},
    randomness::Token,
};

/// How long a form is kept.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24);

/// A form put aside.
pub type ParkedForm = parked_form::Model;

/// Puts a form aside for its browser, in the place of what it sent there before; `false` when too many are kept already.
///
/// # Errors
/// When the database fails.
pub async fn park_form(tx: &Tx, token: &Token, form: &InterruptedForm<'_>) -> Result<bool, StoreError> {
    if !has_room(store::count_other_forms(tx, form).await?) {
        return Ok(false);
    }
    store::keep_form(tx, token.hash(), form, tx.at().plus(KEPT_FOR)).await?;
    Ok(true)
}

/// The form put aside by this browser, if it is still kept. `new_browser` is the secret that signing in gives it.
///
/// # Errors
/// When the database fails.
pub async fn take_up_form(
    db: &impl Source,
    token: &Token,
    browser: &Token,
    now: Instant,
) -> Result<Option<ParkedForm>, StoreError> {
    store::parked_form(db, &token.hash(), &browser.hash(), now).await
}

/// Follows a form put aside from the browser's old secret to its new one.
///
/// # Errors
/// When the database fails.
pub(in crate::people) async fn follow(tx: &Tx, form: &ParkedForm, new_browser: &Token) -> Result<(), StoreError> {
    store::rebind_parked_form(tx, form.id, &new_browser.hash()).await
}

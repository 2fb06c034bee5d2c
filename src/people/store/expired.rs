//! The sweeping away of what serves no more.

use entity::{
    invitation, parked_form, person, role_grant, session, sign_in_attempt, single_use_link,
    values::{Instant, PersonId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::db::{Source, StoreError, Tx};

/// How many accounts go at once: a transaction stays short.
const ACCOUNTS_AT_ONCE: u64 = 500;

/// Deletes the forms put aside and the links whose time has come.
pub(in crate::people) async fn delete_expired(tx: &Tx) -> Result<(), StoreError> {
    parked_form::Entity::delete_many().filter(parked_form::Column::ExpiresAt.lte(tx.at())).exec(tx.connection()).await?;
    single_use_link::Entity::delete_many().filter(single_use_link::Column::ExpiresAt.lte(tx.at())).exec(tx.connection()).await?;
    Ok(())
}

/// Deletes the tries to sign in made before then.
pub(in crate::people) async fn delete_attempts(tx: &Tx, made_before: Instant) -> Result<(), StoreError> {
    sign_in_attempt::Entity::delete_many().filter(sign_in_attempt::Column::At.lt(made_before)).exec(tx.connection()).await?;
    Ok(())
}

/// Deletes the sessions that could not be used since then: one that was closed early goes with those of its day.
pub(in crate::people) async fn delete_sessions(tx: &Tx, ended_before: Instant) -> Result<(), StoreError> {
    session::Entity::delete_many().filter(session::Column::ExpiresAt.lt(ended_before)).exec(tx.connection()).await?;
    Ok(())
}

/// Deletes the invitations that could not be answered since then.
pub(in crate::people) async fn delete_invitations(tx: &Tx, ended_before: Instant) -> Result<(), StoreError> {
    invitation::Entity::delete_many().filter(invitation::Column::ExpiresAt.lt(ended_before)).exec(tx.connection()).await?;
    Ok(())
}

/// Deletes some of the accounts opened before then whose address was never confirmed, and tells which. Nobody could sign in
/// with them, so that nothing hangs on them; one to which the command line gave a role stays.
pub(in crate::people) async fn delete_unconfirmed(tx: &Tx, opened_before: Instant) -> Result<Vec<PersonId>, StoreError> {
    let holders = role_grant::Entity::find().select_only().column(role_grant::Column::PersonId).into_query();
    let unconfirmed: Vec<PersonId> = person::Entity::find()
        .filter(person::Column::EmailVerifiedAt.is_null())
        .filter(person::Column::CreatedAt.lt(opened_before))
        .filter(person::Column::Id.not_in_subquery(holders))
        .select_only()
        .column(person::Column::Id)
        .limit(ACCOUNTS_AT_ONCE)
        .into_tuple()
        .all(tx.connection())
        .await?;
    person::Entity::delete_many().filter(person::Column::Id.is_in(unconfirmed.iter().copied())).exec(tx.connection()).await?;
    Ok(unconfirmed)
}

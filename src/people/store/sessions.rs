//! Sessions.

use entity::{
    person, session,
    values::{Fingerprint, Instant, PersonId, SessionId},
};
use sea_orm::{ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set, sea_query::Expr};

use crate::db::{Source, StoreError, Tx};

pub(in crate::people) async fn live_session(
    db: &impl Source,
    token: &Fingerprint,
    now: Instant,
) -> Result<Option<(session::Model, person::Model)>, StoreError> {
    let found = session::Entity::find()
        .filter(session::Column::TokenHash.eq(*token))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .find_also_related(person::Entity)
        .one(db.connection())
        .await?;
    Ok(found.and_then(|(session, person)| Some((session, person?))))
}

pub(in crate::people) async fn insert_session(
    tx: &Tx,
    person: PersonId,
    token: &Fingerprint,
    expires_at: Instant,
    from: (&str, &str),
) -> Result<SessionId, StoreError> {
    let row = session::ActiveModel {
        id: NotSet,
        person_id: Set(person),
        token_hash: Set(*token),
        created_at: Set(tx.at()),
        last_seen_at: Set(tx.at()),
        expires_at: Set(expires_at),
        revoked_at: Set(None),
        address: Set(from.0.to_owned()),
        user_agent: Set(from.1.to_owned()),
    };
    Ok(session::Entity::insert(row).exec(tx.connection()).await?.last_insert_id)
}

pub(in crate::people) async fn sessions_of(
    db: &impl Source,
    person: PersonId,
    now: Instant,
) -> Result<Vec<session::Model>, StoreError> {
    let live = session::Entity::find()
        .filter(session::Column::PersonId.eq(person))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .order_by_desc(session::Column::LastSeenAt);
    Ok(live.all(db.connection()).await?)
}

/// One open session of this person.
pub(in crate::people) async fn session_of(
    db: &impl Source,
    person: PersonId,
    id: SessionId,
    now: Instant,
) -> Result<Option<session::Model>, StoreError> {
    let own = session::Entity::find_by_id(id)
        .filter(session::Column::PersonId.eq(person))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now));
    Ok(own.one(db.connection()).await?)
}

pub(in crate::people) async fn touch_session(tx: &Tx, id: SessionId) -> Result<(), StoreError> {
    let row = session::ActiveModel { id: Set(id), last_seen_at: Set(tx.at()), ..Default::default() };
    session::Entity::update(row).exec(tx.connection()).await?;
    Ok(())
}

/// Ends one session of this person; `false` when it was not theirs or had ended.
pub(in crate::people) async fn revoke_session(tx: &Tx, person: PersonId, id: SessionId) -> Result<bool, StoreError> {
    let revoked = revoking(tx, person).filter(session::Column::Id.eq(id)).exec(tx.connection()).await?;
    Ok(revoked.rows_affected == 1)
}

pub(in crate::people) async fn revoke_all_sessions(tx: &Tx, person: PersonId) -> Result<(), StoreError> {
    revoking(tx, person).exec(tx.connection()).await?;
    Ok(())
}

fn revoking(tx: &Tx, person: PersonId) -> sea_orm::UpdateMany<session::Entity> {
    session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(tx.at()))
        .filter(session::Column::PersonId.eq(person))
        .filter(session::Column::RevokedAt.is_null())
}

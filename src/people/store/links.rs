//! Links sent by mail: to prove an address, to choose a password, to answer an invitation.

use entity::{
    invitation, person, single_use_link,
    values::{Email, Fingerprint, Instant, LinkPurpose, PersonId, WaveId},
    wave,
};
use sea_orm::{
    ActiveValue::NotSet,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
    sea_query::{Expr, OnConflict},
};

use super::super::rules::{
    invitation::InvitationOffer,
    letters::{self, Asked},
};
use crate::db::{Source, StoreError, Tx, count_rows};

/// How many invitations the administrator's page shows.
const INVITATIONS_SHOWN: u64 = 50;

pub(in crate::people) async fn insert_link(
    tx: &Tx,
    token: &Fingerprint,
    purpose: LinkPurpose,
    (recipient, asked_from): (&Email, &str),
    expires_at: Instant,
) -> Result<(), StoreError> {
    let row = single_use_link::ActiveModel {
        id: NotSet,
        token_hash: Set(*token),
        purpose: Set(purpose),
        recipient: Set(recipient.clone()),
        asked_from: Set(asked_from.to_owned()),
        created_at: Set(tx.at()),
        expires_at: Set(expires_at),
        used_at: Set(None),
    };
    single_use_link::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

pub(in crate::people) async fn live_link(
    db: &impl Source,
    token: &Fingerprint,
    purpose: LinkPurpose,
    now: Instant,
) -> Result<Option<single_use_link::Model>, StoreError> {
    let live = single_use_link::Entity::find()
        .filter(single_use_link::Column::TokenHash.eq(*token))
        .filter(single_use_link::Column::Purpose.eq(purpose))
        .filter(single_use_link::Column::UsedAt.is_null())
        .filter(single_use_link::Column::ExpiresAt.gt(now));
    Ok(live.one(db.connection()).await?)
}

/// How many letters with a link were asked for in the last while, to this mailbox and from this address.
pub(in crate::people) async fn letters_asked(
    db: &impl Source,
    recipient: &Email,
    asked_from: &str,
    now: Instant,
) -> Result<Asked, StoreError> {
    let recent = single_use_link::Entity::find().filter(single_use_link::Column::CreatedAt.gt(now.plus(-letters::WINDOW)));
    let to_mailbox = recent.clone().filter(single_use_link::Column::Recipient.eq(recipient.clone()));
    let from_address = recent.filter(single_use_link::Column::AskedFrom.eq(asked_from));
    Ok(Asked { to_mailbox: count_rows(db, to_mailbox).await?, from_address: count_rows(db, from_address).await? })
}

/// Uses a link up; `false` when another request did so first.
pub(in crate::people) async fn use_link(tx: &Tx, link: &single_use_link::Model) -> Result<bool, StoreError> {
    let used = single_use_link::Entity::update_many()
        .col_expr(single_use_link::Column::UsedAt, Expr::value(tx.at()))
        .filter(single_use_link::Column::Id.eq(link.id))
        .filter(single_use_link::Column::UsedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(used.rows_affected == 1)
}

/// Keeps an invitation; `false` when the same form sent it already.
pub(in crate::people) async fn insert_invitation(
    tx: &Tx,
    offer: &InvitationOffer,
    invited_by: PersonId,
    expires_at: Instant,
) -> Result<bool, StoreError> {
    let (scope_kind, scope_id) = offer.role.grant.scope.stored();
    let row = invitation::ActiveModel {
        id: NotSet,
        token_hash: Set(offer.link.hash()),
        email: Set(offer.email.clone()),
        role: Set(offer.role.grant.role),
        scope_kind: Set(scope_kind),
        scope_id: Set(scope_id),
        wave_id: Set(offer.role.wave),
        invited_by: Set(invited_by),
        created_at: Set(tx.at()),
        expires_at: Set(expires_at),
        accepted_at: Set(None),
        declined_at: Set(None),
        decline_reason: Set(None),
        idempotency_key: Set(offer.idempotency_key.clone()),
    };
    let once = OnConflict::column(invitation::Column::IdempotencyKey).do_nothing().to_owned();
    Ok(invitation::Entity::insert(row).on_conflict(once).exec_without_returning(tx.connection()).await? == 1)
}

pub(in crate::people) async fn invitation_by_token(
    db: &impl Source,
    token: &Fingerprint,
) -> Result<Option<invitation::Model>, StoreError> {
    Ok(invitation::Entity::find().filter(invitation::Column::TokenHash.eq(*token)).one(db.connection()).await?)
}

/// Answers an invitation; `false` when it was answered already.
pub(in crate::people) async fn answer_invitation(
    tx: &Tx,
    invitation: &invitation::Model,
    declined_because: Option<&str>,
) -> Result<bool, StoreError> {
    let answered = invitation::Entity::update_many();
    let answered = match declined_because {
        None => answered.col_expr(invitation::Column::AcceptedAt, Expr::value(tx.at())),
        Some(reason) => answered
            .col_expr(invitation::Column::DeclinedAt, Expr::value(tx.at()))
            .col_expr(invitation::Column::DeclineReason, Expr::value(reason)),
    };
    let answered = answered
        .filter(invitation::Column::Id.eq(invitation.id))
        .filter(invitation::Column::AcceptedAt.is_null())
        .filter(invitation::Column::DeclinedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(answered.rows_affected == 1)
}

pub(in crate::people) async fn invitations_to_wave(db: &impl Source, wave: WaveId) -> Result<Vec<invitation::Model>, StoreError> {
    let sent = invitation::Entity::find().filter(invitation::Column::WaveId.eq(wave)).order_by_asc(invitation::Column::Id);
    Ok(sent.all(db.connection()).await?)
}

/// The latest invitations, newest first, each with who sent it.
pub(in crate::people) async fn latest_invitations(
    db: &impl Source,
) -> Result<Vec<(invitation::Model, Option<person::Model>)>, StoreError> {
    let latest = invitation::Entity::find().order_by_desc(invitation::Column::Id).limit(INVITATIONS_SHOWN);
    Ok(latest.find_also_related(person::Entity).all(db.connection()).await?)
}

/// The rank of a wave in its call.
pub(in crate::people) async fn wave_number(db: &impl Source, wave: WaveId) -> Result<Option<i32>, StoreError> {
    Ok(wave::Entity::find_by_id(wave).one(db.connection()).await?.map(|wave| wave.number))
}

//! The queries of accounts, sessions, roles and invitations.

use entity::{
    invitation, parked_form, person, role_grant, session, sign_in_attempt, single_use_link,
    values::{Email, Fingerprint, Instant, LinkPurpose, ParkedFormId, PersonId, Role, RoleGrantId, SessionId},
};
use sea_orm::{
    ActiveValue::NotSet,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::rules::{
    invitation::InvitedRole,
    throttle::{self, Tries},
};
use crate::{
    access::{Grant, Scope},
    db::{Page, PageNumber, Source, StoreError, Tx, contains, count_rows},
};

/// How many accounts a page of the list holds.
const PEOPLE_PER_PAGE: u64 = 50;

// ---- accounts

pub(super) async fn person_by_email(db: &impl Source, email: &Email) -> Result<Option<person::Model>, StoreError> {
    Ok(person::Entity::find().filter(person::Column::Email.eq(email.clone())).one(db.connection()).await?)
}

pub(super) async fn person_by_id(db: &impl Source, id: PersonId) -> Result<Option<person::Model>, StoreError> {
    Ok(person::Entity::find_by_id(id).one(db.connection()).await?)
}

pub(super) async fn insert_person(
    tx: &Tx,
    email: &Email,
    name: &str,
    hash: &str,
    verified: bool,
) -> Result<person::Model, StoreError> {
    let row = person::ActiveModel {
        id: NotSet,
        email: Set(email.clone()),
        name: Set(name.to_owned()),
        password_hash: Set(hash.to_owned()),
        email_verified_at: Set(verified.then(|| tx.at())),
        created_at: Set(tx.at()),
        version: Set(1),
    };
    Ok(person::Entity::insert(row).exec_with_returning(tx.connection()).await?)
}

pub(super) async fn mark_verified(tx: &Tx, person: PersonId) -> Result<(), StoreError> {
    let row = person::ActiveModel { id: Set(person), email_verified_at: Set(Some(tx.at())), ..Default::default() };
    person::Entity::update(row).exec(tx.connection()).await?;
    Ok(())
}

pub(super) async fn set_password(tx: &Tx, person: PersonId, hash: &str) -> Result<(), StoreError> {
    let row = person::ActiveModel { id: Set(person), password_hash: Set(hash.to_owned()), ..Default::default() };
    person::Entity::update(row).exec(tx.connection()).await?;
    Ok(())
}

pub(super) async fn people_page(db: &impl Source, search: &str, number: PageNumber) -> Result<Page<person::Model>, StoreError> {
    let mut found = person::Entity::find();
    if !search.trim().is_empty() {
        found = found.filter(contains(person::Column::Name, search).or(contains(person::Column::Email, search)));
    }
    let total = count_rows(db, found.clone()).await?;
    let rows = found
        .order_by_asc(person::Column::Name)
        .order_by_asc(person::Column::Id)
        .offset(number.offset(PEOPLE_PER_PAGE))
        .limit(PEOPLE_PER_PAGE)
        .all(db.connection())
        .await?;
    Ok(Page { rows, total, number, size: PEOPLE_PER_PAGE })
}

// ---- sessions

pub(super) async fn live_session(
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

pub(super) async fn insert_session(
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

pub(super) async fn sessions_of(db: &impl Source, person: PersonId, now: Instant) -> Result<Vec<session::Model>, StoreError> {
    let live = session::Entity::find()
        .filter(session::Column::PersonId.eq(person))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .order_by_desc(session::Column::LastSeenAt);
    Ok(live.all(db.connection()).await?)
}

pub(super) async fn touch_session(tx: &Tx, id: SessionId) -> Result<(), StoreError> {
    let row = session::ActiveModel { id: Set(id), last_seen_at: Set(tx.at()), ..Default::default() };
    session::Entity::update(row).exec(tx.connection()).await?;
    Ok(())
}

/// Ends one session of this person; `false` when it was not theirs or had ended.
pub(super) async fn revoke_session(tx: &Tx, person: PersonId, id: SessionId) -> Result<bool, StoreError> {
    let revoked = revoking(tx, person).filter(session::Column::Id.eq(id)).exec(tx.connection()).await?;
    Ok(revoked.rows_affected == 1)
}

pub(super) async fn revoke_all_sessions(tx: &Tx, person: PersonId) -> Result<(), StoreError> {
    revoking(tx, person).exec(tx.connection()).await?;
    Ok(())
}

fn revoking(tx: &Tx, person: PersonId) -> sea_orm::UpdateMany<session::Entity> {
    session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(tx.at()))
        .filter(session::Column::PersonId.eq(person))
        .filter(session::Column::RevokedAt.is_null())
}

// ---- roles

pub(super) async fn grants_of(db: &impl Source, person: PersonId) -> Result<Vec<role_grant::Model>, StoreError> {
    let held = role_grant::Entity::find()
        .filter(role_grant::Column::PersonId.eq(person))
        .filter(role_grant::Column::RemovedAt.is_null());
    Ok(held.order_by_asc(role_grant::Column::Id).all(db.connection()).await?)
}

/// Grants a role; `false` when it was held already.
pub(super) async fn insert_grant(tx: &Tx, person: PersonId, grant: Grant) -> Result<bool, StoreError> {
    let (scope_kind, scope_id) = grant.scope.stored();
    let row = role_grant::ActiveModel {
        id: NotSet,
        person_id: Set(person),
        role: Set(grant.role),
        scope_kind: Set(scope_kind),
        scope_id: Set(scope_id),
        granted_by: Set(tx.author()),
        granted_at: Set(tx.at()),
        removed_at: Set(None),
        removed_by: Set(None),
    };
    let inserted = role_grant::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.connection())
        .await?;
    Ok(inserted == 1)
}

pub(super) async fn remove_grant(tx: &Tx, id: RoleGrantId) -> Result<Option<role_grant::Model>, StoreError> {
    let Some(held) = role_grant::Entity::find_by_id(id).one(tx.connection()).await? else { return Ok(None) };
    let removed = role_grant::Entity::update_many()
        .col_expr(role_grant::Column::RemovedAt, Expr::value(tx.at()))
        .col_expr(role_grant::Column::RemovedBy, Expr::value(tx.author()))
        .filter(role_grant::Column::Id.eq(id))
        .filter(role_grant::Column::RemovedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok((removed.rows_affected == 1).then_some(held))
}

/// The people who hold a role on a scope.
pub(super) async fn holders(db: &impl Source, role: Role, scope: Scope) -> Result<Vec<person::Model>, StoreError> {
    let (scope_kind, scope_id) = scope.stored();
    let held = role_grant::Entity::find()
        .filter(role_grant::Column::Role.eq(role))
        .filter(role_grant::Column::ScopeKind.eq(scope_kind))
        .filter(role_grant::Column::ScopeId.eq(scope_id))
        .filter(role_grant::Column::RemovedAt.is_null())
        .find_also_related(person::Entity)
        .all(db.connection())
        .await?;
    Ok(held.into_iter().filter_map(|(_, person)| person).collect())
}

// ---- links and invitations

pub(super) async fn insert_link(
    tx: &Tx,
    token: &Fingerprint,
    purpose: LinkPurpose,
    person: PersonId,
    expires_at: Instant,
) -> Result<(), StoreError> {
    let row = single_use_link::ActiveModel {
        id: NotSet,
        token_hash: Set(*token),
        purpose: Set(purpose),
        person_id: Set(person),
        created_at: Set(tx.at()),
        expires_at: Set(expires_at),
        used_at: Set(None),
    };
    single_use_link::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

pub(super) async fn live_link(
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

/// How many links of this purpose were sent to a person since then.
pub(super) async fn count_links(
    db: &impl Source,
    person: PersonId,
    purpose: LinkPurpose,
    since: Instant,
) -> Result<u64, StoreError> {
    let sent = single_use_link::Entity::find()
        .filter(single_use_link::Column::PersonId.eq(person))
        .filter(single_use_link::Column::Purpose.eq(purpose))
        .filter(single_use_link::Column::CreatedAt.gt(since));
    count_rows(db, sent).await
}

/// Uses a link up; `false` when another request did so first.
pub(super) async fn use_link(tx: &Tx, link: &single_use_link::Model) -> Result<bool, StoreError> {
    let used = single_use_link::Entity::update_many()
        .col_expr(single_use_link::Column::UsedAt, Expr::value(tx.at()))
        .filter(single_use_link::Column::Id.eq(link.id))
        .filter(single_use_link::Column::UsedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(used.rows_affected == 1)
}

pub(super) async fn insert_invitation(
    tx: &Tx,
    token: Fingerprint,
    email: &Email,
    role: InvitedRole,
    invited_by: PersonId,
    expires_at: Instant,
) -> Result<(), StoreError> {
    let (scope_kind, scope_id) = role.grant.scope.stored();
    let row = invitation::ActiveModel {
        id: NotSet,
        token_hash: Set(token),
        email: Set(email.clone()),
        role: Set(role.grant.role),
        scope_kind: Set(scope_kind),
        scope_id: Set(scope_id),
        wave_id: Set(role.wave),
        invited_by: Set(invited_by),
        created_at: Set(tx.at()),
        expires_at: Set(expires_at),
        accepted_at: Set(None),
        declined_at: Set(None),
        decline_reason: Set(None),
    };
    invitation::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

pub(super) async fn invitation_by_token(db: &impl Source, token: &Fingerprint) -> Result<Option<invitation::Model>, StoreError> {
    Ok(invitation::Entity::find().filter(invitation::Column::TokenHash.eq(*token)).one(db.connection()).await?)
}

/// Answers an invitation; `false` when it was answered already.
pub(super) async fn answer_invitation(
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

pub(super) async fn invitations_to_wave(
    db: &impl Source,
    wave: entity::values::WaveId,
) -> Result<Vec<invitation::Model>, StoreError> {
    let sent = invitation::Entity::find().filter(invitation::Column::WaveId.eq(wave)).order_by_asc(invitation::Column::Id);
    Ok(sent.all(db.connection()).await?)
}

// ---- tries to sign in

pub(super) async fn insert_attempt(tx: &Tx, account_key: &str, address: &str, succeeded: bool) -> Result<(), StoreError> {
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
pub(super) async fn wrong_tries(db: &impl Source, account_key: &str, address: &str, now: Instant) -> Result<Tries, StoreError> {
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

// ---- forms put aside

pub(super) async fn insert_parked_form(
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

pub(super) async fn parked_form(
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
pub(super) async fn rebind_parked_form(tx: &Tx, id: ParkedFormId, browser: &Fingerprint) -> Result<(), StoreError> {
    let row = parked_form::ActiveModel { id: Set(id), browser_hash: Set(*browser), ..Default::default() };
    parked_form::Entity::update(row).exec(tx.connection()).await?;
    Ok(())
}

/// Whether anything has expired, so that most rounds of background work write nothing.
pub(super) async fn anything_expired(db: &impl Source, attempts_before: Instant, now: Instant) -> Result<bool, StoreError> {
    let forms = parked_form::Entity::find().filter(parked_form::Column::ExpiresAt.lt(now)).limit(1);
    let attempts = sign_in_attempt::Entity::find().filter(sign_in_attempt::Column::At.lt(attempts_before)).limit(1);
    Ok(forms.one(db.connection()).await?.is_some() || attempts.one(db.connection()).await?.is_some())
}

pub(super) async fn delete_expired(tx: &Tx, attempts_before: Instant) -> Result<(), StoreError> {
    parked_form::Entity::delete_many().filter(parked_form::Column::ExpiresAt.lt(tx.at())).exec(tx.connection()).await?;
    sign_in_attempt::Entity::delete_many().filter(sign_in_attempt::Column::At.lt(attempts_before)).exec(tx.connection()).await?;
    Ok(())
}

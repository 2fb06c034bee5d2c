//! Who may see and change accounts.

use entity::{
    person, role_grant, session,
    values::{Instant, OutboxMailId, PersonId, Role, RoleGrantId, SessionId},
};

use super::store;
use crate::{
    access::{Actor, Denial, Policy, Scope},
    db::Reader,
    mail::{self, OutboxMail},
};

/// One's own account.
pub struct OwnAccount;

impl Policy for OwnAccount {
    type Key = ();
    type Subject = PersonId;

    async fn admit(actor: &Actor, _: (), _: &Reader, _: Instant) -> Result<PersonId, Denial> {
        actor.person().ok_or(Denial::SignIn)
    }
}

/// One of one's own open sessions.
pub struct OwnSession;

impl Policy for OwnSession {
    type Key = SessionId;
    type Subject = session::Model;

    async fn admit(actor: &Actor, key: SessionId, reader: &Reader, now: Instant) -> Result<Self::Subject, Denial> {
        let person = actor.person().ok_or(Denial::SignIn)?;
        store::session_of(reader, person, key, now).await?.ok_or(Denial::NotFound)
    }
}

/// Accounts, roles and mails, for administrators.
pub struct Administer;

impl Policy for Administer {
    type Key = ();
    type Subject = PersonId;

    async fn admit(actor: &Actor, _: (), _: &Reader, _: Instant) -> Result<PersonId, Denial> {
        administrator(actor)
    }
}

/// One account, for administrators.
pub struct AdministerPerson;

impl Policy for AdministerPerson {
    type Key = PersonId;
    type Subject = person::Model;

    async fn admit(actor: &Actor, key: PersonId, reader: &Reader, _: Instant) -> Result<Self::Subject, Denial> {
        administrator(actor)?;
        store::person_by_id(reader, key).await?.ok_or(Denial::NotFound)
    }
}

/// One role held, for administrators.
pub struct AdministerRole;

impl Policy for AdministerRole {
    type Key = RoleGrantId;
    type Subject = role_grant::Model;

    async fn admit(actor: &Actor, key: RoleGrantId, reader: &Reader, _: Instant) -> Result<Self::Subject, Denial> {
        administrator(actor)?;
        store::grant_by_id(reader, key).await?.ok_or(Denial::NotFound)
    }
}

/// One mail of the outbox, for administrators.
pub struct AdministerMail;

impl Policy for AdministerMail {
    type Key = OutboxMailId;
    type Subject = OutboxMail;

    async fn admit(actor: &Actor, key: OutboxMailId, reader: &Reader, _: Instant) -> Result<Self::Subject, Denial> {
        administrator(actor)?;
        mail::one(reader, key).await?.ok_or(Denial::NotFound)
    }
}

/// Whether the actor gives roles: what a page offers.
#[must_use]
pub fn may_administer(actor: &Actor) -> bool {
    administrator(actor).is_ok()
}

fn administrator(actor: &Actor) -> Result<PersonId, Denial> {
    let person = actor.person().ok_or(Denial::SignIn)?;
    if actor.holds(&[Role::Admin], &[Scope::Site]) { Ok(person) } else { Err(Denial::NotFound) }
}

//! Who may see and change accounts.

use entity::values::{Instant, PersonId, Role};

use super::store;
use crate::{
    access::{Actor, Denial, Policy, Scope},
    db::Reader,
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
    type Subject = entity::person::Model;

    async fn admit(actor: &Actor, key: PersonId, reader: &Reader, _: Instant) -> Result<Self::Subject, Denial> {
        administrator(actor)?;
        store::person_by_id(reader, key).await?.ok_or(Denial::NotFound)
    }
}

fn administrator(actor: &Actor) -> Result<PersonId, Denial> {
    let person = actor.person().ok_or(Denial::SignIn)?;
    if actor.holds(&[Role::Admin], &[Scope::Site]) { Ok(person) } else { Err(Denial::NotFound) }
}

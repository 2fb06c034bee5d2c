//! Who may see and change programmes.

use entity::{
    programme,
    values::{Instant, Role},
};

use super::store;
use crate::{
    access::{Actor, Denial, Policy, Scope},
    db::Reader,
};

/// A programme, for everybody. Its code may end in `.json`, which asks for its figures as data.
pub struct ReadProgramme;

impl Policy for ReadProgramme {
    type Key = String;
    type Subject = programme::Model;

    async fn admit(_: &Actor, key: String, reader: &Reader, _: Instant) -> Result<programme::Model, Denial> {
        let code = key.strip_suffix(".json").unwrap_or(&key);
        store::programme_by_code(reader, code).await?.ok_or(Denial::NotFound)
    }
}

/// A programme, for those who run it: launching its actions, writing down what is observed.
pub struct ManageProgramme;

impl Policy for ManageProgramme {
    type Key = String;
    type Subject = programme::Model;

    async fn admit(actor: &Actor, key: String, reader: &Reader, _: Instant) -> Result<programme::Model, Denial> {
        let programme = store::programme_by_code(reader, &key).await?.ok_or(Denial::NotFound)?;
        if actor.person().is_none() {
            return Err(Denial::SignIn);
        }
        if may_manage(actor, &programme) { Ok(programme) } else { Err(Denial::Forbidden) }
    }
}

/// Whether the actor runs this programme, or all of them.
#[must_use]
pub fn may_manage(actor: &Actor, programme: &programme::Model) -> bool {
    actor.holds(&[Role::ProgrammeManager], &[Scope::Site, Scope::Programme(programme.id)])
}

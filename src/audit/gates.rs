//! Who may read the journal and run the checks.

use entity::{
    event, person,
    values::{EventId, Instant, ProgrammeId, Role},
};

mod pack;

pub use pack::{Packed, TakeLaureatePack, TakeProgrammePack, TakeSomePack, may_take_some};

use super::store;
use crate::{
    access::{Actor, Denial, Policy, Scope},
    db::Reader,
};

/// Whose events one may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readable {
    /// Everybody's: auditors and administrators of the site.
    Everything,
    /// Those of some programmes: their auditors.
    Programmes(Vec<ProgrammeId>),
}

impl Readable {
    /// The programmes to keep to; `None` when there is nothing to keep to.
    #[must_use]
    pub fn programmes(&self) -> Option<Vec<ProgrammeId>> {
        match self {
            Self::Everything => None,
            Self::Programmes(programmes) => Some(programmes.clone()),
        }
    }
}

/// The journal.
pub struct ReadEvents;

impl Policy for ReadEvents {
    type Key = ();
    type Subject = Readable;

    async fn admit(actor: &Actor, _: (), _: &Reader, _: Instant) -> Result<Readable, Denial> {
        readable(actor)
    }
}

/// One event.
pub struct ReadEvent;

impl Policy for ReadEvent {
    type Key = EventId;
    type Subject = (event::Model, Option<person::Model>);

    async fn admit(actor: &Actor, key: EventId, reader: &Reader, _: Instant) -> Result<Self::Subject, Denial> {
        let readable = readable(actor)?;
        store::event(reader, key, readable.programmes()).await?.ok_or(Denial::NotFound)
    }
}

/// Running the checks.
pub struct Verify;

impl Policy for Verify {
    type Key = ();
    type Subject = ();

    async fn admit(actor: &Actor, _: (), _: &Reader, _: Instant) -> Result<(), Denial> {
        actor.person().ok_or(Denial::SignIn)?;
        if audits_everything(actor) || !audited_programmes(actor).is_empty() { Ok(()) } else { Err(Denial::NotFound) }
    }
}

/// Whether the actor may read some of the journal: what a page offers.
#[must_use]
pub fn may_read_some(actor: &Actor) -> bool {
    readable(actor).is_ok()
}

fn readable(actor: &Actor) -> Result<Readable, Denial> {
    actor.person().ok_or(Denial::SignIn)?;
    if audits_everything(actor) || actor.holds(&[Role::Admin], &[Scope::Site]) {
        return Ok(Readable::Everything);
    }
    let programmes = audited_programmes(actor);
    if programmes.is_empty() { Err(Denial::NotFound) } else { Ok(Readable::Programmes(programmes)) }
}

fn audits_everything(actor: &Actor) -> bool {
    actor.holds(&[Role::Auditor], &[Scope::Site])
}

fn audited_programmes(actor: &Actor) -> Vec<ProgrammeId> {
    let programme = |scope| match scope {
        Scope::Programme(id) => Some(id),
        Scope::Site | Scope::Call(_) | Scope::Dossier(_) => None,
    };
    actor.scopes_of(&[Role::Auditor]).filter_map(programme).collect()
}

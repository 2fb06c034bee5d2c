//! Something that happened: who, when, on what, why. Never changed, but to receive its seal once; never deleted.

use crate::values::{EventId, Instant, PersonId, ProgrammeId};
use sea_orm::entity::prelude::*;

/// A row of `event`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: EventId,
    /// When.
    pub at: Instant,
    /// Who did it; absent when the program did.
    pub actor_id: Option<PersonId>,
    /// What happened: `dossier_submitted`.
    pub kind: String,
    /// On what sort of thing: `dossier`.
    pub subject_kind: String,
    /// The key of that thing.
    pub subject_id: i64,
    /// The programme that it concerns, if one.
    pub programme_id: Option<ProgrammeId>,
    /// Why, if a reason was given.
    pub reason: Option<String>,
    /// What it was, as JSON.
    pub before: Option<String>,
    /// What it became, as JSON.
    pub after: Option<String>,
    /// The rank of its seal in the chain; absent while it waits.
    pub seal_number: Option<i64>,
}

relations! {
    Actor: ActorId => person (default),
    Programme: ProgrammeId => programme (default),
}

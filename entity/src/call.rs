//! A call for projects of an action; it opens in waves.

use crate::values::{ActionId, ActionKind, Audience, CallId, Instant, PersonId, ProgrammeId, Reference};
use sea_orm::entity::prelude::*;

/// A row of `call`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: CallId,
    /// Which action it carries out.
    pub action_id: ActionId,
    /// The action's programme, repeated so that rows partition along it.
    pub programme_id: ProgrammeId,
    /// As people cite it: `AAP-TL`.
    pub reference: Reference,
    /// The sort of call.
    pub kind: ActionKind,
    /// As it is shown.
    pub title: String,
    /// What it funds, in a paragraph.
    pub summary: String,
    /// Who may answer.
    pub audience: Audience,
    /// Who wrote it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Instant,
    /// Grows by one at each save; a save on an older version is refused.
    pub version: i32,
}

relations! {
    Action: ActionId => action (default),
    Programme: ProgrammeId => programme (default),
    CreatedBy: CreatedBy => person (default),
}

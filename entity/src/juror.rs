//! A person who judges the dossiers of a wave.

use crate::values::{Instant, JurorId, PersonId, WaveId};
use sea_orm::entity::prelude::*;

/// A row of `juror`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "juror")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: JurorId,
    /// Of which wave.
    pub wave_id: WaveId,
    /// Who.
    pub person_id: PersonId,
    /// Who asked them.
    pub invited_by: PersonId,
    /// When they accepted.
    pub joined_at: Instant,
    /// When they declared their interests; nothing is assigned before.
    pub interests_declared_at: Option<Instant>,
}

relations! {
    Wave: WaveId => wave (default),
    Person: PersonId => person (default),
    InvitedBy: InvitedBy => person,
}

//! A dossier given to a juror to review.

use crate::values::{AssignmentId, DossierId, Instant, JurorId, PersonId, WaveId};
use sea_orm::entity::prelude::*;

/// A row of `assignment`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assignment")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: AssignmentId,
    /// Of which wave.
    pub wave_id: WaveId,
    /// Which dossier.
    pub dossier_id: DossierId,
    /// To whom.
    pub juror_id: JurorId,
    /// Who gave it.
    pub assigned_by: PersonId,
    /// When.
    pub assigned_at: Instant,
}

relations! {
    Wave: WaveId => wave (default),
    Dossier: DossierId => dossier (default),
    Juror: JurorId => juror (default),
    AssignedBy: AssignedBy => person (default),
}

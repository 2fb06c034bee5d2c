//! What staff found of a submitted dossier. Never changed, never deleted: a dossier examined again gets another one.

use crate::values::{DossierId, ExaminationId, Instant, PersonId};
use sea_orm::entity::prelude::*;

/// A row of `examination`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "examination")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: ExaminationId,
    /// Of which dossier.
    pub dossier_id: DossierId,
    /// Whether the dossier meets the call's conditions.
    pub eligible: bool,
    /// Why it does not, in words its owner reads; a remark when it does.
    pub reason: Option<String>,
    /// Who examined it.
    pub examiner_id: PersonId,
    /// What they were called then.
    pub examiner_name: String,
    /// In what capacity they decided; absent when the dossier is eligible.
    pub examiner_capacity: Option<String>,
    /// When.
    pub examined_at: Instant,
}

relations! {
    Dossier: DossierId => dossier (default),
    Examiner: ExaminerId => person (default),
}

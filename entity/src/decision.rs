//! What was decided on the dossiers of a wave, signed then published.

use crate::values::{DecisionId, DecisionState, Instant, PersonId, WaveId};
use sea_orm::entity::prelude::*;

/// A row of `decision`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "decision")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: DecisionId,
    /// On which wave.
    pub wave_id: WaveId,
    /// How far it has gone.
    pub state: DecisionState,
    /// When it was signed.
    pub signed_at: Option<Instant>,
    /// Who signed it.
    pub signed_by: Option<PersonId>,
    /// What they were called then.
    pub signatory_name: Option<String>,
    /// In what capacity: « responsable de programme ».
    pub signatory_capacity: Option<String>,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// The same key twice is the same signature, made once.
    pub idempotency_key: Option<String>,
    /// Grows by one at each save; a save on an older version is refused.
    pub version: i32,
}

relations! {
    Wave: WaveId => wave (default),
    SignedBy: SignedBy => person (default),
}

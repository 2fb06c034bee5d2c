//! A juror steps aside from a dossier (« déport »).

use crate::values::{DossierId, Instant, JurorId, RecusalId};
use sea_orm::entity::prelude::*;

/// A row of `recusal`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recusal")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: RecusalId,
    /// Who steps aside.
    pub juror_id: JurorId,
    /// From which dossier.
    pub dossier_id: DossierId,
    /// Why, in a sentence.
    pub reason: String,
    /// When.
    pub declared_at: Instant,
    /// Whether the dossier was decided already: what the juror judged then stays judged.
    pub after_decision: bool,
}

relations! {
    Juror: JurorId => juror (default),
    Dossier: DossierId => dossier (default),
}

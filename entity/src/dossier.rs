//! An application to a wave.

use crate::values::{DossierId, DossierState, Instant, Money, OrganisationId, PersonId, Plain, ProgrammeId, Reference, WaveId};
use sea_orm::entity::prelude::*;

/// A row of `dossier`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: DossierId,
    /// To which wave.
    pub wave_id: WaveId,
    /// The wave's programme, repeated so that rows partition along it.
    pub programme_id: ProgrammeId,
    /// Its rank in the wave, from 1.
    pub number: i32,
    /// As people cite it: `AAP-TL-V2-0042`.
    pub reference: Reference,
    /// The structure that applies.
    pub organisation_id: OrganisationId,
    /// Who writes it and speaks for it.
    pub owner_id: PersonId,
    /// The project's name.
    pub title: String,
    /// The same, as it is searched.
    pub title_plain: Plain,
    /// How far it has gone.
    pub state: DossierState,
    /// The sum of its expenses, in whole euro cents.
    pub expenses: Money,
    /// The aid it asks for, in whole euro cents.
    pub aid_requested: Money,
    /// The same key twice is the same dossier, created once.
    pub creation_key: String,
    /// When it was begun.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
    /// When it was submitted; absent while a draft.
    pub submitted_at: Option<Instant>,
    /// Grows by one at each save; a save on an older version is refused.
    pub version: i32,
}

relations! {
    Wave: WaveId => wave (default),
    Programme: ProgrammeId => programme (default),
    Organisation: OrganisationId => organisation (default),
    Owner: OwnerId => person (default),
}

//! A structure that can apply for aid, known by its SIRET.

use crate::values::{Instant, OrganisationId, OrganisationKind, PersonId, Plain, Siret};
use sea_orm::entity::prelude::*;

/// A row of `organisation`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: OrganisationId,
    /// Its fourteen digits.
    pub siret: Siret,
    /// As it is shown.
    pub name: String,
    /// The same, as it is searched.
    pub name_plain: Plain,
    /// What sort of structure it is.
    pub kind: OrganisationKind,
    /// Who entered it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Instant,
    /// Grows by one at each save; a save on an older version is refused.
    pub version: i32,
}

relations! {
    CreatedBy: CreatedBy => person (default),
}

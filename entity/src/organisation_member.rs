//! A person who acts for a structure.

use crate::values::{Instant, OrganisationId, OrganisationMemberId, PersonId};
use sea_orm::entity::prelude::*;

/// A row of `organisation_member`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_member")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: OrganisationMemberId,
    /// For which structure.
    pub organisation_id: OrganisationId,
    /// Who.
    pub person_id: PersonId,
    /// Since when.
    pub since: Instant,
}

relations! {
    Organisation: OrganisationId => organisation (default),
    Person: PersonId => person (default),
}

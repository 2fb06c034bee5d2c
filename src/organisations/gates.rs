//! Who may see structures: those who act for them.

use entity::{
    organisation,
    values::{Instant, OrganisationId, PersonId},
};

use super::store;
use crate::{
    access::{Actor, Denial, Policy},
    db::Reader,
};

/// One's own structures: to list them, to name another.
pub struct OwnOrganisations;

impl Policy for OwnOrganisations {
    type Key = ();
    type Subject = PersonId;

    async fn admit(actor: &Actor, (): (), _: &Reader, _: Instant) -> Result<PersonId, Denial> {
        actor.person().ok_or(Denial::SignIn)
    }
}

/// One structure, for whoever acts for it.
pub struct OwnOrganisation;

impl Policy for OwnOrganisation {
    type Key = OrganisationId;
    type Subject = organisation::Model;

    async fn admit(actor: &Actor, key: OrganisationId, reader: &Reader, _: Instant) -> Result<organisation::Model, Denial> {
        let person = actor.person().ok_or(Denial::SignIn)?;
        store::of_member(reader, key, person).await?.ok_or(Denial::NotFound)
    }
}

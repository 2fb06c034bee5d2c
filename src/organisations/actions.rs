//! What people do with structures.

use entity::{
    organisation,
    values::{OrganisationId, OrganisationKind, PersonId, Siret},
};

use super::{
    rules::{self, Refusal},
    store,
};
use crate::{
    db::{Source, StoreError, Tx},
    journal::{self, Event, EventKind, Subject},
};

/// A structure as somebody who acts for it names it.
#[derive(Clone, Debug)]
pub struct NewOrganisation {
    /// Its fourteen digits, already checked.
    pub siret: Siret,
    /// Its name, as typed.
    pub name: String,
    /// What sort of structure it is.
    pub kind: OrganisationKind,
}

/// Why a structure could not be named.
#[derive(Debug, thiserror::Error)]
pub enum OrganisationError {
    /// A rule refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Names a structure, and makes the author act for it.
///
/// A structure already known by its SIRET is joined under the name it has: in a hospital several people apply, each
/// sees only the dossiers they own, and so joining shows nothing of a colleague's. What one claims to act for is
/// checked with each dossier, when its eligibility is. Naming it twice is naming it once.
///
/// # Errors
/// [`Refusal`] when the name is none.
pub async fn name_organisation(tx: &Tx, new: NewOrganisation) -> Result<organisation::Model, OrganisationError> {
    let author = tx.author().ok_or_else(|| StoreError::Fault("a structure needs an author".to_owned()))?;
    let name = rules::name(&new.name)?;

    store::insert(tx, &new.siret, &name, new.kind, author).await?;
    let organisation = store::by_siret(tx, &new.siret).await?.ok_or(StoreError::Stale)?;
    if store::insert_member(tx, organisation.id, author).await? {
        let named = serde_json::json!({ "siret": organisation.siret, "name": organisation.name, "kind": organisation.kind });
        let event = Event::new(EventKind::OrganisationNamed, Subject::Organisation(organisation.id));
        journal::record(tx, event.after(&named)).await?;
    }
    Ok(organisation)
}

/// The structures for which a person acts, by name.
///
/// # Errors
/// When the database fails.
pub async fn organisations_of(db: &impl Source, person: PersonId) -> Result<Vec<organisation::Model>, StoreError> {
    store::of_person(db, person).await
}

/// One structure.
///
/// # Errors
/// When the database fails.
pub async fn organisation(db: &impl Source, id: OrganisationId) -> Result<Option<organisation::Model>, StoreError> {
    store::by_id(db, id).await
}

//! The roles a person holds, as pages show them.

use entity::{
    role_grant,
    values::{Instant, RoleGrantId},
};

use super::{super::actions, words};
use crate::{
    access::{Grant, Scope},
    db::{Reader, StoreError},
};

/// A role held, in words.
pub(super) struct HeldRole {
    pub(super) id: RoleGrantId,
    pub(super) words: String,
    pub(super) since: Instant,
}

impl HeldRole {
    pub(super) async fn of(reader: &Reader, held: &[role_grant::Model]) -> Result<Vec<Self>, StoreError> {
        let grants: Vec<Grant> = held.iter().map(actions::granted).collect();
        let scopes: Vec<Scope> = grants.iter().map(|grant| grant.scope).collect();
        let places = actions::places(reader, &scopes).await?;
        let in_words = |grant: Grant| words::held_role(grant, places.get(&grant.scope).map_or("disparu", String::as_str));
        Ok(held
            .iter()
            .zip(grants)
            .map(|(row, grant)| Self { id: row.id, words: in_words(grant), since: row.granted_at })
            .collect())
    }
}

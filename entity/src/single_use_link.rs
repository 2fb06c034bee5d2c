//! A link in a mail that works once.

use crate::values::{Fingerprint, Instant, LinkPurpose, PersonId, SingleUseLinkId};
use sea_orm::entity::prelude::*;

/// A row of `single_use_link`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "single_use_link")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: SingleUseLinkId,
    /// SHA-256 of the token in the link.
    pub token_hash: Fingerprint,
    /// What following it does.
    pub purpose: LinkPurpose,
    /// Whom it was sent to.
    pub person_id: PersonId,
    /// When it was made.
    pub created_at: Instant,
    /// From then on it opens nothing.
    pub expires_at: Instant,
    /// When it was followed.
    pub used_at: Option<Instant>,
}

relations! {
    Person: PersonId => person (default),
}

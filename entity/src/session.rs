//! One browser that signed in.

use crate::values::{Fingerprint, Instant, PersonId, SessionId};
use sea_orm::entity::prelude::*;

/// A row of `session`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: SessionId,
    /// Who signed in.
    pub person_id: PersonId,
    /// SHA-256 of the cookie's token; the token itself is never stored.
    pub token_hash: Fingerprint,
    /// When the person signed in.
    pub created_at: Instant,
    /// The last request, for the list of one's own sessions.
    pub last_seen_at: Instant,
    /// From then on the cookie opens nothing.
    pub expires_at: Instant,
    /// When the person, or an administrator, ended it.
    pub revoked_at: Option<Instant>,
    /// The IP address that signed in, as text.
    pub address: String,
    /// What the browser says it is; shown to its owner only.
    pub user_agent: String,
}

relations! {
    Person: PersonId => person (default),
}

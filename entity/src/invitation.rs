//! An offer of a role, sent by mail to someone who may not have an account yet.

use crate::values::{Email, Fingerprint, Instant, InvitationId, PersonId, Role, ScopeKind, WaveId};
use sea_orm::entity::prelude::*;

/// A row of `invitation`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: InvitationId,
    /// SHA-256 of the token in the link.
    pub token_hash: Fingerprint,
    /// Whom it was sent to.
    pub email: Email,
    /// The role that accepting gives.
    pub role: Role,
    /// What the role bears on.
    pub scope_kind: ScopeKind,
    /// The key of the programme, call or dossier; 0 for the whole site.
    pub scope_id: i64,
    /// The wave whose jury the person is invited to.
    pub wave_id: Option<WaveId>,
    /// Who sent it.
    pub invited_by: PersonId,
    /// When.
    pub created_at: Instant,
    /// From then on it opens nothing.
    pub expires_at: Instant,
    /// When it was accepted.
    pub accepted_at: Option<Instant>,
    /// When it was declined.
    pub declined_at: Option<Instant>,
    /// Why, if the person said.
    pub decline_reason: Option<String>,
    /// The key of the form that sent it, so that a form sent twice invites once.
    pub idempotency_key: Option<String>,
}

relations! {
    Wave: WaveId => wave (default),
    InvitedBy: InvitedBy => person (default),
}

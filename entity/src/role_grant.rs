//! A role that a person holds, or held, on a scope.

use crate::values::{Instant, PersonId, Role, RoleGrantId, ScopeKind};
use sea_orm::entity::prelude::*;

/// A row of `role_grant`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "role_grant")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: RoleGrantId,
    /// Who holds the role.
    pub person_id: PersonId,
    /// What they may do.
    pub role: Role,
    /// What the role bears on.
    pub scope_kind: ScopeKind,
    /// The key of the programme, call or dossier; 0 for the whole site.
    pub scope_id: i64,
    /// Who gave it; absent for the first administrator.
    pub granted_by: Option<PersonId>,
    /// When it was given.
    pub granted_at: Instant,
    /// When it was taken back; absent while it holds.
    pub removed_at: Option<Instant>,
    /// Who took it back.
    pub removed_by: Option<PersonId>,
}

relations! {
    Person: PersonId => person (default),
    GrantedBy: GrantedBy => person,
    RemovedBy: RemovedBy => person,
}

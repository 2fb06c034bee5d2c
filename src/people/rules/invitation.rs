//! Roles are granted by invitation.

use entity::values::{Instant, Role, WaveId};
use jiff::SignedDuration;

use crate::access::{Grant, Scope};

/// How long an invitation stays open.
pub const VALIDITY: SignedDuration = SignedDuration::from_hours(14 * 24);

/// What a person is invited to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvitedRole {
    /// The role and where it will hold.
    pub grant: Grant,
    /// The wave whose jury is joined, for jurors.
    pub wave: Option<WaveId>,
}

/// Whether an invitation made at `made_at` is open at `now`.
#[must_use]
pub fn is_open(made_at: Instant, answered: bool, now: Instant) -> bool {
    !answered && now < made_at.plus(VALIDITY)
}

/// The roles that an administrator gives on the whole site; the others are given where they hold.
pub const SITE_ROLES: [Role; 4] = [Role::Admin, Role::Auditor, Role::Accountant, Role::Staff];

/// Whether a role can hold on this scope.
#[must_use]
pub fn fits(role: Role, scope: Scope) -> bool {
    match role {
        Role::Admin => scope == Scope::Site,
        Role::Auditor | Role::Accountant | Role::Staff | Role::ProgrammeManager => {
            matches!(scope, Scope::Site | Scope::Programme(_) | Scope::Call(_))
        }
        Role::Juror => matches!(scope, Scope::Call(_)),
        Role::Applicant => matches!(scope, Scope::Dossier(_)),
    }
}

//! Roles are granted by invitation.

use entity::values::{Email, Instant, Role, WaveId};
use jiff::SignedDuration;

use crate::{
    access::{Grant, Scope},
    randomness::Token,
};

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

/// An invitation about to be sent.
pub struct InvitationOffer {
    /// Who is invited.
    pub email: Email,
    /// To what.
    pub role: InvitedRole,
    /// What the role is called in the letter, with where it holds: « juré de l’appel … ».
    pub wording: String,
    /// The secret of the link.
    pub link: Token,
    /// The key of the form that invites, so that a form sent twice invites once.
    pub idempotency_key: Option<String>,
}

/// Whether an invitation made at `made_at` is open at `now`.
#[must_use]
pub fn is_open(made_at: Instant, answered: bool, now: Instant) -> bool {
    !answered && now < made_at.plus(VALIDITY)
}

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

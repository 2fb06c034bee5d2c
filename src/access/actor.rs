//! Who is asking.

use entity::values::{CallId, DossierId, Email, PersonId, ProgrammeId, Role, ScopeKind, SessionId};

/// Where a role holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everywhere.
    Site,
    /// One programme, its calls and their dossiers.
    Programme(ProgrammeId),
    /// One call, its waves and their dossiers.
    Call(CallId),
    /// One dossier.
    Dossier(DossierId),
}

impl Scope {
    /// The whole site, then these programmes: where a role over what they finance may be held.
    #[must_use]
    pub fn over(programmes: impl IntoIterator<Item = ProgrammeId>) -> Vec<Self> {
        std::iter::once(Self::Site).chain(programmes.into_iter().map(Self::Programme)).collect()
    }

    /// The scope as it is stored: a kind and a key (0 for the whole site).
    #[must_use]
    pub fn stored(self) -> (ScopeKind, i64) {
        match self {
            Self::Site => (ScopeKind::Site, 0),
            Self::Programme(id) => (ScopeKind::Programme, id.0),
            Self::Call(id) => (ScopeKind::Call, id.0),
            Self::Dossier(id) => (ScopeKind::Dossier, id.0),
        }
    }

    /// The scope read back from its stored form.
    #[must_use]
    pub fn from_stored(kind: ScopeKind, id: i64) -> Self {
        match kind {
            ScopeKind::Site => Self::Site,
            ScopeKind::Programme => Self::Programme(ProgrammeId(id)),
            ScopeKind::Call => Self::Call(CallId(id)),
            ScopeKind::Dossier => Self::Dossier(DossierId(id)),
        }
    }
}

/// A role held on a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Grant {
    /// What the person is.
    pub role: Role,
    /// Where.
    pub scope: Scope,
}

/// A person who signed in.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Who.
    pub person: PersonId,
    /// The name shown at the top of every page.
    pub name: String,
    /// The address mails go to.
    pub email: Email,
    /// Through which session; `None` when the program acts for a person, as the demo does.
    pub session: Option<SessionId>,
}

/// Who is asking, and every role they hold.
#[derive(Clone, Debug, Default)]
pub struct Actor {
    identity: Option<Identity>,
    grants: Vec<Grant>,
}

impl Actor {
    /// Somebody who did not sign in.
    #[must_use]
    pub fn visitor() -> Self {
        Self::default()
    }

    /// Somebody who did, with the roles they hold now.
    #[must_use]
    pub fn known(identity: Identity, grants: Vec<Grant>) -> Self {
        Self { identity: Some(identity), grants }
    }

    /// The person, when signed in.
    #[must_use]
    pub fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    /// The person's key, when signed in.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        self.identity.as_ref().map(|identity| identity.person)
    }

    /// Every role held.
    #[must_use]
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// Whether one of `roles` is held on one of `scopes`. Give the whole chain of scopes that contains the subject
    /// (site, programme, call, dossier): a role held higher up holds below.
    #[must_use]
    pub fn holds(&self, roles: &[Role], scopes: &[Scope]) -> bool {
        self.grants.iter().any(|grant| roles.contains(&grant.role) && scopes.contains(&grant.scope))
    }

    /// Whether one of `roles` is held anywhere at all: for what a menu offers, never for what a page gives.
    #[must_use]
    pub fn holds_somewhere(&self, roles: &[Role]) -> bool {
        self.grants.iter().any(|grant| roles.contains(&grant.role))
    }

    /// The scopes on which one of `roles` is held.
    pub fn scopes_of<'a>(&'a self, roles: &'a [Role]) -> impl Iterator<Item = Scope> + 'a {
        self.grants.iter().filter(|grant| roles.contains(&grant.role)).map(|grant| grant.scope)
    }
}

//! Who signs decisions, and who reads them.

use entity::{
    award, call, decision, dossier,
    values::{Instant, Reference, Role},
    wave,
};

use super::{rules::decision::SignedBy, store};
use crate::{
    access::{Actor, Denial, Policy, Scope},
    calls::{
        ManagedWave,
        gates::{PublishWave, may_publish},
    },
    db::{Reader, Source, StoreError},
};

/// Signing and publishing the decision of a wave: it spends the programme's money, and is its manager's alone, as the
/// publication of the wave is.
pub struct SignDecision;

impl Policy for SignDecision {
    type Key = Reference;
    type Subject = ManagedWave;

    async fn admit(actor: &Actor, key: Reference, reader: &Reader, now: Instant) -> Result<ManagedWave, Denial> {
        PublishWave::admit(actor, key, reader, now).await
    }
}

/// Whether the actor may sign the decisions of this call: what a page offers.
#[must_use]
pub fn may_sign(actor: &Actor, call: &call::Model) -> bool {
    may_publish(actor, call)
}

/// What was decided on one dossier, once published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedAward {
    /// The call.
    pub call: call::Model,
    /// Its wave.
    pub wave: wave::Model,
    /// The dossier.
    pub dossier: dossier::Model,
    /// What the decision says of the dossier.
    pub award: award::Model,
    /// Who signed it, in what capacity, when.
    pub signed_by: SignedBy,
    /// From when candidates can read it, UTC.
    pub available_at: Instant,
}

/// Who signed a decision; `None` while nobody has.
#[must_use]
pub fn signed_by(decision: &decision::Model) -> Option<SignedBy> {
    SignedBy::of(decision.signatory_name.as_deref(), decision.signatory_capacity.as_deref(), decision.signed_at)
}

/// Reading what was decided on a dossier: its owner, and those who read the wave. Before publication there is nothing to
/// read, for anybody.
pub struct ReadAward;

impl Policy for ReadAward {
    type Key = Reference;
    type Subject = PublishedAward;

    async fn admit(actor: &Actor, key: Reference, reader: &Reader, _: Instant) -> Result<PublishedAward, Denial> {
        let person = actor.person().ok_or(Denial::SignIn)?;
        let found = decided(reader, &key).await?.ok_or(Denial::NotFound)?;
        let scopes = [Scope::Site, Scope::Programme(found.call.programme_id), Scope::Call(found.call.id)];
        let readers = [Role::Staff, Role::ProgrammeManager, Role::Accountant, Role::Auditor];
        if found.dossier.owner_id == person || actor.holds(&readers, &scopes) { Ok(found) } else { Err(Denial::NotFound) }
    }
}

/// What was decided on a dossier, once published.
///
/// # Errors
/// When the database fails.
pub async fn decided(db: &impl Source, dossier: &Reference) -> Result<Option<PublishedAward>, StoreError> {
    let Some(found) = store::reading::published_award(db, dossier).await? else { return Ok(None) };
    let store::reading::Published { call, wave, dossier, decision, award } = found;
    let Some((signed_by, available_at)) = signed_by(&decision).zip(decision.published_at) else { return Ok(None) };
    Ok(Some(PublishedAward { call, wave, dossier, award, signed_by, available_at }))
}

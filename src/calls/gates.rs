//! Who may draft, change, read and publish calls.

use entity::{
    call, criterion, programme, question,
    values::{CallId, CriterionId, Instant, ProgrammeId, QuestionId, Reference, Role},
    wave,
};

use super::store;
use crate::{
    access::{Actor, Denial, Policy, Scope},
    db::Reader,
};

/// Who writes calls.
const WRITERS: [Role; 2] = [Role::Staff, Role::ProgrammeManager];
/// Who reads them before the public does.
const READERS: [Role; 4] = [Role::Staff, Role::ProgrammeManager, Role::Accountant, Role::Auditor];
/// Who commits a programme's money.
const PUBLISHERS: [Role; 1] = [Role::ProgrammeManager];

/// A wave and the call it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManagedWave {
    /// The call.
    pub call: call::Model,
    /// The wave.
    pub wave: wave::Model,
}

/// What of all calls somebody reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// All of them.
    Everything,
    /// Those of these programmes, and these.
    Only {
        /// Programmes whose calls are all seen.
        programmes: Vec<ProgrammeId>,
        /// Calls seen one by one.
        calls: Vec<CallId>,
    },
}

fn scopes(call: &call::Model) -> [Scope; 3] {
    [Scope::Site, Scope::Programme(call.programme_id), Scope::Call(call.id)]
}

/// Whether the actor may change this call's drafts: what a page offers.
#[must_use]
pub fn may_write(actor: &Actor, call: &call::Model) -> bool {
    actor.holds(&WRITERS, &scopes(call))
}

/// Whether the actor may publish this call's waves: what a page offers.
#[must_use]
pub fn may_publish(actor: &Actor, call: &call::Model) -> bool {
    actor.holds(&PUBLISHERS, &scopes(call))
}

/// Whether the actor may draft calls of some programme: what a page offers.
#[must_use]
pub fn may_draft_somewhere(actor: &Actor) -> bool {
    actor.scopes_of(&WRITERS).any(|scope| matches!(scope, Scope::Site | Scope::Programme(_)))
}

/// The list of the calls one reads, for those who work on some.
pub struct ReadCalls;

impl Policy for ReadCalls {
    type Key = ();
    type Subject = Sight;

    async fn admit(actor: &Actor, _: (), _: &Reader, _: Instant) -> Result<Sight, Denial> {
        actor.person().ok_or(Denial::SignIn)?;
        sight(actor).ok_or(Denial::NotFound)
    }
}

/// Whether the actor reads some calls before the public does: what a page offers.
#[must_use]
pub fn may_read_some(actor: &Actor) -> bool {
    sight(actor).is_some()
}

fn sight(actor: &Actor) -> Option<Sight> {
    let (mut programmes, mut calls) = (Vec::new(), Vec::new());
    for scope in actor.scopes_of(&READERS) {
        match scope {
            Scope::Site => return Some(Sight::Everything),
            Scope::Programme(programme) => programmes.push(programme),
            Scope::Call(call) => calls.push(call),
            Scope::Dossier(_) => {}
        }
    }
    let sees_some = !(programmes.is_empty() && calls.is_empty());
    sees_some.then_some(Sight::Only { programmes, calls })
}

/// Drafting calls: the subject is the programmes whose actions one may call for.
pub struct DraftCalls;

impl Policy for DraftCalls {
    type Key = ();
    type Subject = Vec<programme::Model>;

    async fn admit(actor: &Actor, _: (), reader: &Reader, _: Instant) -> Result<Self::Subject, Denial> {
        actor.person().ok_or(Denial::SignIn)?;
        let everywhere = actor.holds(&WRITERS, &[Scope::Site]);
        let ids: Vec<ProgrammeId> = actor.scopes_of(&WRITERS).filter_map(programme_of).collect();
        let programmes = match (everywhere, ids.is_empty()) {
            (true, _) => store::calls::programmes(reader, None).await?,
            (false, false) => store::calls::programmes(reader, Some(&ids)).await?,
            (false, true) => return Err(if sight(actor).is_some() { Denial::Forbidden } else { Denial::NotFound }),
        };
        Ok(programmes)
    }
}

fn programme_of(scope: Scope) -> Option<ProgrammeId> {
    match scope {
        Scope::Programme(programme) => Some(programme),
        Scope::Site | Scope::Call(_) | Scope::Dossier(_) => None,
    }
}

/// Reading one call and its waves, drafts included.
pub struct ReadCall;

impl Policy for ReadCall {
    type Key = Reference;
    type Subject = call::Model;

    async fn admit(actor: &Actor, key: Reference, reader: &Reader, _: Instant) -> Result<call::Model, Denial> {
        visible_call(actor, &key, reader).await
    }
}

/// Changing one call, and drafting its next wave.
pub struct ManageCall;

impl Policy for ManageCall {
    type Key = Reference;
    type Subject = call::Model;

    async fn admit(actor: &Actor, key: Reference, reader: &Reader, _: Instant) -> Result<call::Model, Denial> {
        let call = visible_call(actor, &key, reader).await?;
        if may_write(actor, &call) { Ok(call) } else { Err(Denial::Forbidden) }
    }
}

async fn visible_call(actor: &Actor, reference: &Reference, reader: &Reader) -> Result<call::Model, Denial> {
    actor.person().ok_or(Denial::SignIn)?;
    let found = store::calls::call_by_reference(reader, reference).await?;
    found.filter(|call| actor.holds(&READERS, &scopes(call))).ok_or(Denial::NotFound)
}

/// Reading one wave, draft or not, by its reference.
pub struct ReadWave;

impl Policy for ReadWave {
    type Key = Reference;
    type Subject = ManagedWave;

    async fn admit(actor: &Actor, key: Reference, reader: &Reader, _: Instant) -> Result<ManagedWave, Denial> {
        visible_wave(actor, &key, reader).await
    }
}

/// Changing one wave: its terms, its criteria, its form; and all that comes after it is closed.
pub struct ManageWave;

impl Policy for ManageWave {
    type Key = Reference;
    type Subject = ManagedWave;

    async fn admit(actor: &Actor, key: Reference, reader: &Reader, _: Instant) -> Result<ManagedWave, Denial> {
        written_wave(actor, &key, reader).await
    }
}

/// Publishing a wave, which commits the programme's money: for its manager alone.
pub struct PublishWave;

impl Policy for PublishWave {
    type Key = Reference;
    type Subject = ManagedWave;

    async fn admit(actor: &Actor, key: Reference, reader: &Reader, _: Instant) -> Result<ManagedWave, Denial> {
        let managed = visible_wave(actor, &key, reader).await?;
        if may_publish(actor, &managed.call) { Ok(managed) } else { Err(Denial::Forbidden) }
    }
}

/// A criterion of a wave that one may change.
pub struct ManageCriterion;

impl Policy for ManageCriterion {
    type Key = (Reference, CriterionId);
    type Subject = (ManagedWave, criterion::Model);

    async fn admit(actor: &Actor, (wave, criterion): Self::Key, reader: &Reader, _: Instant) -> Result<Self::Subject, Denial> {
        let managed = written_wave(actor, &wave, reader).await?;
        let criterion = store::forms::criterion(reader, managed.wave.id, criterion).await?.ok_or(Denial::NotFound)?;
        Ok((managed, criterion))
    }
}

/// A question of a wave that one may change.
pub struct ManageQuestion;

impl Policy for ManageQuestion {
    type Key = (Reference, QuestionId);
    type Subject = (ManagedWave, question::Model);

    async fn admit(actor: &Actor, (wave, question): Self::Key, reader: &Reader, _: Instant) -> Result<Self::Subject, Denial> {
        let managed = written_wave(actor, &wave, reader).await?;
        let question = store::forms::question(reader, managed.wave.id, question).await?.ok_or(Denial::NotFound)?;
        Ok((managed, question))
    }
}

async fn written_wave(actor: &Actor, reference: &Reference, reader: &Reader) -> Result<ManagedWave, Denial> {
    let managed = visible_wave(actor, reference, reader).await?;
    if may_write(actor, &managed.call) { Ok(managed) } else { Err(Denial::Forbidden) }
}

async fn visible_wave(actor: &Actor, reference: &Reference, reader: &Reader) -> Result<ManagedWave, Denial> {
    actor.person().ok_or(Denial::SignIn)?;
    let found = store::calls::wave_by_reference(reader, reference).await?;
    let visible = found.filter(|(call, _)| actor.holds(&READERS, &scopes(call)));
    visible.map(|(call, wave)| ManagedWave { call, wave }).ok_or(Denial::NotFound)
}

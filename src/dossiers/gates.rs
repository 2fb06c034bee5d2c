//! Who may write, submit, read and examine dossiers.

use entity::{
    call, dossier, dossier_file,
    values::{DossierFileId, DossierState, Instant, PersonId, Reference, Role},
    wave,
};
use serde::Deserialize;

use super::store;
use crate::{
    access::{Actor, Denial, Policy, Scope},
    calls,
    db::Reader,
};

/// Who examines dossiers.
const EXAMINERS: [Role; 2] = [Role::Staff, Role::ProgrammeManager];
/// Who reads them once they are submitted.
const READERS: [Role; 4] = [Role::Staff, Role::ProgrammeManager, Role::Accountant, Role::Auditor];

/// What names a dossier in an address, alone or beside the part of it that is meant.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DossierKey {
    /// Its reference.
    pub reference: Reference,
}

impl From<Reference> for DossierKey {
    fn from(reference: Reference) -> Self {
        Self { reference }
    }
}

/// What names a file of a dossier in an address.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct FileKey {
    /// The dossier's reference.
    pub reference: Reference,
    /// The file's key.
    pub file: DossierFileId,
}

/// A published wave, which one may answer while it is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredWave {
    /// The call.
    pub call: call::Model,
    /// The wave.
    pub wave: wave::Model,
}

/// A dossier as staff find it, with the wave it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewedDossier {
    /// The dossier.
    pub dossier: dossier::Model,
    /// The wave.
    pub wave: wave::Model,
}

/// One's own dossiers, to list them.
pub struct OwnDossiers;

impl Policy for OwnDossiers {
    type Key = ();
    type Subject = PersonId;

    async fn admit(actor: &Actor, (): (), _: &Reader, _: Instant) -> Result<PersonId, Denial> {
        actor.person().ok_or(Denial::SignIn)
    }
}

/// Starting a dossier on a published wave; whether it is open is for the rules to say, in words.
pub struct StartDossier;

impl Policy for StartDossier {
    type Key = Reference;
    type Subject = AnsweredWave;

    async fn admit(actor: &Actor, key: Reference, reader: &Reader, now: Instant) -> Result<AnsweredWave, Denial> {
        actor.person().ok_or(Denial::SignIn)?;
        let found = calls::actions::wave_by_reference(reader, &key).await?;
        let published = found.filter(|(_, wave)| calls::state_at(wave, now) != calls::WaveState::Draft);
        published.map(|(call, wave)| AnsweredWave { call, wave }).ok_or(Denial::NotFound)
    }
}

/// One's own dossier, to read.
pub struct OwnDossier;

impl Policy for OwnDossier {
    type Key = DossierKey;
    type Subject = dossier::Model;

    async fn admit(actor: &Actor, key: DossierKey, reader: &Reader, _: Instant) -> Result<dossier::Model, Denial> {
        owned(actor, &key.reference, reader).await
    }
}

/// Writing in one's own dossier; that it is still a draft is for the rules to say, in words.
pub struct EditDossier;

impl Policy for EditDossier {
    type Key = DossierKey;
    type Subject = dossier::Model;

    async fn admit(actor: &Actor, key: DossierKey, reader: &Reader, _: Instant) -> Result<dossier::Model, Denial> {
        owned(actor, &key.reference, reader).await
    }
}

/// Submitting one's own dossier. Sending it twice shows the same receipt twice.
pub struct Submit;

impl Policy for Submit {
    type Key = DossierKey;
    type Subject = dossier::Model;

    async fn admit(actor: &Actor, key: DossierKey, reader: &Reader, _: Instant) -> Result<dossier::Model, Denial> {
        owned(actor, &key.reference, reader).await
    }
}

/// Taking a file out of one's own dossier.
pub struct RemoveFile;

impl Policy for RemoveFile {
    type Key = FileKey;
    type Subject = (dossier::Model, dossier_file::Model);

    async fn admit(actor: &Actor, key: FileKey, reader: &Reader, _: Instant) -> Result<Self::Subject, Denial> {
        let dossier = owned(actor, &key.reference, reader).await?;
        let file = store::content::file(reader, dossier.id, key.file).await?.ok_or(Denial::NotFound)?;
        Ok((dossier, file))
    }
}

/// Reading a file: its owner's from the moment it is joined, staff's once the dossier is submitted.
pub struct ReadFile;

impl Policy for ReadFile {
    type Key = FileKey;
    type Subject = dossier_file::Model;

    async fn admit(actor: &Actor, key: FileKey, reader: &Reader, _: Instant) -> Result<dossier_file::Model, Denial> {
        let dossier = match owned(actor, &key.reference, reader).await {
            Err(Denial::NotFound) => visible(actor, &key.reference, reader).await?.dossier,
            owned => owned?,
        };
        store::content::file(reader, dossier.id, key.file).await?.ok_or(Denial::NotFound)
    }
}

/// Reading a submitted dossier, for those who work on its call.
pub struct ReviewDossier;

impl Policy for ReviewDossier {
    type Key = DossierKey;
    type Subject = ReviewedDossier;

    async fn admit(actor: &Actor, key: DossierKey, reader: &Reader, _: Instant) -> Result<ReviewedDossier, Denial> {
        visible(actor, &key.reference, reader).await
    }
}

/// Saying whether a submitted dossier is eligible.
pub struct CheckEligibility;

impl Policy for CheckEligibility {
    type Key = DossierKey;
    type Subject = ReviewedDossier;

    async fn admit(actor: &Actor, key: DossierKey, reader: &Reader, _: Instant) -> Result<ReviewedDossier, Denial> {
        let reviewed = visible(actor, &key.reference, reader).await?;
        if may_examine(actor, &reviewed) { Ok(reviewed) } else { Err(Denial::Forbidden) }
    }
}

/// Whether the actor may examine this dossier: what a page offers.
#[must_use]
pub fn may_examine(actor: &Actor, reviewed: &ReviewedDossier) -> bool {
    actor.holds(&EXAMINERS, &scopes(reviewed))
}

async fn owned(actor: &Actor, reference: &Reference, reader: &Reader) -> Result<dossier::Model, Denial> {
    let person = actor.person().ok_or(Denial::SignIn)?;
    let found = store::dossiers::by_reference(reader, reference).await?;
    found.filter(|dossier| dossier.owner_id == person).ok_or(Denial::NotFound)
}

/// A submitted dossier on which the actor works. A draft is its owner's alone.
async fn visible(actor: &Actor, reference: &Reference, reader: &Reader) -> Result<ReviewedDossier, Denial> {
    actor.person().ok_or(Denial::SignIn)?;
    let found = store::dossiers::with_wave(reader, reference).await?;
    let reviewed = found.map(|(dossier, wave)| ReviewedDossier { dossier, wave }).ok_or(Denial::NotFound)?;
    let is_submitted = reviewed.dossier.state != DossierState::Draft && reviewed.dossier.submitted_at.is_some();
    if is_submitted && actor.holds(&READERS, &scopes(&reviewed)) { Ok(reviewed) } else { Err(Denial::NotFound) }
}

fn scopes(reviewed: &ReviewedDossier) -> [Scope; 4] {
    [
        Scope::Site,
        Scope::Programme(reviewed.wave.programme_id),
        Scope::Call(reviewed.wave.call_id),
        Scope::Dossier(reviewed.dossier.id),
    ]
}

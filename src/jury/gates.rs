//! Who sits on a jury, and what they may read. Everything a juror reaches, they reach through their own seat and the
//! dossiers assigned to it, less those from which they stepped aside: what is left out does not exist for them.

use std::collections::BTreeMap;

use entity::{
    assignment, call, dossier, dossier_file, juror,
    values::{DossierFileId, Instant, PersonId, Reference, Role, WaveId},
    wave,
};

use super::{rules::interests, store};
use crate::{
    access::{Actor, Denial, Identity, Policy, Scope},
    db::Reader,
    dossiers,
};

/// A seat on the jury of a wave: taken, or offered and accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The call.
    pub call: call::Model,
    /// Its wave.
    pub wave: wave::Model,
    /// The seat, once it was taken.
    pub juror: Option<juror::Model>,
    /// Who asked the person.
    pub invited_by: PersonId,
}

/// One's seats: a signed-in person may have none.
pub struct MySeats;

impl Policy for MySeats {
    type Key = ();
    type Subject = Vec<Seat>;

    async fn admit(actor: &Actor, _: (), reader: &Reader, _: Instant) -> Result<Vec<Seat>, Denial> {
        let identity = actor.identity().ok_or(Denial::SignIn)?;
        let mut offered: BTreeMap<WaveId, (Option<juror::Model>, PersonId)> = BTreeMap::new();
        for invitation in store::seats::accepted_invitations(reader, &identity.email).await? {
            offered.extend(invitation.wave_id.map(|wave| (wave, (None, invitation.invited_by))));
        }
        for juror in store::seats::seats_of(reader, identity.person).await? {
            let invited_by = juror.invited_by;
            offered.insert(juror.wave_id, (Some(juror), invited_by));
        }
        let waves: Vec<WaveId> = offered.keys().copied().collect();
        let found = store::seats::waves(reader, &waves).await?;
        let seats = found.into_iter().filter(|(call, _)| still_sits(actor, call)).filter_map(|(call, wave)| {
            let (juror, invited_by) = offered.remove(&wave.id)?;
            Some(Seat { call, wave, juror, invited_by })
        });
        Ok(seats.collect())
    }
}

/// One's seat on the jury of this wave.
pub struct TakeSeat;

impl Policy for TakeSeat {
    type Key = Reference;
    type Subject = Seat;

    async fn admit(actor: &Actor, key: Reference, reader: &Reader, _: Instant) -> Result<Seat, Denial> {
        let identity = actor.identity().ok_or(Denial::SignIn)?;
        let (call, wave) = store::seats::wave(reader, &key).await?.ok_or(Denial::NotFound)?;
        if !still_sits(actor, &call) {
            return Err(Denial::NotFound);
        }
        let juror = store::seats::seat(reader, wave.id, identity.person).await?;
        let invited_by = match &juror {
            Some(juror) => juror.invited_by,
            None => invited_by(identity, &wave, reader).await?.ok_or(Denial::NotFound)?,
        };
        Ok(Seat { call, wave, juror, invited_by })
    }
}

async fn invited_by(identity: &Identity, wave: &wave::Model, reader: &Reader) -> Result<Option<PersonId>, Denial> {
    let accepted = store::seats::accepted_invitations(reader, &identity.email).await?;
    Ok(accepted.into_iter().find(|invitation| invitation.wave_id == Some(wave.id)).map(|invitation| invitation.invited_by))
}

/// A dossier that one was given to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignedDossier {
    /// The call.
    pub call: call::Model,
    /// Its wave.
    pub wave: wave::Model,
    /// The dossier.
    pub dossier: dossier::Model,
    /// One's seat.
    pub juror: juror::Model,
    /// The assignment.
    pub assignment: assignment::Model,
}

/// Reading and judging a dossier assigned to oneself.
pub struct JudgeDossier;

impl Policy for JudgeDossier {
    type Key = Reference;
    type Subject = AssignedDossier;

    async fn admit(actor: &Actor, key: Reference, reader: &Reader, _: Instant) -> Result<AssignedDossier, Denial> {
        assigned(actor, &key, reader).await
    }
}

/// A file of a dossier assigned to oneself. What the antivirus refuses is never kept.
pub struct ReadAssignedFile;

impl Policy for ReadAssignedFile {
    type Key = (Reference, DossierFileId);
    type Subject = dossier_file::Model;

    async fn admit(actor: &Actor, (dossier, file): Self::Key, reader: &Reader, _: Instant) -> Result<Self::Subject, Denial> {
        let assigned = assigned(actor, &dossier, reader).await?;
        dossiers::actions::file_of(reader, assigned.dossier.id, file).await?.ok_or(Denial::NotFound)
    }
}

async fn assigned(actor: &Actor, key: &Reference, reader: &Reader) -> Result<AssignedDossier, Denial> {
    let person = actor.person().ok_or(Denial::SignIn)?;
    let (dossier, juror, assignment) = store::assignments::of_dossier(reader, key, person).await?.ok_or(Denial::NotFound)?;
    if !interests::covers(juror.interests_declared_at, dossier.submitted_at) {
        return Err(Denial::NotFound);
    }
    let (call, wave) = store::seats::waves(reader, &[dossier.wave_id]).await?.pop().ok_or(Denial::NotFound)?;
    if still_sits(actor, &call) { Ok(AssignedDossier { call, wave, dossier, juror, assignment }) } else { Err(Denial::NotFound) }
}

/// Whether the role still holds: removing it closes every dossier.
fn still_sits(actor: &Actor, call: &call::Model) -> bool {
    actor.holds(&[Role::Juror], &[Scope::Site, Scope::Programme(call.programme_id), Scope::Call(call.id)])
}

//! Giving dossiers to jurors.

use std::collections::BTreeSet;

use serde_json::json;

use super::{
    super::{
        rules::{Obstacle, Refusal, proposal::Pair},
        store,
    },
    JuryError,
    room::{ReadBy, jury_room},
    seats::author,
};
use crate::{
    access::Permit,
    calls::gates::ManageWave,
    db::Tx,
    journal::{self, Event, EventKind, Subject},
};

/// What changes in who reads what. Pairs that are as asked already stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Dossiers to give.
    pub give: BTreeSet<Pair>,
    /// Dossiers to take back.
    pub take_back: BTreeSet<Pair>,
}

/// Changes who reads what, all or nothing.
///
/// # Errors
/// [`Refusal::Assignment`] names the first pair that cannot be.
pub async fn assign(tx: &Tx, permit: &Permit<ManageWave>, changes: &Changes) -> Result<(), JuryError> {
    let wave = &permit.wave;
    store::assignments::lock_seats(tx, wave.id).await?;
    let room = jury_room(tx, wave.id).await?;

    let mut given = Vec::new();
    for &(dossier, juror) in changes.give.iter().filter(|(dossier, juror)| room.reading(*dossier, *juror).is_none()) {
        if let Some(why) = room.barrier(dossier, juror) {
            return Err(Refusal::Assignment { dossier, juror, why }.into());
        }
        given.push((dossier, juror));
    }

    let mut taken_back = Vec::new();
    for &(dossier, juror) in &changes.take_back {
        match room.reading(dossier, juror) {
            Some(ReadBy { review: Some(_), .. }) => {
                return Err(Refusal::Assignment { dossier, juror, why: Obstacle::ReviewBegun }.into());
            }
            Some(ReadBy { assignment, review: None }) => taken_back.push((assignment.id, (dossier, juror))),
            None => {}
        }
    }

    store::assignments::insert(tx, wave.id, &given, author(tx)?).await?;
    let ids: Vec<_> = taken_back.iter().map(|(id, _)| *id).collect();
    store::assignments::remove(tx, &ids).await?;
    for (dossier, juror) in given {
        let event = Event::new(EventKind::DossierAssigned, Subject::Dossier(dossier)).in_programme(wave.programme_id);
        journal::record(tx, event.after(&json!({ "juror": juror }))).await?;
    }
    for (_, (dossier, juror)) in taken_back {
        let event = Event::new(EventKind::AssignmentRemoved, Subject::Dossier(dossier)).in_programme(wave.programme_id);
        journal::record(tx, event.before(&json!({ "juror": juror }))).await?;
    }
    Ok(())
}

//! Giving dossiers to jurors.

use std::collections::BTreeSet;

use entity::values::{DossierId, JurorId};
use serde_json::json;

use super::{
    super::{
        rules::{Obstacle, Refusal, interests, proposal::Pair},
        store,
    },
    JuryError,
    seats::author,
};
use crate::{
    access::Permit,
    calls::gates::ManageWave,
    db::Tx,
    dossiers,
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
    let seats = store::assignments::lock_seats(tx, wave.id).await?;
    let judged = dossiers::actions::judged_dossiers(tx, wave.id).await?;
    let recused: BTreeSet<Pair> =
        store::seats::recusals(tx, wave.id).await?.into_iter().map(|recusal| (recusal.dossier_id, recusal.juror_id)).collect();
    let assigned = store::assignments::of_wave(tx, wave.id).await?;
    let pair_of = |dossier: DossierId, juror: JurorId| {
        assigned.iter().find(|(assignment, _)| (assignment.dossier_id, assignment.juror_id) == (dossier, juror))
    };

    let mut given = Vec::new();
    for &(dossier, juror) in changes.give.iter().filter(|(dossier, juror)| pair_of(*dossier, *juror).is_none()) {
        let refuse = |why| Refusal::Assignment { dossier, juror, why };
        let seat = seats.iter().find(|seat| seat.id == juror).ok_or(refuse(Obstacle::NotAMember))?;
        let subject = judged.iter().find(|candidate| candidate.dossier.id == dossier).ok_or(refuse(Obstacle::NotJudged))?;
        if recused.contains(&(dossier, juror)) {
            return Err(refuse(Obstacle::Recused).into());
        }
        if !interests::covers(seat.interests_declared_at, subject.dossier.submitted_at) {
            return Err(refuse(Obstacle::InterestsUndeclared).into());
        }
        given.push((dossier, juror));
    }

    let mut taken_back = Vec::new();
    for &(dossier, juror) in &changes.take_back {
        match pair_of(dossier, juror) {
            Some((_, Some(_))) => return Err(Refusal::Assignment { dossier, juror, why: Obstacle::ReviewBegun }.into()),
            Some((assignment, None)) => taken_back.push((assignment.id, (dossier, juror))),
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

//! The jury of a wave, as those who run it see it.

use std::collections::BTreeMap;

use entity::{
    assignment, juror, person, recusal,
    values::{DossierId, JurorId, ReviewState, WaveId},
};

use super::super::{
    rules::{
        Obstacle,
        interests::{self, Link},
        proposal::{Jury, Pair},
    },
    store,
};
use crate::{
    db::{Source, StoreError},
    dossiers::{self, Candidate, rules::parties::Parties},
};

/// Who reads a dossier, and how far they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadBy {
    /// The assignment.
    pub assignment: assignment::Model,
    /// The review's state; absent when it was not begun.
    pub review: Option<ReviewState>,
}

impl ReadBy {
    /// Whether the review was handed in.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.review == Some(ReviewState::Submitted)
    }
}

/// What a member has to read, and how far they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// How many dossiers they were given.
    pub assigned: usize,
    /// How many of their reviews were handed in.
    pub done: usize,
    /// From how many they stepped aside.
    pub recusals: usize,
}

/// The jury of a wave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JuryRoom {
    /// The members, by name.
    pub members: Vec<(juror::Model, person::Model)>,
    /// The dossiers that they judge, in order.
    pub dossiers: Vec<Candidate>,
    /// Who reads what.
    pub readings: BTreeMap<Pair, ReadBy>,
    /// Who stepped aside from what.
    pub recusals: BTreeMap<Pair, recusal::Model>,
    /// Who has a hand in which dossier.
    pub parties: Parties,
    seats: BTreeMap<JurorId, usize>,
    places: BTreeMap<DossierId, usize>,
}

impl JuryRoom {
    /// What each member has to read; a member who has nothing, and never stepped aside, is absent.
    #[must_use]
    pub fn loads(&self) -> BTreeMap<JurorId, Load> {
        let mut loads: BTreeMap<JurorId, Load> = BTreeMap::new();
        for ((_, juror), reading) in &self.readings {
            let load = loads.entry(*juror).or_default();
            load.assigned += 1;
            load.done += usize::from(reading.is_done());
        }
        for (_, juror) in self.recusals.keys() {
            loads.entry(*juror).or_default().recusals += 1;
        }
        loads
    }

    /// How this member reads this dossier, if they do.
    #[must_use]
    pub fn reading(&self, dossier: DossierId, juror: JurorId) -> Option<&ReadBy> {
        self.readings.get(&(dossier, juror))
    }

    /// A member of this jury.
    #[must_use]
    pub fn member(&self, juror: JurorId) -> Option<&(juror::Model, person::Model)> {
        self.seats.get(&juror).and_then(|seat| self.members.get(*seat))
    }

    /// A dossier that this jury judges.
    #[must_use]
    pub fn dossier(&self, dossier: DossierId) -> Option<&Candidate> {
        self.places.get(&dossier).and_then(|place| self.dossiers.get(*place))
    }

    /// Why this dossier cannot be given to this juror, if it cannot.
    #[must_use]
    pub fn barrier(&self, dossier: DossierId, juror: JurorId) -> Option<Obstacle> {
        let Some((seat, person)) = self.member(juror) else { return Some(Obstacle::NotAMember) };
        let Some(candidate) = self.dossier(dossier) else { return Some(Obstacle::NotJudged) };
        interests::barrier(Link {
            has_a_hand: self.parties.include(dossier, person.id),
            is_recused: self.recusals.contains_key(&(dossier, juror)),
            declared_at: seat.interests_declared_at,
            submitted_at: candidate.dossier.submitted_at,
        })
    }

    /// What there is to share between the members.
    #[must_use]
    pub fn to_share(&self) -> Jury {
        let dossiers: Vec<DossierId> = self.dossiers.iter().map(|candidate| candidate.dossier.id).collect();
        let jurors: Vec<JurorId> = self.members.iter().map(|(juror, _)| juror.id).collect();
        let pairs = dossiers.iter().flat_map(|dossier| jurors.iter().map(|juror| (*dossier, *juror)));
        let barred = pairs.filter(|(dossier, juror)| self.barrier(*dossier, *juror).is_some()).collect();
        Jury { barred, kept: self.readings.keys().copied().collect(), dossiers, jurors }
    }

    /// How many reviews of each dossier are still to come; a dossier that lacks none is absent.
    #[must_use]
    pub fn missing(&self) -> BTreeMap<DossierId, usize> {
        let mut missing = BTreeMap::new();
        for ((dossier, _), _) in self.readings.iter().filter(|(_, reading)| !reading.is_done()) {
            *missing.entry(*dossier).or_default() += 1;
        }
        missing
    }

    /// How many reviews were handed in.
    #[must_use]
    pub fn done(&self) -> usize {
        self.readings.values().filter(|reading| reading.is_done()).count()
    }
}

/// The jury of a wave, in a constant number of queries.
///
/// # Errors
/// When the database fails.
pub async fn jury_room(db: &impl Source, wave: WaveId) -> Result<JuryRoom, StoreError> {
    let members = store::seats::members(db, wave).await?;
    let dossiers = dossiers::actions::judged_dossiers(db, wave).await?;
    let readings = store::assignments::of_wave(db, wave).await?.into_iter().map(|(assignment, review)| {
        let pair = (assignment.dossier_id, assignment.juror_id);
        (pair, ReadBy { assignment, review: review.map(|review| review.state) })
    });
    let recusals = store::seats::recusals(db, wave).await?;
    Ok(JuryRoom {
        seats: members.iter().enumerate().map(|(seat, (juror, _))| (juror.id, seat)).collect(),
        places: dossiers.iter().enumerate().map(|(place, candidate)| (candidate.dossier.id, place)).collect(),
        readings: readings.collect(),
        recusals: recusals.into_iter().map(|recusal| ((recusal.dossier_id, recusal.juror_id), recusal)).collect(),
        parties: dossiers::actions::parties(db, wave).await?,
        members,
        dossiers,
    })
}

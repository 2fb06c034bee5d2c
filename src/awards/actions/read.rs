//! The ranking, and the decision as it stands.

use std::collections::BTreeMap;

use entity::{
    award, decision,
    values::{AwardOutcome, DossierId, Money},
    wave,
};

use super::super::{
    rules::ranking::{self, Contender, Funding, Ranked},
    store,
};
use crate::{
    db::{Source, StoreError},
    dossiers::{Candidate, rules::parties::Parties},
    jury::{self, actions::Marks},
};

/// The decision on a wave as it stands: a draft, signed or published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreparedDecision {
    /// The decision.
    pub decision: decision::Model,
    /// What it says of each dossier.
    pub awards: BTreeMap<DossierId, award::Model>,
}

/// A dossier in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankedDossier {
    /// Its place, from 1; equals share theirs.
    pub rank: i32,
    /// The dossier and its structure.
    pub candidate: Candidate,
    /// Its marks; absent when nobody judged it.
    pub marks: Option<Marks>,
    /// How many reviews are still to come.
    pub missing_reviews: usize,
    /// What the decision says of it, once one was prepared.
    pub award: Option<award::Model>,
    /// What is proposed: what the draft says, or what was asked while it says nothing. `None` when it is not to be funded.
    pub proposed: Option<Money>,
}

/// The ranking of a wave, with the decision if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    /// The dossiers, from the first.
    pub rows: Vec<RankedDossier>,
    /// What each row comes to with those above it, and where the envelope ends.
    pub funding: Funding,
    /// The decision, if one was prepared.
    pub prepared: Option<PreparedDecision>,
    /// Who has a hand in which dossier.
    pub parties: Parties,
}

impl Ranking {
    /// How many reviews are still to come.
    #[must_use]
    pub fn missing_reviews(&self) -> usize {
        self.rows.iter().map(|row| row.missing_reviews).sum()
    }

    /// What the decision awards in all, as far as it was prepared.
    #[must_use]
    pub fn awarded(&self) -> Money {
        let awards = self.rows.iter().filter_map(|row| row.award.as_ref());
        // A sum that no amount can hold is past any envelope.
        Money::sum(awards.map(|award| award.amount)).unwrap_or(Money::from_cents(i64::MAX))
    }

    /// How many dossiers the decision says nothing of yet.
    #[must_use]
    pub fn unprepared(&self) -> usize {
        self.rows.iter().filter(|row| row.award.is_none()).count()
    }
}

/// The decision on a wave, if one was prepared.
///
/// # Errors
/// When the database fails.
pub async fn decision_of(db: &impl Source, wave: &wave::Model) -> Result<Option<PreparedDecision>, StoreError> {
    let Some(decision) = store::reading::decision(db, wave.id).await? else { return Ok(None) };
    let awards = store::reading::awards(db, decision.id).await?;
    Ok(Some(PreparedDecision { awards: awards.into_iter().map(|award| (award.dossier_id, award)).collect(), decision }))
}

/// The ranking of a wave and its funding line, in a constant number of queries.
///
/// # Errors
/// When the database fails.
pub async fn ranking(db: &impl Source, wave: &wave::Model) -> Result<Ranking, StoreError> {
    let room = jury::actions::jury_room(db, wave.id).await?;
    let mut marks = jury::actions::standings(db, wave.id).await?;
    let prepared = decision_of(db, wave).await?;
    let missing = room.missing();

    let contenders = room.dossiers.iter().map(|candidate| Contender {
        dossier: candidate.clone(),
        reference: candidate.dossier.reference.clone(),
        standing: marks.get(&candidate.dossier.id).map(|marks| marks.standing.clone()),
    });
    let rows: Vec<RankedDossier> = ranking::rank(contenders.collect())
        .into_iter()
        .map(|Ranked { rank, contender }| {
            let id = contender.dossier.dossier.id;
            let award = prepared.as_ref().and_then(|prepared| prepared.awards.get(&id)).cloned();
            RankedDossier {
                rank,
                marks: marks.remove(&id),
                missing_reviews: missing.get(&id).copied().unwrap_or(0),
                proposed: proposed(award.as_ref(), contender.dossier.dossier.aid_requested),
                award,
                candidate: contender.dossier,
            }
        })
        .collect();
    let proposals: Vec<(i32, Option<Money>)> = rows.iter().map(|row| (row.rank, row.proposed)).collect();
    Ok(Ranking { funding: ranking::draw_line(wave.envelope, &proposals), rows, prepared, parties: room.parties })
}

/// What the decision says; until it says something of a dossier, what it asks.
fn proposed(award: Option<&award::Model>, asked: Money) -> Option<Money> {
    match award {
        Some(award) => (award.outcome == AwardOutcome::Laureate).then_some(award.amount),
        None => Some(asked),
    }
}

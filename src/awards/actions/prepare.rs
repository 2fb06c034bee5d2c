//! Preparing a decision.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    decision,
    values::{AwardOutcome, DossierId, Instant},
    wave,
};
use serde_json::json;

use super::{
    super::{
        rules::{
            Refusal,
            decision::{self as rules, Step},
            proposal::{AidLimits, Proposal, Request, flaw},
        },
        store::{self, decisions::NewAward},
    },
    AwardError, Ranking, ranking,
};
use crate::{
    access::Permit,
    calls::{WaveState, gates::ManageWave, state_at},
    db::{StoreError, Tx},
    journal::{self, Event, EventKind, Subject},
};

/// A decision as it is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The version that its author read; 0 when nothing was prepared yet.
    pub version: i32,
    /// What is proposed, for some dossiers of the ranking or for all: the others keep what was proposed for them.
    pub proposals: BTreeMap<DossierId, Proposal>,
}

/// Prepares the decision of a wave, or part of it, or prepares it anew. A draft may exceed the envelope: it cannot be signed then.
///
/// # Errors
/// [`StoreError::Stale`] when it was prepared on an older version; [`Refusal::StillOpen`], [`Refusal::NotTheseDossiers`],
/// [`Refusal::Flawed`], [`Refusal::AlreadySigned`].
pub async fn prepare(tx: &Tx, permit: &Permit<ManageWave>, draft: Draft) -> Result<decision::Model, AwardError> {
    let wave = &permit.wave;
    check_closed(wave, tx.at())?;
    let decision = store::decisions::for_update(tx, wave.id).await?;
    rules::next(decision.state, Step::Prepare)?;
    if decision.version != draft.version {
        return Err(StoreError::Stale.into());
    }
    let ranking = ranking(tx, wave).await?;
    check_ranked(&ranking, draft.proposals.keys())?;
    check_proposals(wave, &ranking, &draft.proposals)?;

    let laureates = draft.proposals.values().filter(|proposal| proposal.outcome == AwardOutcome::Laureate).count();
    let prepared = json!({ "dossiers": draft.proposals.len(), "laureates": laureates });
    store::decisions::rewrite(tx, &decision, &awards_of(&ranking, draft.proposals), &no_longer_ranked(&ranking)).await?;
    let event = Event::new(EventKind::DecisionPrepared, Subject::Decision(decision.id)).in_programme(wave.programme_id);
    journal::record(tx, event.after(&prepared)).await?;
    Ok(store::decisions::reload(tx, decision.id).await?)
}

/// Nothing is decided while dossiers may still come in.
pub(super) fn check_closed(wave: &wave::Model, now: Instant) -> Result<(), Refusal> {
    match state_at(wave, now) {
        WaveState::Closed => Ok(()),
        WaveState::Draft | WaveState::Announced | WaveState::Open => Err(Refusal::StillOpen(wave.closes_at)),
    }
}

/// What is proposed is proposed for dossiers of the ranking.
fn check_ranked<'a>(ranking: &Ranking, decided: impl Iterator<Item = &'a DossierId>) -> Result<(), Refusal> {
    let foreign: Vec<DossierId> = decided.copied().collect::<BTreeSet<_>>().difference(&ranked(ranking)).copied().collect();
    if ranking.rows.is_empty() {
        Err(Refusal::NothingToDecide)
    } else if foreign.is_empty() {
        Ok(())
    } else {
        Err(Refusal::NotTheseDossiers(foreign))
    }
}

/// The dossiers of which the draft still speaks although they left the ranking.
fn no_longer_ranked(ranking: &Ranking) -> Vec<DossierId> {
    let ranked = ranked(ranking);
    let spoken_of = ranking.prepared.iter().flat_map(|prepared| prepared.awards.keys());
    spoken_of.filter(|dossier| !ranked.contains(dossier)).copied().collect()
}

fn ranked(ranking: &Ranking) -> BTreeSet<DossierId> {
    ranking.rows.iter().map(|row| row.candidate.dossier.id).collect()
}

/// A decision that is signed speaks of every dossier of the ranking, and of no other.
pub(super) fn check_dossiers<'a>(ranking: &Ranking, decided: impl Iterator<Item = &'a DossierId>) -> Result<(), Refusal> {
    let decided: BTreeSet<DossierId> = decided.copied().collect();
    let ranked = ranked(ranking);
    if ranked.is_empty() {
        return Err(Refusal::NothingToDecide);
    }
    let wrong: Vec<DossierId> = ranked.symmetric_difference(&decided).copied().collect();
    if wrong.is_empty() { Ok(()) } else { Err(Refusal::NotTheseDossiers(wrong)) }
}

pub(super) fn check_proposals(
    wave: &wave::Model,
    ranking: &Ranking,
    proposals: &BTreeMap<DossierId, Proposal>,
) -> Result<(), Refusal> {
    let limits = AidLimits { min: wave.min_aid, max: wave.max_aid, max_rate: wave.max_aid_rate };
    let flaws = ranking.rows.iter().filter_map(|row| {
        let dossier = &row.candidate.dossier;
        let asked = Request { expenses: dossier.expenses, aid: dossier.aid_requested };
        Some((dossier.id, flaw(proposals.get(&dossier.id)?, asked, limits)?))
    });
    let flaws: Vec<_> = flaws.collect();
    if flaws.is_empty() { Ok(()) } else { Err(Refusal::Flawed(flaws)) }
}

fn awards_of(ranking: &Ranking, mut proposals: BTreeMap<DossierId, Proposal>) -> Vec<NewAward> {
    let awards = ranking.rows.iter().filter_map(|row| {
        let dossier = row.candidate.dossier.id;
        let Proposal { outcome, amount, reasons } = proposals.remove(&dossier)?;
        Some(NewAward { dossier, rank: row.rank, outcome, amount, reasons })
    });
    awards.collect()
}

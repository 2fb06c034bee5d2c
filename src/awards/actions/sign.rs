//! Signing a decision: the awards are committed in the same transaction, all or none.

use std::collections::BTreeMap;

use entity::{
    award, decision,
    values::{AwardOutcome, BudgetLineId, DossierId, Fingerprint, PersonId, Reference},
    wave,
};
use serde_json::json;

use super::{
    super::{
        gates::SignDecision,
        rules::{
            Refusal,
            decision::{self as rules, SignedAward, SignedBy, Step},
            proposal::Proposal,
        },
        store::{self, decisions::Signed},
    },
    AwardError, Ranking,
    prepare::{check_closed, check_dossiers, check_proposals},
    ranking,
};
use crate::{
    access::Permit,
    budget::{self, actions::NewCommitment},
    db::{StoreError, Tx},
    dossiers::{self, Candidate},
    journal::{self, Event, EventKind, Subject},
};

/// A signature about to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The version of the decision that the signatory read.
    pub version: i32,
    /// In what capacity they sign: « responsable du programme ».
    pub capacity: String,
    /// The form's key: sent twice, it is one signature.
    pub key: String,
}

/// Signs the decision of a wave: every laureate's aid is committed on the wave's line, every dossier gets its outcome.
///
/// # Errors
/// [`StoreError::Stale`] when the decision changed since it was read; [`Refusal::OverEnvelope`] and the other refusals;
/// those of the ledger and of dossiers. Nothing is kept then, provided that the transaction is dropped.
pub async fn sign(tx: &Tx, permit: &Permit<SignDecision>, signature: &Signature) -> Result<decision::Model, AwardError> {
    let wave = &permit.wave;
    let decision = store::decisions::locked(tx, wave.id).await?.ok_or(Refusal::NotPrepared)?;
    if decision.idempotency_key.as_deref() == Some(signature.key.as_str()) {
        return Ok(decision);
    }
    rules::next(decision.state, Step::Sign)?;
    if decision.version != signature.version {
        return Err(StoreError::Stale.into());
    }
    let signatory = permit.actor().identity().ok_or_else(|| StoreError::Fault("a signature needs a signatory".to_owned()))?;
    let signed_by = SignedBy { name: signatory.name.clone(), capacity: rules::capacity(&signature.capacity)?, at: tx.at() };
    // Held first: no review comes in, and no juror steps aside, between the ranking that is read here and what is signed.
    dossiers::actions::hold_judged(tx, wave.id).await?;
    let awards = checked_awards(tx, wave, &decision, signatory.person).await?;

    let line = budget::actions::line_by_code(tx, wave.reference.as_str()).await?.ok_or(Refusal::NoBudgetLine)?;
    for (award, candidate) in &awards {
        if award.outcome == AwardOutcome::Laureate {
            commit(tx, wave, line.id, award, candidate).await?;
        }
    }
    for outcome in AwardOutcome::ALL {
        let of_outcome = awards.iter().filter(|(award, _)| award.outcome == *outcome).map(|(award, _)| award.dossier_id);
        dossiers::actions::record_outcome(tx, &of_outcome.collect::<Vec<_>>(), *outcome).await?;
    }

    let signed = Signed { person: signatory.person, by: &signed_by, key: &signature.key };
    store::decisions::sign(tx, &decision, signed).await?;

    let traces = awards.iter().map(|award| trace(&signed_by, award)).collect::<Result<Vec<_>, _>>()?;
    let signed = json!({ "signatory": signed_by.name, "capacity": signed_by.capacity, "awards": traces });
    let event = Event::new(EventKind::DecisionSigned, Subject::Decision(decision.id)).in_programme(wave.programme_id);
    journal::record(tx, event.after(&signed)).await?;
    Ok(store::decisions::reload(tx, decision.id).await?)
}

/// What the decision says of each dossier, once nothing stands in the way of signing it.
async fn checked_awards(
    tx: &Tx,
    wave: &wave::Model,
    decision: &decision::Model,
    by: PersonId,
) -> Result<Vec<(award::Model, Candidate)>, AwardError> {
    check_closed(wave, tx.at())?;
    let unexamined = store::reading::unexamined(tx, wave.id).await?;
    if unexamined > 0 {
        return Err(Refusal::Unexamined(unexamined).into());
    }
    let awards = store::reading::awards(tx, decision.id).await?;
    let ranking = ranking(tx, wave).await?;
    rules::impartial(&ranking.parties, by)?;
    check_dossiers(&ranking, awards.iter().map(|award| &award.dossier_id))?;
    let proposals: BTreeMap<DossierId, Proposal> = awards
        .iter()
        .map(|award| {
            (award.dossier_id, Proposal { outcome: award.outcome, amount: award.amount, reasons: award.reasons.clone() })
        })
        .collect();
    check_proposals(wave, &ranking, &proposals)?;
    rules::within(wave.envelope, awards.iter().map(|award| award.amount))?;
    in_their_places(ranking)
}

/// The awards with their dossiers, provided that each still has the rank at which it was decided.
fn in_their_places(ranking: Ranking) -> Result<Vec<(award::Model, Candidate)>, AwardError> {
    let awards = ranking.rows.into_iter().map(|row| match row.award {
        Some(award) if award.rank == row.rank => Ok((award, row.candidate)),
        Some(_) | None => Err(Refusal::RankingChanged.into()),
    });
    awards.collect()
}

/// What the journal keeps of an award: enough to tell a sheet that was tampered with.
fn trace(signed_by: &SignedBy, (award, candidate): &(award::Model, Candidate)) -> Result<serde_json::Value, StoreError> {
    let dossier = &candidate.dossier.reference;
    let fingerprint = fingerprint_of(dossier, award, signed_by)?.to_string();
    Ok(json!({ "dossier": dossier, "outcome": award.outcome, "amount": award.amount, "fingerprint": fingerprint }))
}

/// The fingerprint of what was signed on one dossier.
///
/// # Errors
/// [`StoreError::Fault`] when what was signed cannot be written as JSON.
pub fn fingerprint_of(dossier: &Reference, award: &award::Model, signed_by: &SignedBy) -> Result<Fingerprint, StoreError> {
    let signed = SignedAward {
        dossier,
        outcome: award.outcome,
        amount: award.amount,
        reasons: &award.reasons,
        signatory: &signed_by.name,
        capacity: &signed_by.capacity,
        signed_at: signed_by.at,
    };
    rules::fingerprint(&signed).map_err(|error| StoreError::Fault(error.to_string()))
}

async fn commit(
    tx: &Tx,
    wave: &wave::Model,
    line: BudgetLineId,
    award: &award::Model,
    candidate: &Candidate,
) -> Result<(), AwardError> {
    let commitment = NewCommitment {
        line,
        year: wave.fiscal_year,
        reference: candidate.dossier.reference.clone(),
        beneficiary: candidate.organisation.id,
        label: candidate.dossier.title.clone(),
        amount: award.amount,
    };
    let commitment = budget::actions::commit(tx, commitment).await?;
    Ok(store::decisions::tie(tx, award.id, commitment).await?)
}

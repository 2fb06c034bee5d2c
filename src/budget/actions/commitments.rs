//! Money set aside for a wave, then promised to its laureates.

use entity::values::{Book, BudgetLineId, CommitmentId, EntryId, Journal, Money, OrganisationId, Reference, Stage, Year};

use super::{
    super::{Refusal, store},
    BudgetError, lines,
    posting::{Account, Leg, Movement, post},
};
use crate::{db::Tx, journal::EventKind};

/// The envelope of a wave, set aside.
#[derive(Clone, Debug)]
pub struct Reservation {
    /// The line that gives: that of the action.
    pub from: BudgetLineId,
    /// The code of the wave's own line, which is the wave's reference.
    pub code: String,
    /// How the wave's line is shown.
    pub label: String,
    /// The fiscal year.
    pub year: Year,
    /// The envelope, more than zero.
    pub amount: Money,
    /// Why, in a sentence.
    pub reason: String,
}

/// Money promised to one beneficiary.
#[derive(Clone, Debug)]
pub struct NewCommitment {
    /// The wave's line.
    pub line: BudgetLineId,
    /// The fiscal year of the wave's envelope.
    pub year: Year,
    /// As people will cite it.
    pub reference: Reference,
    /// Who will receive the money.
    pub beneficiary: OrganisationId,
    /// What it pays for.
    pub label: String,
    /// How much, more than zero.
    pub amount: Money,
}

/// Sets the envelope of a wave aside: AE available to its action become reserved on the wave's own line. Whoever publishes
/// the wave was admitted to do so by the calls' own policy.
///
/// # Errors
/// [`Refusal::Insufficient`] when the action does not have that much, [`Refusal::CodeTaken`], [`Refusal::NoSuchLine`].
pub async fn reserve(tx: &Tx, reservation: Reservation) -> Result<EntryId, BudgetError> {
    let action = store::line(tx, reservation.from).await?.ok_or(Refusal::NoSuchLine)?;
    let wave = lines::wave_line(tx, &action, &reservation.code, reservation.label).await?;
    let account = |line, stage| Account { line, book: Book::Ae, year: reservation.year, stage, commitment: None };
    let leg = Leg { from: account(&action, Stage::Available), to: account(&wave, Stage::Reserved), amount: reservation.amount };
    post(tx, Movement::one(Journal::Reservation, EventKind::EnvelopeReserved, leg, reservation.reason)).await
}

/// Promises part of a wave's envelope to a beneficiary. Whoever signs the decision was admitted to do so by the awards'
/// own policy.
///
/// # Errors
/// [`Refusal::Insufficient`] when the envelope does not hold that much, [`Refusal::CommittedAlready`],
/// [`Refusal::NoSuchLine`].
pub async fn commit(tx: &Tx, new: NewCommitment) -> Result<CommitmentId, BudgetError> {
    let wave = store::line(tx, new.line).await?.ok_or(Refusal::NoSuchLine)?;
    if store::commitment_by_reference(tx, &new.reference).await?.is_some() {
        return Err(Refusal::CommittedAlready(new.reference.to_string()).into());
    }
    let commitment = store::insert_commitment(tx, wave.id, &new.reference, new.beneficiary, &new.label).await?;
    let account = |stage, commitment| Account { line: &wave, book: Book::Ae, year: new.year, stage, commitment };
    let leg = Leg { from: account(Stage::Reserved, None), to: account(Stage::Committed, Some(commitment)), amount: new.amount };
    let reason = format!("{} : {}", new.reference, new.label);
    let movement = Movement::one(Journal::Commitment, EventKind::AidCommitted, leg, reason);
    post(tx, Movement { document: Some(new.reference.to_string()), ..movement }).await?;
    Ok(commitment)
}

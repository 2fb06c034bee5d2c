//! Money set aside for a wave, then promised to its laureates.

use entity::values::{Book, BudgetLineId, CommitmentId, EntryId, Journal, Money, OrganisationId, Reference, Stage, Year};

use super::{
    super::{
        Refusal,
        gates::{Decommit, PromisedMoney},
        rules::payment,
        store,
    },
    BudgetError,
    credits::given_back_as,
    lines,
    payments::standing,
    posting::{Account, Leg, Movement, post},
};
use crate::{access::Permit, db::Tx, journal::EventKind};

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

/// Part of a promise taken back.
#[derive(Clone, Debug)]
pub struct Decommitment {
    /// How much, more than zero.
    pub amount: Money,
    /// Why, in a sentence.
    pub reason: String,
    /// The form's key: the same one twice counts once.
    pub key: Option<String>,
}

/// Takes back part of a promise (« désengagement »): what was not certified becomes available to the line above the wave's, or lapses once its year is closed.
///
/// # Errors
/// [`Refusal::BeyondCommitment`] with what is left, [`Refusal::NotPositive`], [`Refusal::RecordedOtherwise`].
pub async fn decommit(tx: &Tx, permit: &Permit<Decommit>, taken: Decommitment) -> Result<EntryId, BudgetError> {
    let PromisedMoney { commitment, line, .. } = permit.subject();
    store::lock_commitment(tx, commitment.id).await?;
    let held = store::promised(tx, commitment.id).await?.into_iter().next().ok_or(Refusal::NoSuchLine)?;
    if !store::is_recorded(tx, taken.key.as_deref()).await? {
        payment::decommit(standing(tx, commitment.id).await?, taken.amount)?;
    }
    let action = store::parent(tx, line).await?.ok_or(Refusal::NoSuchLine)?;
    let (book, year) = (Book::Ae, held.year);
    let leg = Leg {
        from: Account { line, book, year, stage: Stage::Committed, commitment: Some(commitment.id) },
        to: Account { line: &action, book, year, stage: given_back_as(tx, line, year).await?, commitment: None },
        amount: taken.amount,
    };
    let movement = Movement::one(Journal::Commitment, EventKind::AidDecommitted, leg, taken.reason);
    post(tx, Movement { document: Some(commitment.reference.to_string()), key: taken.key, ..movement }).await
}

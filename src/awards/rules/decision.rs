//! A decision: prepared, signed, published.

use entity::values::{AwardOutcome, DecisionState, DossierId, Fingerprint, Instant, Money, PersonId, Reference};

use super::Refusal;
use crate::dossiers::rules::parties::Parties;

/// What happens to a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// What it proposes is changed.
    Prepare,
    /// It is signed: its awards are committed.
    Sign,
    /// It is made known to candidates and to the public.
    Publish,
}

impl Step {
    /// Every step, in the order in which they come.
    pub const ALL: [Self; 3] = [Self::Prepare, Self::Sign, Self::Publish];
}

/// The state that follows.
///
/// # Errors
/// Why the step cannot be taken from there.
pub fn next(state: DecisionState, step: Step) -> Result<DecisionState, Refusal> {
    match (state, step) {
        (DecisionState::Draft, Step::Prepare) => Ok(DecisionState::Draft),
        (DecisionState::Draft, Step::Sign) => Ok(DecisionState::Signed),
        (DecisionState::Draft, Step::Publish) => Err(Refusal::NotSigned),
        (DecisionState::Signed, Step::Publish) => Ok(DecisionState::Published),
        (DecisionState::Signed | DecisionState::Published, Step::Prepare | Step::Sign) => Err(Refusal::AlreadySigned),
        (DecisionState::Published, Step::Publish) => Err(Refusal::AlreadyPublished),
    }
}

/// Whoever signs has no hand in any dossier of the wave: they are ranked against each other (CRPA L100-2).
///
/// # Errors
/// [`Refusal::OwnDossiers`]
pub fn impartial(parties: &Parties, signatory: PersonId) -> Result<(), Refusal> {
    let own: Vec<DossierId> = parties.dossiers_of(signatory).collect();
    if own.is_empty() { Ok(()) } else { Err(Refusal::OwnDossiers(own)) }
}

/// What the awards come to, within the envelope.
///
/// # Errors
/// [`Refusal::OverEnvelope`]
pub fn within(envelope: Money, awards: impl IntoIterator<Item = Money>) -> Result<Money, Refusal> {
    // A sum that no amount can hold is past any envelope.
    let total = Money::sum(awards).unwrap_or(Money::from_cents(i64::MAX));
    if total <= envelope {
        return Ok(total);
    }
    let missing = total.checked_sub(envelope).unwrap_or(total);
    Err(Refusal::OverEnvelope { envelope, total, missing })
}

/// What a signature says of one dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedAward<'a> {
    /// The dossier.
    pub dossier: &'a Reference,
    /// Funded, in reserve or refused.
    pub outcome: AwardOutcome,
    /// The aid; zero unless funded.
    pub amount: Money,
    /// Why.
    pub reasons: &'a str,
    /// In what capacity it was signed.
    pub capacity: &'a str,
    /// When it was signed, UTC.
    pub signed_at: Instant,
}

/// The fingerprint at the foot of a decision: SHA-256 of what it says, one line each, in this order. Anybody who holds the
/// sheet can compute it again; the event of the signature keeps it.
#[must_use]
pub fn fingerprint(award: &SignedAward<'_>) -> Fingerprint {
    let SignedAward { dossier, outcome, amount, reasons, capacity, signed_at } = award;
    Fingerprint::of(format!("{dossier}\n{outcome}\n{}\n{}\n{capacity}\n{reasons}", amount.plain(), signed_at.iso()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_is_signed_once_and_published_once() {
        use DecisionState::{Draft, Published, Signed};
        let from = |state| Step::ALL.map(|step| next(state, step));
        assert_eq!(from(Draft), [Ok(Draft), Ok(Signed), Err(Refusal::NotSigned)]);
        assert_eq!(from(Signed), [Err(Refusal::AlreadySigned), Err(Refusal::AlreadySigned), Ok(Published)]);
        assert_eq!(from(Published), [Err(Refusal::AlreadySigned), Err(Refusal::AlreadySigned), Err(Refusal::AlreadyPublished)]);
    }

    #[test]
    fn a_fingerprint_changes_with_a_cent() {
        let dossier = Reference::parse("AAP-TL-V1-0001").unwrap();
        let award = SignedAward {
            dossier: &dossier,
            outcome: AwardOutcome::Laureate,
            amount: Money::from_cents(100),
            reasons: "",
            capacity: "responsable du programme",
            signed_at: Instant::from_millis(0),
        };
        let richer = SignedAward { amount: Money::from_cents(101), ..award.clone() };
        assert_eq!(fingerprint(&award), fingerprint(&award.clone()));
        assert_ne!(fingerprint(&award), fingerprint(&richer));
    }

    #[test]
    fn a_cent_above_the_envelope_is_refused_and_named() {
        let euros = |cents| Money::from_cents(cents);
        assert_eq!(within(euros(100), [euros(60), euros(40)]), Ok(euros(100)));
        let refusal = Refusal::OverEnvelope { envelope: euros(100), total: euros(101), missing: euros(1) };
        assert_eq!(within(euros(100), [euros(60), euros(41)]), Err(refusal));
        assert!(within(euros(100), [euros(i64::MAX), euros(i64::MAX)]).is_err());
    }
}

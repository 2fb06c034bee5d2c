//! A decision: prepared, signed, published.

use entity::values::{AwardOutcome, DecisionState, DossierId, Fingerprint, Instant, Money, PersonId, Reference, one_line};

use serde::Serialize;

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

/// Who signed a decision, as they were called then, in what capacity, and when (UTC).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedBy {
    /// Their name.
    pub name: String,
    /// Their capacity.
    pub capacity: String,
    /// When.
    pub at: Instant,
}

impl SignedBy {
    /// From what the decision keeps. `None` unless all of it is there: a decision without its author, or their capacity, is
    /// told to nobody (CRPA L212-1).
    #[must_use]
    pub fn of(name: Option<&str>, capacity: Option<&str>, at: Option<Instant>) -> Option<Self> {
        Some(Self { name: name?.to_owned(), capacity: capacity?.to_owned(), at: at? })
    }
}

/// What a signature says of one dossier. Its JSON, field by field in this order, is what the fingerprint is of: nothing is
/// ever added in the middle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignedAward<'a> {
    /// The dossier.
    pub dossier: &'a Reference,
    /// Funded, in reserve or refused.
    pub outcome: AwardOutcome,
    /// The aid; zero unless funded.
    pub amount: Money,
    /// Why.
    pub reasons: &'a str,
    /// Who signed it, as they were called then.
    pub signatory: &'a str,
    /// In what capacity it was signed.
    pub capacity: &'a str,
    /// When it was signed, UTC.
    pub signed_at: Instant,
}

/// The fingerprint at the foot of a decision: SHA-256 of what it says. Anybody who holds the sheet can compute it again; the
/// event of the signature keeps it.
///
/// # Errors
/// When what it says cannot be written as JSON.
pub fn fingerprint(award: &SignedAward<'_>) -> Result<Fingerprint, serde_json::Error> {
    Ok(Fingerprint::of(serde_json::to_vec(award)?))
}

/// A capacity as it is kept: on one line, without stray spaces.
///
/// # Errors
/// [`Refusal::NoCapacity`] when nothing is left of it.
pub fn capacity(typed: &str) -> Result<String, Refusal> {
    let capacity = one_line(typed);
    if capacity.is_empty() { Err(Refusal::NoCapacity) } else { Ok(capacity) }
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
    fn a_fingerprint_changes_with_whatever_is_signed() {
        let dossier = Reference::parse("AAP-TL-V1-0001").unwrap();
        let award = SignedAward {
            dossier: &dossier,
            outcome: AwardOutcome::Laureate,
            amount: Money::from_cents(100),
            reasons: "Un projet clair.",
            signatory: "Rose Responsable",
            capacity: "responsable du programme",
            signed_at: Instant::from_millis(0),
        };
        let print = |award: SignedAward<'_>| fingerprint(&award).unwrap();
        assert_eq!(print(award.clone()), print(award.clone()));
        let others = [
            SignedAward { amount: Money::from_cents(101), ..award.clone() },
            SignedAward { signatory: "Guy Gestionnaire", ..award.clone() },
            // What moves from one field to the next is not the same decision.
            SignedAward { capacity: "responsable du programme\nUn projet", reasons: "clair.", ..award.clone() },
        ];
        assert!(others.into_iter().all(|other| print(other) != print(award.clone())));
    }

    #[test]
    fn a_capacity_stands_on_one_line() {
        assert_eq!(capacity(" responsable\n du programme "), Ok("responsable du programme".to_owned()));
        assert_eq!(capacity(" \n"), Err(Refusal::NoCapacity));
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

//! What may be proposed for a dossier.

use entity::values::{AwardOutcome, Money, Rate};

/// What is proposed for one dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Funded, in reserve or refused.
    pub outcome: AwardOutcome,
    /// The aid, in whole euro cents; zero unless funded.
    pub amount: Money,
    /// Why, in words the candidate reads.
    pub reasons: String,
}

/// What the dossier asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// The sum of its expenses.
    pub expenses: Money,
    /// The aid asked for.
    pub aid: Money,
}

/// The longest reasons, in characters.
pub const LONGEST_REASONS: usize = 8_000;

/// The reasons at hand: what jurors wrote for the candidate, whole comments as long as they fit within
/// [`LONGEST_REASONS`]; and how many did not.
#[must_use]
pub fn reasons_from(comments: &[String]) -> (String, usize) {
    let mut reasons = String::new();
    let mut length = 0;
    for (taken, comment) in comments.iter().enumerate() {
        let separator = if reasons.is_empty() { "" } else { "\n\n" };
        length += separator.len() + comment.chars().count();
        if length > LONGEST_REASONS {
            return (reasons, comments.len() - taken);
        }
        reasons.push_str(separator);
        reasons.push_str(comment);
    }
    (reasons, 0)
}

/// The limits that the wave sets on aid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AidLimits {
    /// The smallest aid.
    pub min: Money,
    /// The largest aid.
    pub max: Money,
    /// The largest share of the expenses.
    pub max_rate: Rate,
}

/// What is wrong with a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A laureate without an amount.
    NoAmount,
    /// An amount for a dossier that is not funded.
    AmountWithoutAward,
    /// More than was asked for: how much was.
    AboveAsked(Money),
    /// Less than the smallest aid of the wave.
    BelowMinimum(Money),
    /// More than the largest aid of the wave.
    AboveMaximum(Money),
    /// More than the largest share of the expenses: the rate, and what it comes to.
    AboveRate(Rate, Money),
    /// A refusal without reasons. They are not owed for aid that is no right (norms §5), but candidates are given them.
    NoReasons,
}

/// The first thing wrong with a proposal, if any.
#[must_use]
pub fn flaw(proposal: &Proposal, asked: Request, limits: AidLimits) -> Option<Flaw> {
    match proposal.outcome {
        AwardOutcome::Laureate => flaw_of_amount(proposal.amount, asked, limits),
        AwardOutcome::Reserve | AwardOutcome::Refused if !proposal.amount.is_zero() => Some(Flaw::AmountWithoutAward),
        AwardOutcome::Reserve => None,
        AwardOutcome::Refused => proposal.reasons.trim().is_empty().then_some(Flaw::NoReasons),
    }
}

fn flaw_of_amount(amount: Money, asked: Request, limits: AidLimits) -> Option<Flaw> {
    // Aid amounts round down to the cent: the rate is never exceeded.
    let ceiling = asked.expenses.share_down(limits.max_rate);
    if !amount.is_positive() {
        Some(Flaw::NoAmount)
    } else if amount > asked.aid {
        Some(Flaw::AboveAsked(asked.aid))
    } else if amount > ceiling {
        Some(Flaw::AboveRate(limits.max_rate, ceiling))
    } else if amount > limits.max {
        Some(Flaw::AboveMaximum(limits.max))
    } else if amount < limits.min {
        Some(Flaw::BelowMinimum(limits.min))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: Request = Request { expenses: Money::from_cents(33_333_333), aid: Money::from_cents(14_999_999) };

    fn limits() -> AidLimits {
        AidLimits { min: Money::from_cents(1_000_000), max: Money::from_cents(20_000_000), max_rate: Rate::parse("45").unwrap() }
    }

    fn laureate(cents: i64) -> Option<Flaw> {
        let proposal = Proposal { outcome: AwardOutcome::Laureate, amount: Money::from_cents(cents), reasons: String::new() };
        flaw(&proposal, ASKED, limits())
    }

    #[test]
    fn the_reasons_at_hand_are_whole_comments_that_fit() {
        let long = |letter: &str| letter.repeat(5_000);
        assert_eq!(reasons_from(&[]), (String::new(), 0));
        assert_eq!(reasons_from(&["Un.".to_owned(), "Deux.".to_owned()]), ("Un.\n\nDeux.".to_owned(), 0));
        assert_eq!(reasons_from(&[long("é"), long("a"), long("b")]), (long("é"), 2));
    }

    #[test]
    fn an_award_stays_within_what_was_asked_and_the_wave_allows() {
        assert_eq!(laureate(14_999_999), None);
        assert_eq!(laureate(15_000_000), Some(Flaw::AboveAsked(ASKED.aid)));
        assert_eq!(laureate(1_000_000), None);
        assert_eq!(laureate(999_999), Some(Flaw::BelowMinimum(limits().min)));
        assert_eq!(laureate(0), Some(Flaw::NoAmount));
    }

    #[test]
    fn the_rate_and_the_largest_aid_hold_even_for_a_request_above_them() {
        let greedy = Request { aid: Money::from_cents(33_333_333), ..ASKED };
        let proposal =
            |cents| Proposal { outcome: AwardOutcome::Laureate, amount: Money::from_cents(cents), reasons: String::new() };
        assert_eq!(flaw(&proposal(15_000_000), greedy, limits()), Some(Flaw::AboveRate(limits().max_rate, ASKED.aid)));
        let low = AidLimits { max: Money::from_cents(5_000_000), ..limits() };
        assert_eq!(flaw(&proposal(5_000_001), greedy, low), Some(Flaw::AboveMaximum(low.max)));
    }

    #[test]
    fn a_refusal_gives_its_reasons_and_only_laureates_have_an_amount() {
        let refused = |reasons: &str, cents| Proposal {
            outcome: AwardOutcome::Refused,
            amount: Money::from_cents(cents),
            reasons: reasons.to_owned(),
        };
        assert_eq!(flaw(&refused("Hors du champ de l’appel.", 0), ASKED, limits()), None);
        assert_eq!(flaw(&refused("  ", 0), ASKED, limits()), Some(Flaw::NoReasons));
        assert_eq!(flaw(&refused("Hors champ.", 1), ASKED, limits()), Some(Flaw::AmountWithoutAward));
        let reserve = Proposal { outcome: AwardOutcome::Reserve, amount: Money::ZERO, reasons: String::new() };
        assert_eq!(flaw(&reserve, ASKED, limits()), None);
    }
}

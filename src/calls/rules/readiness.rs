//! What must be there before a wave is published.

use entity::values::Instant;

/// Something missing before publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gap {
    /// Nothing for the jury to judge by.
    NoCriterion,
    /// Nothing for candidates to answer.
    NoQuestion,
    /// It would be closed the moment it is published.
    ClosingPassed,
    /// The action has no budget line to reserve the envelope on.
    NoBudgetLine,
}

/// What readiness is judged on.
#[derive(Clone, Copy, Debug)]
pub struct Readiness {
    /// How many criteria the wave has.
    pub criteria: usize,
    /// How many questions its form has.
    pub questions: usize,
    /// When it closes.
    pub closes_at: Instant,
    /// Whether its action has a budget line.
    pub has_budget_line: bool,
}

/// Everything missing at `now`.
#[must_use]
pub fn gaps(wave: &Readiness, now: Instant) -> Vec<Gap> {
    let checks = [
        (wave.criteria == 0, Gap::NoCriterion),
        (wave.questions == 0, Gap::NoQuestion),
        (wave.closes_at <= now, Gap::ClosingPassed),
        (!wave.has_budget_line, Gap::NoBudgetLine),
    ];
    checks.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, gap)| gap).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_gap_is_told() {
        let closes_at = Instant::from_millis(10);
        let bare = Readiness { criteria: 0, questions: 0, closes_at, has_budget_line: false };
        assert_eq!(gaps(&bare, closes_at), [Gap::NoCriterion, Gap::NoQuestion, Gap::ClosingPassed, Gap::NoBudgetLine]);
        let whole = Readiness { criteria: 1, questions: 1, closes_at, has_budget_line: true };
        assert_eq!(gaps(&whole, Instant::from_millis(9)), []);
    }
}

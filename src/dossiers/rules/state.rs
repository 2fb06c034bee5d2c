//! How a dossier moves, from draft to decision.

use entity::values::{AwardOutcome, DossierState};

/// What can be done to a dossier that moves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Its owner sends it.
    Submit,
    /// Staff find that it meets the call's conditions.
    FindEligible,
    /// Staff find that it does not.
    FindIneligible,
    /// Staff take the ineligibility back, as when its owner asks for it (recours gracieux): it is examined again.
    Reconsider,
    /// The decision funds it, keeps it in reserve or refuses it.
    Decide(AwardOutcome),
}

impl Step {
    /// Every step, in the order in which a dossier meets them.
    pub const ALL: [Self; 7] = [
        Self::Submit,
        Self::FindEligible,
        Self::FindIneligible,
        Self::Reconsider,
        Self::Decide(AwardOutcome::Laureate),
        Self::Decide(AwardOutcome::Reserve),
        Self::Decide(AwardOutcome::Refused),
    ];
}

/// The state does not know the step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no step {step:?} from {state}")]
pub struct NoSuchStep {
    /// Where the dossier stands.
    pub state: DossierState,
    /// What was asked.
    pub step: Step,
}

/// Where a step leads.
///
/// # Errors
/// When there is no such step from this state.
pub fn next(state: DossierState, step: Step) -> Result<DossierState, NoSuchStep> {
    use DossierState as S;
    match (state, step) {
        (S::Draft, Step::Submit) => Ok(S::Submitted),
        (S::Submitted, Step::FindEligible) => Ok(S::Eligible),
        (S::Submitted, Step::FindIneligible) => Ok(S::Ineligible),
        (S::Ineligible, Step::Reconsider) => Ok(S::Submitted),
        (S::Eligible, Step::Decide(AwardOutcome::Laureate)) => Ok(S::Laureate),
        (S::Eligible, Step::Decide(AwardOutcome::Reserve)) => Ok(S::Reserve),
        (S::Eligible, Step::Decide(AwardOutcome::Refused)) => Ok(S::Refused),

        (S::Draft, Step::FindEligible | Step::FindIneligible | Step::Reconsider | Step::Decide(_))
        | (S::Submitted, Step::Submit | Step::Reconsider | Step::Decide(_))
        | (S::Eligible, Step::Submit | Step::FindEligible | Step::FindIneligible | Step::Reconsider)
        | (S::Ineligible, Step::Submit | Step::FindEligible | Step::FindIneligible | Step::Decide(_))
        | (
            S::Laureate | S::Reserve | S::Refused | S::Withdrawn,
            Step::Submit | Step::FindEligible | Step::FindIneligible | Step::Reconsider | Step::Decide(_),
        ) => Err(NoSuchStep { state, step }),
    }
}

/// The states of a dossier that is, or was, a candidate for a decision: sent, not taken back, not found ineligible.
pub const RUNNING: [DossierState; 5] =
    [DossierState::Submitted, DossierState::Eligible, DossierState::Laureate, DossierState::Reserve, DossierState::Refused];

/// The states of a dossier that a jury judges, or has judged.
pub const JUDGED: [DossierState; 4] =
    [DossierState::Eligible, DossierState::Laureate, DossierState::Reserve, DossierState::Refused];

/// What the owner of a dossier is told of its state: an outcome is known to them once the decision is published, not
/// before.
#[must_use]
pub fn told_to_owner(state: DossierState, decision_is_published: bool) -> DossierState {
    match state {
        DossierState::Laureate | DossierState::Reserve | DossierState::Refused if !decision_is_published => {
            DossierState::Eligible
        }
        DossierState::Draft
        | DossierState::Submitted
        | DossierState::Eligible
        | DossierState::Ineligible
        | DossierState::Laureate
        | DossierState::Reserve
        | DossierState::Refused
        | DossierState::Withdrawn => state,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    /// The table of transitions, as the documentation shows it.
    fn table() -> String {
        let mut table = String::from(
            "# How a dossier moves\n\n\
             Each row is a state, each column a step; a cell is where the step leads, `–` where it is refused. Written by a \
             test from `dossiers::rules::state::next`: change the rule, then run the tests with `UPDATE_DOCS=1`.\n\n",
        );
        let names = Step::ALL.map(|step| match step {
            Step::Submit => "submit".to_owned(),
            Step::FindEligible => "find eligible".to_owned(),
            Step::FindIneligible => "find ineligible".to_owned(),
            Step::Reconsider => "reconsider".to_owned(),
            Step::Decide(outcome) => format!("decide: {outcome}"),
        });
        writeln!(table, "| | {} |\n|---|{}", names.join(" | "), "---|".repeat(names.len())).unwrap();
        for state in DossierState::ALL {
            let cells = Step::ALL.map(|step| next(*state, step).map_or_else(|_| "–".to_owned(), |next| next.to_string()));
            writeln!(table, "| **{state}** | {} |", cells.join(" | ")).unwrap();
        }
        table
    }

    #[test]
    fn the_table_in_the_documentation_is_the_rule() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/dossier-states.md");
        #[expect(clippy::disallowed_methods, reason = "a test that writes documentation on demand")]
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, table()).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), table(), "run again with UPDATE_DOCS=1");
    }

    #[test]
    fn an_owner_learns_the_outcome_from_the_published_decision() {
        assert_eq!(told_to_owner(DossierState::Laureate, false), DossierState::Eligible);
        assert_eq!(told_to_owner(DossierState::Laureate, true), DossierState::Laureate);
        assert_eq!(told_to_owner(DossierState::Ineligible, false), DossierState::Ineligible);
    }

    #[test]
    fn nothing_goes_back_to_draft_and_a_decision_is_an_end() {
        for state in DossierState::ALL {
            for step in Step::ALL {
                let reached = next(*state, step);
                assert_ne!(reached, Ok(DossierState::Draft));
                if let Ok(end @ (DossierState::Laureate | DossierState::Reserve | DossierState::Refused)) = reached {
                    assert!(Step::ALL.iter().all(|step| next(end, *step).is_err()));
                }
            }
        }
    }
}

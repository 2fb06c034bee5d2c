//! A review: written, then handed in whole, once.

use entity::values::{CriterionId, DossierState, ReviewState};

use super::{Refusal, score::HIGHEST};

/// What a juror does with a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Keeps it as it is, whole or not.
    Save,
    /// Hands it in.
    HandIn,
}

/// The state that follows.
///
/// # Errors
/// [`Refusal::HandedIn`]: what others may have read no longer changes.
pub fn next(state: ReviewState, step: Step) -> Result<ReviewState, Refusal> {
    match (state, step) {
        (ReviewState::Draft, Step::Save) => Ok(ReviewState::Draft),
        (ReviewState::Draft, Step::HandIn) => Ok(ReviewState::Submitted),
        (ReviewState::Submitted, Step::Save | Step::HandIn) => Err(Refusal::HandedIn),
    }
}

/// A dossier is judged between its eligibility and the decision.
///
/// # Errors
/// [`Refusal::NoLongerJudged`]
pub fn check_judged(dossier: DossierState) -> Result<(), Refusal> {
    match dossier {
        DossierState::Eligible => Ok(()),
        DossierState::Draft
        | DossierState::Submitted
        | DossierState::Ineligible
        | DossierState::Laureate
        | DossierState::Reserve
        | DossierState::Refused
        | DossierState::Withdrawn => Err(Refusal::NoLongerJudged),
    }
}

/// Whether a dossier has its outcome: what its jury judged is then judged for good.
#[must_use]
pub fn is_decided(dossier: DossierState) -> bool {
    match dossier {
        DossierState::Laureate | DossierState::Reserve | DossierState::Refused => true,
        DossierState::Draft
        | DossierState::Submitted
        | DossierState::Eligible
        | DossierState::Ineligible
        | DossierState::Withdrawn => false,
    }
}

/// Every mark is on a criterion of the grid.
///
/// # Errors
/// [`Refusal::ForeignCriterion`]
pub fn check_grid(grid: &[CriterionId], marked: impl IntoIterator<Item = CriterionId>) -> Result<(), Refusal> {
    if marked.into_iter().all(|criterion| grid.contains(&criterion)) { Ok(()) } else { Err(Refusal::ForeignCriterion) }
}

/// Every criterion of the grid has its mark.
///
/// # Errors
/// [`Refusal::Unscored`] names those that have none.
pub fn check_whole(grid: &[CriterionId], scores: &[(CriterionId, Option<i32>)]) -> Result<(), Refusal> {
    let has_mark = |criterion: &CriterionId| scores.iter().any(|(scored, mark)| scored == criterion && mark.is_some());
    let without: Vec<CriterionId> = grid.iter().copied().filter(|criterion| !has_mark(criterion)).collect();
    if without.is_empty() { Ok(()) } else { Err(Refusal::Unscored(without)) }
}

/// Reads a mark in half points, 0 to [`HIGHEST`].
#[must_use]
pub fn half_points(typed: &str) -> Option<i32> {
    typed.parse().ok().filter(|mark| (0..=HIGHEST).contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_moves_from_draft_to_handed_in_and_no_further() {
        let table = ReviewState::ALL.iter().flat_map(|state| [Step::Save, Step::HandIn].map(|step| next(*state, step)));
        let expected = [Ok(ReviewState::Draft), Ok(ReviewState::Submitted), Err(Refusal::HandedIn), Err(Refusal::HandedIn)];
        assert_eq!(table.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn only_an_eligible_dossier_is_judged() {
        let judged: Vec<_> = DossierState::ALL.iter().filter(|state| check_judged(**state).is_ok()).collect();
        assert_eq!(judged, [&DossierState::Eligible]);
    }

    #[test]
    fn a_review_is_handed_in_whole() {
        let grid = [CriterionId(1), CriterionId(2)];
        assert_eq!(check_whole(&grid, &[(CriterionId(1), Some(0)), (CriterionId(2), Some(10))]), Ok(()));
        assert_eq!(
            check_whole(&grid, &[(CriterionId(1), Some(4)), (CriterionId(2), None)]),
            Err(Refusal::Unscored(vec![CriterionId(2)]))
        );
        assert_eq!(check_grid(&grid, [CriterionId(3)]), Err(Refusal::ForeignCriterion));
    }

    #[test]
    fn marks_go_from_0_to_10_half_points() {
        assert_eq!(["0", "10", "11", "-1", "3,5", ""].map(half_points), [Some(0), Some(10), None, None, None, None]);
    }
}

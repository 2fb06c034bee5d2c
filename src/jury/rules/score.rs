//! Marks: exact fractions, compared exactly, rounded only to be shown.

use std::cmp::Ordering;

/// The highest mark on a criterion, in half points: five out of five.
pub const HIGHEST: i32 = 10;

/// A mark on one criterion, and what the criterion weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weighted {
    /// The criterion's weight; more than zero.
    pub weight: i32,
    /// Half points, 0 to [`HIGHEST`].
    pub half_points: i32,
}

/// A weighted mark out of five, as the fraction that it is: Σ weight × half points over Σ weight × 2.
///
/// Marks are never compared once rounded: two dossiers at « 4,17 » may stand apart by a hundred-thousandth.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    weighted_half_points: i64,
    weights: i64,
}

impl Mark {
    /// The mark that these scores make together; `None` when there is none. The mean of several whole reviews on the same
    /// grid is the mark of all their scores taken together.
    #[must_use]
    pub fn of(scores: impl IntoIterator<Item = Weighted>) -> Option<Self> {
        let none = Self { weighted_half_points: 0, weights: 0 };
        let mark = scores.into_iter().fold(none, |sum, score| Self {
            weighted_half_points: sum.weighted_half_points + i64::from(score.weight) * i64::from(score.half_points),
            weights: sum.weights + i64::from(score.weight),
        });
        (mark.weights > 0).then_some(mark)
    }

    /// Where the mark stands on the scale from 0 to 5, in thousandths rounded down, for a drawing.
    #[must_use]
    pub fn thousandths(self) -> i64 {
        self.weighted_half_points * 1000 / (self.weights * i64::from(HIGHEST))
    }
}

/// The mark as it is shown: out of five, two decimals, half up: « 4,25 ».
#[must_use]
pub fn displayed_score(mark: Mark) -> String {
    // A mark is weighted / (2 × weights); its hundredths are 50 × weighted / weights, and half up adds a half.
    let hundredths = (100 * mark.weighted_half_points + mark.weights) / (2 * mark.weights);
    format!("{},{:02}", hundredths / 100, hundredths % 100)
}

/// Half points as people say them: 7 is « 3,5 ».
#[must_use]
pub fn displayed_half_points(half_points: i32) -> String {
    if half_points % 2 == 0 { (half_points / 2).to_string() } else { format!("{},5", half_points / 2) }
}

impl Ord for Mark {
    fn cmp(&self, other: &Self) -> Ordering {
        let ours = i128::from(self.weighted_half_points) * i128::from(other.weights);
        let theirs = i128::from(other.weighted_half_points) * i128::from(self.weights);
        ours.cmp(&theirs)
    }
}

impl PartialOrd for Mark {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Mark {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Mark {}

/// How a dossier stands before the jury: its mark, then its mark on each criterion in the order that parts equals.
/// Compared field by field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    /// The weighted mean of its reviews.
    pub overall: Mark,
    /// Its mean on each criterion, the heaviest first, then as the grid states them.
    pub by_criterion: Vec<Mark>,
}

/// The order in which criteria part equals: the heaviest first, equal weights as the grid states them.
#[must_use]
pub fn parting_order<K: Copy>(grid: &[(K, i32)]) -> Vec<K> {
    let mut order: Vec<&(K, i32)> = grid.iter().collect();
    order.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    order.into_iter().map(|(criterion, _)| *criterion).collect()
}

/// How a dossier stands, from every score of its whole reviews: the criterion and the half points given. `None` when
/// nobody has judged it.
#[must_use]
pub fn standing<K: Copy + PartialEq>(grid: &[(K, i32)], scores: &[(K, i32)]) -> Option<Standing> {
    let weighted = |criterion: K| {
        let weight = grid.iter().find(|(of_grid, _)| *of_grid == criterion).map_or(0, |(_, weight)| *weight);
        scores
            .iter()
            .filter(move |(scored, _)| *scored == criterion)
            .map(move |(_, half_points)| Weighted { weight, half_points: *half_points })
    };
    let overall = Mark::of(grid.iter().flat_map(|(criterion, _)| weighted(*criterion)))?;
    let by_criterion = parting_order(grid).into_iter().filter_map(|criterion| Mark::of(weighted(criterion))).collect();
    Some(Standing { overall, by_criterion })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mark(scores: &[(i32, i32)]) -> Mark {
        Mark::of(scores.iter().map(|(weight, half_points)| Weighted { weight: *weight, half_points: *half_points })).unwrap()
    }

    #[test]
    fn a_mark_is_weighted_and_shown_half_up() {
        assert_eq!(displayed_score(mark(&[(1, 10)])), "5,00");
        assert_eq!(displayed_score(mark(&[(1, 0)])), "0,00");
        assert_eq!(displayed_score(mark(&[(40, 9), (30, 7), (30, 8)])), "4,05");
        // 10 half points out of 3 criteria: 1,666… is shown 1,67.
        assert_eq!(displayed_score(mark(&[(1, 10), (1, 0), (1, 0)])), "1,67");
        // 0,125 exactly: the half goes up.
        assert_eq!(displayed_score(mark(&[(1, 1), (3, 0)])), "0,13");
        assert!(Mark::of([]).is_none());
    }

    #[test]
    fn half_points_are_said_in_points() {
        assert_eq!([0, 1, 7, 10].map(displayed_half_points), ["0", "0,5", "3,5", "5"]);
    }

    #[test]
    fn marks_shown_alike_may_stand_apart() {
        let [less, more] = [mark(&[(1000, 8), (1, 7)]), mark(&[(1000, 8), (1, 8)])];
        assert_eq!(displayed_score(less), displayed_score(more));
        assert!(less < more);
    }

    #[test]
    fn the_heaviest_criterion_parts_equals_first() {
        let grid = [("calendar", 20), ("impact", 50), ("team", 30), ("risk", 30)];
        assert_eq!(parting_order(&grid), ["impact", "team", "risk", "calendar"]);

        let grid = [("impact", 1), ("team", 1)];
        let stronger_on_impact = standing(&grid, &[("impact", 10), ("team", 6)]).unwrap();
        let stronger_on_team = standing(&grid, &[("impact", 6), ("team", 10)]).unwrap();
        assert_eq!(stronger_on_impact.overall, stronger_on_team.overall);
        assert!(stronger_on_impact > stronger_on_team);
        assert_eq!(standing(&grid, &[]), None);
    }

    proptest! {
        #[test]
        fn the_mean_of_reviews_is_the_mark_of_their_scores(
            weights in prop::collection::vec(1..100_i32, 1..6), reviews in prop::collection::vec(prop::collection::vec(0..=10_i32, 6), 1..5),
        ) {
            let grid: Vec<(usize, i32)> = weights.iter().copied().enumerate().collect();
            let scores: Vec<(usize, i32)> = reviews.iter().flat_map(|review| review.iter().copied().enumerate().take(grid.len())).collect();
            let together = standing(&grid, &scores).unwrap().overall;

            let totals: i64 = reviews.iter().flat_map(|review| review.iter().zip(&weights)).map(|(half, weight)| i64::from(*half * *weight)).sum();
            let sum_of_weights: i64 = weights.iter().map(|weight| i64::from(*weight)).sum();
            let mean = Mark { weighted_half_points: totals, weights: sum_of_weights * i64::try_from(reviews.len()).unwrap() };
            prop_assert_eq!(together, mean);
            prop_assert!((0..=1000).contains(&together.thousandths()));
        }

        #[test]
        fn what_is_shown_is_within_half_a_hundredth(weighted in 0..1_000_000_i64, weights in 100_000..200_000_i64) {
            let mark = Mark { weighted_half_points: weighted, weights };
            let shown: i64 = displayed_score(mark).replace(',', "").parse().unwrap();
            // |shown/100 − weighted/(2·weights)| ≤ 1/200
            prop_assert!((2 * weights * shown - 100 * weighted).abs() <= weights);
        }
    }
}

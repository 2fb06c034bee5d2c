//! The ranking, and the line where the envelope ends.

use entity::values::{Money, Reference};

use crate::jury::rules::score::Standing;

/// A dossier to be ranked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contender<T> {
    /// The dossier, as the caller knows it.
    pub dossier: T,
    /// Its reference, by which equals are listed.
    pub reference: Reference,
    /// How it stands; `None` when nobody judged it.
    pub standing: Option<Standing>,
}

/// A dossier in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked<T> {
    /// Its place, from 1. Equals share theirs, and the next place is skipped: 1, 2, 2, 4.
    pub rank: i32,
    /// The dossier.
    pub contender: Contender<T>,
}

/// Ranks by exact mark, equals by their criteria, and never by chance: who remains equal shares the same place. Those whom
/// nobody judged come last. Equals are listed by reference, which decides nothing.
#[must_use]
pub fn rank<T>(mut contenders: Vec<Contender<T>>) -> Vec<Ranked<T>> {
    contenders.sort_by(|one, other| other.standing.cmp(&one.standing).then_with(|| one.reference.cmp(&other.reference)));
    let mut ranked: Vec<Ranked<T>> = Vec::with_capacity(contenders.len());
    for contender in contenders {
        let place = i32::try_from(ranked.len() + 1).unwrap_or(i32::MAX);
        let rank = ranked.last().filter(|above| above.contender.standing == contender.standing).map_or(place, |above| above.rank);
        ranked.push(Ranked { rank, contender });
    }
    ranked
}

/// What each row comes to with those above it, and where the envelope ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funding {
    /// For each row, the sum of what is proposed for it and for those above.
    pub cumulated: Vec<Money>,
    /// How many rows stand above the line.
    pub above: usize,
    /// What the envelope still holds under the rows above the line.
    pub remaining: Money,
    /// Whether the line passes between two equals: the jury must part them.
    pub parts_equals: bool,
}

/// Draws the funding line: rows are funded in their order until one would exceed the envelope; none is skipped. `rows` are
/// the rank and what is proposed for it, `None` for one that is not to be funded.
#[must_use]
pub fn draw_line(envelope: Money, rows: &[(i32, Option<Money>)]) -> Funding {
    let mut sum = Money::ZERO;
    let mut cumulated = Vec::with_capacity(rows.len());
    for (_, proposed) in rows {
        // A sum that no amount can hold is past any envelope.
        sum = sum.checked_add(proposed.unwrap_or(Money::ZERO)).unwrap_or(Money::from_cents(i64::MAX));
        cumulated.push(sum);
    }
    let fits = cumulated.iter().take_while(|sum| **sum <= envelope).count();
    // When all that is proposed fits, the line stands under the last row that is funded.
    let last_funded = rows.iter().rposition(|(_, proposed)| proposed.is_some_and(Money::is_positive)).map_or(0, |at| at + 1);
    let above = fits.min(last_funded);
    let spent = above.checked_sub(1).and_then(|last| cumulated.get(last)).copied().unwrap_or(Money::ZERO);
    let rank_at = |at: usize| rows.get(at).map(|(rank, _)| *rank);
    Funding {
        remaining: envelope.checked_sub(spent).unwrap_or(Money::ZERO),
        parts_equals: above > 0 && rank_at(above).is_some() && rank_at(above) == rank_at(above - 1),
        above,
        cumulated,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::jury::rules::score::standing;

    const GRID: [(u8, i32); 2] = [(0, 60), (1, 40)];

    fn contender(number: usize, scores: &[(u8, i32)]) -> Contender<usize> {
        let wave = Reference::parse("AAP-TL-V1").unwrap();
        let reference = Reference::dossier(&wave, i64::try_from(number).unwrap() + 1).unwrap();
        Contender { dossier: number, reference, standing: standing(&GRID, scores) }
    }

    fn places(ranked: &[Ranked<usize>]) -> Vec<(i32, usize)> {
        ranked.iter().map(|row| (row.rank, row.contender.dossier)).collect()
    }

    #[test]
    fn equals_share_their_place_and_the_unjudged_come_last() {
        let ranked = rank(vec![
            contender(0, &[]),
            contender(1, &[(0, 6), (1, 6)]),
            contender(2, &[(0, 10), (1, 10)]),
            contender(3, &[(0, 6), (1, 6)]),
            contender(4, &[(0, 8), (1, 3)]),
        ]);
        // 4 and the pair 1, 3 have the same mark (6.0 half points): the heavier criterion puts 4 first.
        assert_eq!(places(&ranked), [(1, 2), (2, 4), (3, 1), (3, 3), (5, 0)]);
    }

    #[test]
    fn the_line_stands_where_the_envelope_ends_and_skips_nobody() {
        let euros = |amount: i64| Some(Money::from_cents(amount * 100));
        let line = draw_line(Money::from_cents(10_000), &[(1, euros(60)), (2, euros(50)), (3, euros(30))]);
        assert_eq!((line.above, line.remaining), (1, Money::from_cents(4_000)));
        assert_eq!(line.cumulated, [6_000, 11_000, 14_000].map(Money::from_cents));

        let all_fit = draw_line(Money::from_cents(10_000), &[(1, euros(60)), (2, euros(40)), (3, None)]);
        assert_eq!((all_fit.above, all_fit.remaining), (2, Money::ZERO));

        let equals = draw_line(Money::from_cents(10_000), &[(1, euros(60)), (1, euros(50))]);
        assert!(equals.parts_equals);
        let nothing = draw_line(Money::from_cents(10_000), &[]);
        assert_eq!((nothing.above, nothing.remaining, nothing.parts_equals), (0, Money::from_cents(10_000), false));
    }

    proptest! {
        #[test]
        fn the_ranking_does_not_depend_on_the_order_of_arrival(
            scores in prop::collection::vec(prop::option::of((0..=10_i32, 0..=10_i32)), 0..12), shift in 0..12_usize,
        ) {
            let contenders: Vec<Contender<usize>> = scores
                .iter()
                .enumerate()
                .map(|(number, marks)| match marks {
                    Some((first, second)) => contender(number, &[(0, *first), (1, *second)]),
                    None => contender(number, &[]),
                })
                .collect();
            let mut other_order = contenders.clone();
            other_order.rotate_left(shift.min(contenders.len()));
            other_order.reverse();
            prop_assert_eq!(rank(contenders), rank(other_order));
        }

        #[test]
        fn what_stands_above_the_line_is_within_the_envelope(
            envelope in 0..1_000_000_i64, amounts in prop::collection::vec(prop::option::of(0..400_000_i64), 0..20),
        ) {
            let envelope = Money::from_cents(envelope);
            let rows: Vec<(i32, Option<Money>)> =
                amounts.iter().zip(1..).map(|(amount, rank)| (rank, amount.map(Money::from_cents))).collect();
            let line = draw_line(envelope, &rows);
            let spent = Money::sum(rows.iter().take(line.above).filter_map(|(_, amount)| *amount)).unwrap();
            prop_assert!(line.cumulated.iter().take(line.above).all(|sum| *sum <= envelope));
            prop_assert_eq!(spent.checked_add(line.remaining), Some(envelope));
        }
    }
}

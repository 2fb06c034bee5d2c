//! What accounts come to, computed again from what went through them. Pure.

use entity::values::{Day, Money, Stage};

use crate::budget::rules::figure::{Crossing, Totals, Way};

/// What went one way through an account on a day, where the other end stood alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The accounting day.
    pub day: Day,
    /// Which way.
    pub way: Way,
    /// Where the other end stands.
    pub crossing: Crossing,
    /// How much in all.
    pub amount: Money,
}

/// What an account came to at the end of each day on which it moved, oldest first; `None` when no amount can hold it.
#[must_use]
pub fn replayed(mut moved: Vec<Moved>) -> Option<Vec<(Day, Totals)>> {
    moved.sort_by_key(|moved| moved.day);
    let mut days: Vec<(Day, Totals)> = Vec::new();
    for Moved { day, way, crossing, amount } in moved {
        let before = days.last().map(|(_, totals)| *totals).unwrap_or_default();
        let after = before.after(way, crossing, amount)?;
        match days.last_mut() {
            Some((last, totals)) if *last == day => *totals = after,
            _ => days.push((day, after)),
        }
    }
    Some(days)
}

/// The first day on which what was kept is not what was computed, with both.
#[must_use]
pub fn first_difference(computed: &[(Day, Totals)], kept: &[(Day, Totals)]) -> Option<Difference> {
    let at = computed.iter().zip(kept).position(|(computed, kept)| computed != kept);
    let at = at.or_else(|| (computed.len() != kept.len()).then(|| computed.len().min(kept.len())))?;
    let (computed, kept) = (computed.get(at).copied(), kept.get(at).copied());
    let day = computed.into_iter().chain(kept).map(|(day, _)| day).min()?;
    let on = |told: Option<(Day, Totals)>| told.filter(|(of, _)| *of == day).map(|(_, totals)| totals);
    Some(Difference { day, computed: on(computed), kept: on(kept) })
}

/// A day on which an account is not what its transfers make it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The day.
    pub day: Day,
    /// By the transfers; absent when nothing moved that day.
    pub computed: Option<Totals>,
    /// As it was kept; absent when nothing was.
    pub kept: Option<Totals>,
}

/// The first day at whose end an account held less than nothing, which only a source may.
#[must_use]
pub fn first_below_zero(stage: Stage, days: &[(Day, Totals)]) -> Option<(Day, Money)> {
    // A source never takes back more than it let out.
    let is_impossible = |balance: Money| if stage == Stage::Opened { balance > Money::ZERO } else { balance < Money::ZERO };
    days.iter().find(|(_, totals)| is_impossible(totals.balance)).map(|(day, totals)| (*day, totals.balance))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i32) -> Day {
        Day::FIRST.plus_days(number)
    }

    fn moved(on: i32, way: Way, crossing: Crossing, cents: i64) -> Moved {
        Moved { day: day(on), way, crossing, amount: Money::from_cents(cents) }
    }

    fn totals(balance: i64, received: i64, delegated: i64) -> Totals {
        let cents = Money::from_cents;
        Totals { balance: cents(balance), received: cents(received), delegated: cents(delegated), ..Totals::default() }
    }

    #[test]
    fn an_account_is_told_day_by_day_whatever_the_order_in_which_it_is_read() {
        let days = replayed(vec![
            moved(2, Way::Out, Crossing::Below, 30),
            moved(1, Way::In, Crossing::Above, 100),
            moved(2, Way::Out, Crossing::Within, 20),
        ]);
        assert_eq!(days, Some(vec![(day(1), totals(100, 100, 0)), (day(2), totals(50, 100, 30))]));
        assert_eq!(replayed(vec![moved(1, Way::In, Crossing::Within, i64::MAX), moved(1, Way::In, Crossing::Within, 1)]), None);
    }

    #[test]
    fn the_first_day_that_differs_is_named() {
        let computed = [(day(1), totals(1, 0, 0)), (day(3), totals(2, 0, 0))];
        assert_eq!(first_difference(&computed, &computed), None);
        let altered = [computed[0], (day(3), totals(3, 0, 0))];
        let named = Difference { day: day(3), computed: Some(totals(2, 0, 0)), kept: Some(totals(3, 0, 0)) };
        assert_eq!(first_difference(&computed, &altered), Some(named));
        let missing = Difference { day: day(3), computed: Some(totals(2, 0, 0)), kept: None };
        assert_eq!(first_difference(&computed, &computed[..1]), Some(missing));
        let added = [computed[0], (day(2), totals(1, 0, 0)), computed[1]];
        let invented = Difference { day: day(2), computed: None, kept: Some(totals(1, 0, 0)) };
        assert_eq!(first_difference(&computed, &added), Some(invented));
    }

    #[test]
    fn only_a_source_is_below_zero_and_it_is_never_above() {
        let days = [(day(1), totals(5, 0, 0)), (day(2), totals(-1, 0, 0))];
        assert_eq!(first_below_zero(Stage::Available, &days), Some((day(2), Money::from_cents(-1))));
        assert_eq!(first_below_zero(Stage::Opened, &days), Some((day(1), Money::from_cents(5))));
        assert_eq!(first_below_zero(Stage::Available, &days[..1]), None);
    }
}

//! Whole numbers and growth, written the French way.

use std::fmt;

use super::{NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE};

/// `2941686` as « 2 941 686 »: U+202F between groups of three, ASCII minus.
#[must_use]
pub fn grouped(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", grouped_magnitude(number.unsigned_abs()))
}

/// The digits of a number that carries its sign elsewhere.
pub(super) fn grouped_magnitude(magnitude: u64) -> String {
    let digits = magnitude.to_string();
    let mut grouped = String::with_capacity(2 * digits.len());

    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(NARROW_NO_BREAK_SPACE);
        }
        grouped.push(digit);
    }
    grouped
}

/// How much `to` exceeds `from`, in whole percents; a half moves away from zero, up or down alike.
///
/// `None` when there is nothing to compare with (`from` is zero or below) or the answer does not fit.
#[must_use]
pub fn growth_percent(from: i64, to: i64) -> Option<i64> {
    if from <= 0 {
        return None;
    }
    let from = i128::from(from);
    let hundredfold = (i128::from(to) - from) * 100;
    let magnitude = (hundredfold.abs() * 2 + from) / (from * 2);

    i64::try_from(hundredfold.signum() * magnitude).ok()
}

/// An evolution in whole percents, shown with its sign: « +459 % », « -12 % », « 0 % ».
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Growth(i64);

impl Growth {
    /// The growth between two observations; `None` as for [`growth_percent`].
    #[must_use]
    pub fn between(from: i64, to: i64) -> Option<Growth> {
        growth_percent(from, to).map(Growth)
    }

    /// Whole percents.
    #[must_use]
    pub const fn percent(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Growth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plus = if self.0 > 0 { "+" } else { "" };
        f.pad(&format!("{plus}{}{NO_BREAK_SPACE}%", grouped(self.0)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn digits_stand_in_groups_of_three() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1\u{202f}000");
        assert_eq!(grouped(2_941_686), "2\u{202f}941\u{202f}686");
        assert_eq!(grouped(-123_456), "-123\u{202f}456");
        assert!(grouped(i64::MIN).starts_with("-9\u{202f}223\u{202f}372"));
    }

    #[test]
    fn growth_is_the_one_the_ministry_publishes() {
        assert_eq!(growth_percent(526_251, 2_941_686), Some(459));
        assert_eq!(growth_percent(43_282, 164_848), Some(281));
        assert_eq!(growth_percent(500_714, 2_484_797), Some(396));
    }

    #[test]
    fn a_half_moves_away_from_zero() {
        assert_eq!(growth_percent(200, 201), Some(1));
        assert_eq!(growth_percent(200, 199), Some(-1));
        assert_eq!(growth_percent(1_000, 1_004), Some(0));
        assert_eq!(growth_percent(1_000, 996), Some(0));
        assert_eq!(growth_percent(8, 7), Some(-13));
    }

    #[test]
    fn nothing_grows_from_nothing() {
        assert_eq!(growth_percent(0, 5), None);
        assert_eq!(growth_percent(-3, 5), None);
        assert_eq!(growth_percent(1, i64::MAX), None);
        assert_eq!(growth_percent(i64::MAX, i64::MIN), Some(-200));
    }

    #[test]
    fn growth_is_shown_with_its_sign() {
        let shown = |from, to| Growth::between(from, to).map(|growth| growth.to_string());
        assert_eq!(shown(526_251, 2_941_686).as_deref(), Some("+459\u{a0}%"));
        assert_eq!(shown(100, 88).as_deref(), Some("-12\u{a0}%"));
        assert_eq!(shown(100, 100).as_deref(), Some("0\u{a0}%"));
        assert_eq!(shown(1, 20).as_deref(), Some("+1\u{202f}900\u{a0}%"));
        assert_eq!(shown(0, 20), None);
    }

    proptest! {
        #[test]
        fn grouping_only_adds_spaces(number: i64) {
            prop_assert_eq!(grouped(number).replace(NARROW_NO_BREAK_SPACE, ""), number.to_string());
        }

        #[test]
        fn growth_is_never_further_than_half_a_percent(from in 1..1_000_000_000_i64, to in 0..1_000_000_000_i64) {
            let percent = growth_percent(from, to).unwrap();
            prop_assert!(2 * ((to - from) * 100 - percent * from).abs() <= from);
        }
    }
}

//! Rates: whole millionths.

use std::fmt;

use rust_decimal::Decimal;
use sea_orm::DeriveValueType;

use super::NO_BREAK_SPACE;
use super::typed::{self, NumberError};

/// A share between nothing and the whole, in whole millionths: an aid rate of 45 % is 450 000.
///
/// Stored as BIGINT, exact, ordered and comparable in SQL on both databases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
pub struct Rate(i64);

/// Why a text is not a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum RateError {
    /// Nothing was typed, or only the unit.
    #[error("no rate")]
    Empty,
    /// Something else than digits and one decimal mark.
    #[error("not a number")]
    NotANumber,
    /// More than four decimals of a percent: there is nothing below a millionth.
    #[error("more decimals than a millionth")]
    TooManyDecimals,
    /// Several decimal marks: the text has two readings.
    #[error("several decimal marks")]
    Ambiguous,
    /// Below zero.
    #[error("negative")]
    Negative,
    /// More than 100 %.
    #[error("more than the whole")]
    AboveTheWhole,
}

/// A percent is typed with at most four decimals, which are millionths.
const PERCENT_PLACES: usize = 4;

/// A plain rate has at most six decimals.
const PLAIN_PLACES: usize = 6;

impl Rate {
    /// 0 %.
    pub const ZERO: Rate = Rate(0);

    /// 100 %.
    pub const WHOLE: Rate = Rate(1_000_000);

    /// A rate given in millionths; `None` below zero and above the whole.
    #[must_use]
    pub const fn from_millionths(millionths: i64) -> Option<Rate> {
        if millionths >= 0 && millionths <= Rate::WHOLE.0 { Some(Rate(millionths)) } else { None }
    }

    /// The rate in millionths.
    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// The rate as a fraction of one, exactly: 0.45.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 6).normalize()
    }

    /// Reads a percentage as a person types it: `45`, `45 %`, `33,3333 %`.
    ///
    /// # Errors
    /// [`RateError`]; from 0 to 100 %.
    pub fn parse(text: &str) -> Result<Rate, RateError> {
        Rate::bounded(typed::french(text, '%', PERCENT_PLACES)?)
    }

    /// Reads a fraction of one from a file or the command line: `0.45`, `1`.
    ///
    /// # Errors
    /// [`RateError`]; from 0 to 1.
    pub fn parse_plain(text: &str) -> Result<Rate, RateError> {
        Rate::bounded(typed::plain(text, PLAIN_PLACES)?)
    }

    fn bounded(millionths: i64) -> Result<Rate, RateError> {
        let otherwise = if millionths < 0 { RateError::Negative } else { RateError::AboveTheWhole };
        Rate::from_millionths(millionths).ok_or(otherwise)
    }

    /// For machines: a fraction of one, as short as exact: `0.45`, `0.333333`, `1`.
    #[must_use]
    pub fn plain(self) -> String {
        self.to_decimal().to_string()
    }
}

/// « 45 % », « 33,33 % »: up to four decimals, as short as exact, U+00A0 before the percent sign.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = Decimal::new(self.0, 4).normalize().to_string().replace('.', ",");
        f.pad(&format!("{percent}{NO_BREAK_SPACE}%"))
    }
}

text_in_json!(Rate: plain, parse_plain);

impl From<NumberError> for RateError {
    fn from(error: NumberError) -> RateError {
        match error {
            NumberError::Empty => RateError::Empty,
            // No rate is long enough to be grouped.
            NumberError::NotANumber | NumberError::Grouping => RateError::NotANumber,
            NumberError::TooManyDecimals => RateError::TooManyDecimals,
            NumberError::Ambiguous => RateError::Ambiguous,
            NumberError::Negative => RateError::Negative,
            NumberError::TooLarge => RateError::AboveTheWhole,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn people_type_percentages() {
        let millionths = |text| Rate::parse(text).map(Rate::millionths);
        for typed in ["45", "45 %", "45\u{a0}%", "45%", " 45,0 ", "45.00 %"] {
            assert_eq!(millionths(typed), Ok(450_000), "{typed:?}");
        }
        assert_eq!(millionths("33,3333 %"), Ok(333_333));
        assert_eq!(millionths("0"), Ok(0));
        assert_eq!(millionths("100 %"), Ok(1_000_000));
    }

    #[test]
    fn what_is_not_a_rate_is_refused_with_its_reason() {
        for (typed, reason) in [
            ("", RateError::Empty),
            (" % ", RateError::Empty),
            ("moitié", RateError::NotANumber),
            ("4 5", RateError::NotANumber),
            ("45 %%", RateError::NotANumber),
            ("33,33333", RateError::TooManyDecimals),
            ("1,000.5", RateError::Ambiguous),
            ("-1", RateError::Negative),
            ("100,0001 %", RateError::AboveTheWhole),
            ("1 000 %", RateError::AboveTheWhole),
            ("999999999999999", RateError::AboveTheWhole),
            ("9999999999999999", RateError::AboveTheWhole),
        ] {
            assert_eq!(Rate::parse(typed), Err(reason), "{typed:?}");
        }
    }

    #[test]
    fn files_hold_fractions_of_one() {
        let millionths = |text| Rate::parse_plain(text).map(Rate::millionths);
        assert_eq!(millionths("0.50"), Ok(500_000));
        assert_eq!(millionths("0.333333"), Ok(333_333));
        assert_eq!(millionths("1"), Ok(1_000_000));
        assert_eq!(millionths("1.000001"), Err(RateError::AboveTheWhole));
        assert_eq!(millionths("-0.1"), Err(RateError::Negative));
        assert_eq!(millionths("0.1234567"), Err(RateError::TooManyDecimals));
        assert_eq!(millionths("45 %"), Err(RateError::NotANumber));
        assert_eq!(millionths(""), Err(RateError::Empty));
    }

    #[test]
    fn a_rate_is_shown_as_short_as_exact() {
        let shown = |millionths| Rate(millionths).to_string().replace('\u{a0}', "_");
        assert_eq!(shown(450_000), "45_%");
        assert_eq!(shown(333_300), "33,33_%");
        assert_eq!(shown(333_333), "33,3333_%");
        assert_eq!(shown(5_000), "0,5_%");
        assert_eq!(shown(0), "0_%");
        assert_eq!(shown(1_000_000), "100_%");
        assert_eq!(Rate(450_000).plain(), "0.45");
        assert_eq!(Rate::WHOLE.plain(), "1");
        assert_eq!(Rate::ZERO.plain(), "0");
        assert_eq!(serde_json::to_string(&Rate(5_000)).unwrap(), r#""0.005""#);
    }

    proptest! {
        #[test]
        fn what_is_written_can_be_read_again(millionths in 0..=1_000_000_i64) {
            let rate = Rate::from_millionths(millionths).unwrap();
            prop_assert_eq!(Rate::parse(&rate.to_string()), Ok(rate));
            prop_assert_eq!(Rate::parse_plain(&rate.plain()), Ok(rate));
        }

        #[test]
        fn no_rate_is_outside_its_bounds(millionths: i64, text: String) {
            let inside = (0..=1_000_000).contains(&millionths);
            prop_assert_eq!(Rate::from_millionths(millionths).is_some(), inside);
            let _ = Rate::parse(&text);
        }
    }
}

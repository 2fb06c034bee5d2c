//! Budget years.

use std::fmt;
use std::str::FromStr;

use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};

use super::Day;

/// A budget year, which for the State is that of the calendar: 2000 to 2100. Stored as INTEGER.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
pub struct Year(i32);

/// The text or number is not a year from 2000 to 2100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("not a year from 2000 to 2100")]
pub struct NotAYear;

impl Year {
    /// A year given by its number; `None` out of range.
    #[must_use]
    pub const fn new(number: i32) -> Option<Year> {
        if 2000 <= number && number <= 2100 { Some(Year(number)) } else { None }
    }

    /// The budget year of a day; `None` out of range.
    #[must_use]
    pub fn of(day: Day) -> Option<Year> {
        Year::new(day.year())
    }

    /// Reads four digits.
    ///
    /// # Errors
    /// [`NotAYear`]
    pub fn parse(text: &str) -> Result<Year, NotAYear> {
        let text = text.trim();
        let is_four_digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        let number = if is_four_digits { text.parse().ok() } else { None };

        number.and_then(Year::new).ok_or(NotAYear)
    }

    /// The number of the year.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// 1 January.
    #[must_use]
    pub fn first_day(self) -> Day {
        Day::new(self.0, 1, 1).unwrap_or(Day::FIRST)
    }

    /// 31 December.
    #[must_use]
    pub fn last_day(self) -> Day {
        Day::new(self.0, 12, 31).unwrap_or(Day::LAST)
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Year {
    type Err = NotAYear;

    fn from_str(text: &str) -> Result<Year, NotAYear> {
        Year::parse(text)
    }
}

impl TryFrom<i32> for Year {
    type Error = NotAYear;

    fn try_from(number: i32) -> Result<Year, NotAYear> {
        Year::new(number).ok_or(NotAYear)
    }
}

impl From<Year> for i32 {
    fn from(year: Year) -> i32 {
        year.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_year_has_four_digits_of_this_century() {
        assert_eq!(Year::parse(" 2026 ").map(Year::number), Ok(2026));
        assert_eq!(Year::parse("2000").map(Year::number), Ok(2000));
        assert_eq!(Year::parse("2100").map(Year::number), Ok(2100));
        for text in ["", "26", "1999", "2101", "+202", "2026.0", "02026", "deux mille"] {
            assert_eq!(Year::parse(text), Err(NotAYear), "{text:?}");
        }
    }

    #[test]
    fn it_is_the_year_of_the_calendar() {
        let year = Year::new(2026).unwrap();
        assert_eq!(year.first_day().iso(), "2026-01-01");
        assert_eq!(year.last_day().iso(), "2026-12-31");
        assert_eq!(Year::of(year.last_day()), Some(year));
        assert_eq!(Year::of(Day::FIRST), None);
    }

    #[test]
    fn json_holds_its_number() {
        assert_eq!(serde_json::to_string(&Year(2026)).unwrap(), "2026");
        assert_eq!(serde_json::from_str::<Year>("2026").unwrap(), Year(2026));
        assert!(serde_json::from_str::<Year>("1999").is_err());
    }
}

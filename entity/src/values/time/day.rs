//! Days: dates of the calendar, without hour.

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use jiff::Span;
use jiff::civil::{Date, Time};
use sea_orm::DeriveValueType;

use super::{Instant, PARIS, words};

/// A date of the calendar, from the year 1000 to 2999: a year of two or five digits is a slip of the finger.
///
/// Stored as text `YYYY-MM-DD`, whose order is that of time, the same on SQLite and PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
#[sea_orm(value_type = "String")]
pub struct Day(Date);

/// Why a text is not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum DayError {
    /// Nothing was typed.
    #[error("no date")]
    Empty,
    /// Neither `2026-03-02` nor `02/03/2026`.
    #[error("not a date")]
    NotADate,
    /// The calendar has no such day: 30 February.
    #[error("no such day in the calendar")]
    DoesNotExist,
    /// Before the year 1000 or after 2999.
    #[error("year out of range")]
    OutOfRange,
}

impl Day {
    /// The first day that can be told.
    pub const FIRST: Day = Day(Date::constant(1000, 1, 1));

    /// The last day that can be told.
    pub const LAST: Day = Day(Date::constant(2999, 12, 31));

    /// A day given by its numbers; `None` when the calendar has no such day, or it is out of range.
    #[must_use]
    pub fn new(year: i32, month: i8, day: i8) -> Option<Day> {
        let year = i16::try_from(year).ok()?;
        Date::new(year, month, day).ok().and_then(Day::of)
    }

    /// The same day from jiff; `None` out of range.
    #[must_use]
    pub fn of(date: Date) -> Option<Day> {
        (Day::FIRST.0..=Day::LAST.0).contains(&date).then_some(Day(date))
    }

    /// The day nearest to a date: for computations whose result must be a day.
    pub(super) fn nearest(date: Date) -> Day {
        Day(date.clamp(Day::FIRST.0, Day::LAST.0))
    }

    /// The same day for jiff.
    #[must_use]
    pub const fn date(self) -> Date {
        self.0
    }

    /// Reads `2026-03-02`, as browsers send it, or `02/03/2026`, as people type it.
    ///
    /// # Errors
    /// [`DayError`]
    pub fn parse(text: &str) -> Result<Day, DayError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(DayError::Empty);
        }
        let (year, month, day) = iso_parts(text).or_else(|| french_parts(text)).ok_or(DayError::NotADate)?;
        let date = Date::new(year, month, day).map_err(|_| DayError::DoesNotExist)?;

        Day::of(date).ok_or(DayError::OutOfRange)
    }

    /// The year, of four digits.
    #[must_use]
    pub fn year(self) -> i32 {
        i32::from(self.0.year())
    }

    /// This many days later, or earlier when negative; at most to the edges of the calendar.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Day {
        Day::nearest(self.0.saturating_add(SignedDuration::from_hours(24 * i64::from(days))))
    }

    /// The same date this many months later, brought back to the end of a shorter month: 31 January + 1 is 28 February.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Day {
        let span = Span::new().try_months(months);
        let edge = if months < 0 { Day::FIRST } else { Day::LAST };
        span.and_then(|span| self.0.checked_add(span)).map_or(edge, Day::nearest)
    }

    /// The first millisecond of the day in Paris.
    #[must_use]
    pub fn start_in_paris(self) -> Instant {
        let midnight = PARIS.to_ambiguous_timestamp(self.0.to_datetime(Time::midnight()));
        // The clocks of Paris change at night but not at midnight; a day of this range always starts.
        Instant::from(midnight.compatible().unwrap_or(jiff::Timestamp::MAX))
    }

    /// The last millisecond of the day in Paris.
    #[must_use]
    pub fn end_in_paris(self) -> Instant {
        let tomorrow = self.0.saturating_add(SignedDuration::from_hours(24));
        Day(tomorrow).start_in_paris().plus(SignedDuration::from_millis(-1))
    }

    /// « 2 mars 2026 », « 1er mars 2026 »
    #[must_use]
    pub fn in_words(self) -> String {
        words::day(self.0)
    }

    /// For narrow columns: « 02/03/2026 ».
    #[must_use]
    pub fn in_digits(self) -> String {
        format!("{:02}/{:02}/{}", self.0.day(), self.0.month(), self.0.year())
    }

    /// For machines and `<time datetime>`: `2026-03-02`.
    #[must_use]
    pub fn iso(self) -> String {
        self.0.to_string()
    }
}

/// `2026-03-02`: every zero written.
fn iso_parts(text: &str) -> Option<(i16, i8, i8)> {
    let [year, month, day] = three_parts(text, '-')?;
    let is_full = year.len() == 4 && month.len() == 2 && day.len() == 2;
    is_full.then_some((digits(year)?, digits(month)?, digits(day)?))
}

/// `02/03/2026`, or `2/3/2026`: nobody types the zeros.
fn french_parts(text: &str) -> Option<(i16, i8, i8)> {
    let [day, month, year] = three_parts(text, '/')?;
    let is_full = year.len() == 4 && month.len() <= 2 && day.len() <= 2;
    is_full.then_some((digits(year)?, digits(month)?, digits(day)?))
}

fn three_parts(text: &str, separator: char) -> Option<[&str; 3]> {
    text.split(separator).collect::<Vec<_>>().try_into().ok()
}

/// Digits only: the standard reader would accept a sign.
fn digits<N: FromStr>(text: &str) -> Option<N> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())?
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.iso())
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Day, DayError> {
        Day::parse(text)
    }
}

text_in_json!(Day: iso, parse);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(iso: &str) -> Day {
        Day::parse(iso).unwrap()
    }

    #[test]
    fn browsers_and_people_write_the_same_day() {
        for typed in ["2026-03-02", "02/03/2026", "2/3/2026", " 02/03/2026 "] {
            assert_eq!(Day::parse(typed), Ok(day("2026-03-02")), "{typed:?}");
        }
        assert_eq!(day("2026-03-02").in_words(), "2 mars 2026");
        assert_eq!(day("2026-03-01").in_words(), "1er mars 2026");
        assert_eq!(day("2026-12-31").in_words(), "31 décembre 2026");
        assert_eq!(day("2026-03-02").in_digits(), "02/03/2026");
        assert_eq!(day("2026-03-02").to_string(), "2026-03-02");
        assert_eq!(day("2026-03-02").year(), 2026);
    }

    #[test]
    fn what_is_not_a_day_is_refused_with_its_reason() {
        for (reason, refused) in [
            (DayError::Empty, &["", "  "][..]),
            (DayError::NotADate, &["demain", "2026", "02/03/26", "2026/03/02", "02-03-2026", "2026-3-2", "20260302"]),
            (DayError::NotADate, &["+2/03/2026", "02/03/2026/", "//2026", "2026-03-02T12:00", "٠٢/٠٣/٢٠٢٦", "002/3/2026"]),
            (DayError::DoesNotExist, &["2026-02-30", "29/02/2026", "31/04/2026", "00/01/2026", "01/13/2026"]),
            (DayError::OutOfRange, &["0026-03-02", "02/03/3026", "9999-12-31"]),
        ] {
            for typed in refused {
                assert_eq!(Day::parse(typed), Err(reason), "{typed:?}");
            }
        }
        assert!(Day::parse("29/02/2028").is_ok());
    }

    #[test]
    fn a_day_of_paris_is_not_always_24_hours() {
        let bounds = |iso| (day(iso).start_in_paris().iso(), day(iso).end_in_paris().iso());
        let expected = |start: &str, end: &str| (start.to_owned(), end.to_owned());
        assert_eq!(bounds("2026-01-15"), expected("2026-01-14T23:00:00Z", "2026-01-15T22:59:59.999Z"));
        assert_eq!(bounds("2026-03-29"), expected("2026-03-28T23:00:00Z", "2026-03-29T21:59:59.999Z"));
        assert_eq!(bounds("2026-10-25"), expected("2026-10-24T22:00:00Z", "2026-10-25T22:59:59.999Z"));
        assert_eq!(Day::LAST.end_in_paris().iso(), "2999-12-31T22:59:59.999Z");
    }

    #[test]
    fn days_and_months_are_counted_on_the_calendar() {
        assert_eq!(day("2026-02-28").plus_days(1), day("2026-03-01"));
        assert_eq!(day("2026-01-01").plus_days(-1), day("2025-12-31"));
        assert_eq!(day("2026-12-31").plus_months(2), day("2027-02-28"));
        assert_eq!(day("2026-08-24").plus_months(3), day("2026-11-24"));
        assert_eq!(day("2026-03-31").plus_months(-1), day("2026-02-28"));
        assert_eq!(Day::LAST.plus_days(i32::MAX), Day::LAST);
        assert_eq!(Day::FIRST.plus_months(i32::MIN), Day::FIRST);
        assert_eq!(Day::FIRST.plus_months(i32::MAX), Day::LAST);
    }

    #[test]
    fn a_day_is_made_of_numbers_that_exist() {
        assert_eq!(Day::new(2026, 3, 2), Some(day("2026-03-02")));
        assert_eq!(Day::new(2026, 2, 30), None);
        assert_eq!(Day::new(999, 1, 1), None);
        assert_eq!(Day::new(100_000, 1, 1), None);
    }

    proptest! {
        #[test]
        fn every_writing_can_be_read_again_and_sorts_as_time_does(a in 0..730_000_i32, b in 0..730_000_i32) {
            let (a, b) = (Day::FIRST.plus_days(a), Day::FIRST.plus_days(b));
            prop_assert_eq!(Day::parse(&a.iso()), Ok(a));
            prop_assert_eq!(Day::parse(&a.in_digits()), Ok(a));
            prop_assert_eq!(a.iso().cmp(&b.iso()), a.cmp(&b));
        }

        #[test]
        fn days_follow_one_another_without_a_gap(offset in 0..730_000_i32) {
            let day = Day::FIRST.plus_days(offset);
            prop_assert_eq!(day.end_in_paris().plus(SignedDuration::from_millis(1)), day.plus_days(1).start_in_paris());
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC{0,12}|[0-9/-]{0,11}") {
            let _ = Day::parse(&text);
        }
    }
}

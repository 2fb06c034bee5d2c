//! What the clocks of Paris show: how deadlines are typed.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{DateTime, Time};
use jiff::tz::AmbiguousOffset;

use super::{Day, DayError, Instant, PARIS, words};
use crate::values::is_space;

/// A day and an hour of Paris, to the minute, as a deadline is typed and shown.
///
/// Not yet a moment: twice a year the clocks change, and skip or repeat an hour. [`ParisDateTime::to_instant`] knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParisDateTime {
    day: Day,
    time: Time,
}

/// Why a text is not a moment of Paris.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ClockError {
    /// The day is missing or wrong.
    #[error("day: {0}")]
    Day(#[from] DayError),
    /// The hour is missing, or neither `12:00` nor `12 h 00`, or not an hour of the day.
    #[error("not an hour of the day")]
    NotAnHour,
    /// The clocks skip this hour: on the last Sunday of March they go from 2:00 to 3:00.
    #[error("the clocks of Paris skip this hour")]
    DoesNotExist,
    /// The clocks show this hour twice: on the last Sunday of October they go back from 3:00 to 2:00.
    #[error("the clocks of Paris show this hour twice")]
    ExistsTwice,
}

impl ParisDateTime {
    /// What the clocks of Paris show at an instant, cut to the minute.
    #[must_use]
    pub fn of(instant: Instant) -> ParisDateTime {
        let paris = instant.in_paris();
        let time = Time::constant(paris.hour(), paris.minute(), 0, 0);
        ParisDateTime { day: Day::nearest(paris.date()), time }
    }

    /// Reads `2026-03-02T12:00`, as browsers send it, or `02/03/2026 12:00`, as people type it.
    ///
    /// # Errors
    /// `Day` or `NotAnHour`; that the hour exists is seen by [`ParisDateTime::to_instant`].
    pub fn parse(text: &str) -> Result<ParisDateTime, ClockError> {
        let text = text.trim();
        let (day, time) = text.split_once(|c| c == 'T' || is_space(c)).unwrap_or((text, ""));
        ParisDateTime::parse_parts(day, time)
    }

    /// Reads the two fields of a form: a day, and an hour as `12:00`, `9:05`, `12 h 00` or `12h`.
    ///
    /// # Errors
    /// As [`ParisDateTime::parse`].
    pub fn parse_parts(day: &str, time: &str) -> Result<ParisDateTime, ClockError> {
        let day = Day::parse(day)?;
        let time = hour_and_minute(time).ok_or(ClockError::NotAnHour)?;
        Ok(ParisDateTime { day, time })
    }

    /// The day.
    #[must_use]
    pub const fn day(self) -> Day {
        self.day
    }

    /// The moment when the clocks of Paris show this.
    ///
    /// # Errors
    /// `DoesNotExist` and `ExistsTwice`: a deadline that could be read two ways is refused, never guessed.
    pub fn to_instant(self) -> Result<Instant, ClockError> {
        let shown = self.datetime();
        let offset = match PARIS.to_ambiguous_timestamp(shown).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset,
            AmbiguousOffset::Gap { .. } => return Err(ClockError::DoesNotExist),
            AmbiguousOffset::Fold { .. } => return Err(ClockError::ExistsTwice),
        };
        offset.to_timestamp(shown).map(Instant::from).map_err(|_| ClockError::Day(DayError::OutOfRange))
    }

    /// « 2 mars 2026 à 12 h 00 »
    #[must_use]
    pub fn in_words(self) -> String {
        format!("{} à {}", self.day.in_words(), words::to_the_minute(self.time))
    }

    /// The hour as browsers want it in `<input type="time">`: `12:00`.
    #[must_use]
    pub fn time(self) -> String {
        format!("{:02}:{:02}", self.time.hour(), self.time.minute())
    }

    fn datetime(self) -> DateTime {
        self.day.date().to_datetime(self.time)
    }
}

/// `12:00`, `9:05`, `12h00`, `12 h 00`, `12 h`
fn hour_and_minute(text: &str) -> Option<Time> {
    let text: String = text.trim().chars().filter(|c| !is_space(*c)).collect();
    let (hour, minute) = match text.split_once([':', 'h', 'H'])? {
        (hour, "") if !text.ends_with(':') => (hour, "00"),
        parts => parts,
    };
    let is_full = matches!(hour.len(), 1 | 2) && minute.len() == 2;
    let is_digits = hour.bytes().chain(minute.bytes()).all(|b| b.is_ascii_digit());
    if !is_full || !is_digits {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// As browsers want it in `<input type="datetime-local">`: `2026-03-02T12:00`.
impl fmt::Display for ParisDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}T{}", self.day, self.time()))
    }
}

impl FromStr for ParisDateTime {
    type Err = ClockError;

    fn from_str(text: &str) -> Result<ParisDateTime, ClockError> {
        ParisDateTime::parse(text)
    }
}

impl From<Instant> for ParisDateTime {
    fn from(instant: Instant) -> ParisDateTime {
        ParisDateTime::of(instant)
    }
}

text_in_json!(ParisDateTime: to_string, parse);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn moment(typed: &str) -> Result<String, ClockError> {
        ParisDateTime::parse(typed)?.to_instant().map(Instant::iso)
    }

    #[test]
    fn a_deadline_typed_in_paris_is_kept_in_utc() {
        assert_eq!(moment("2026-10-25T12:00"), Ok("2026-10-25T11:00:00Z".to_owned()));
        assert_eq!(moment("2026-07-14T12:00"), Ok("2026-07-14T10:00:00Z".to_owned()));
        assert_eq!(moment("2026-01-15T12:00"), Ok("2026-01-15T11:00:00Z".to_owned()));
        assert_eq!(moment("02/03/2026 12:00"), Ok("2026-03-02T11:00:00Z".to_owned()));
    }

    #[test]
    fn an_hour_that_the_clocks_skip_or_repeat_is_refused() {
        assert_eq!(moment("2026-03-29T02:30"), Err(ClockError::DoesNotExist));
        assert_eq!(moment("2026-03-29T02:00"), Err(ClockError::DoesNotExist));
        assert_eq!(moment("2026-03-29T01:59"), Ok("2026-03-29T00:59:00Z".to_owned()));
        assert_eq!(moment("2026-03-29T03:00"), Ok("2026-03-29T01:00:00Z".to_owned()));
        assert_eq!(moment("2026-10-25T02:30"), Err(ClockError::ExistsTwice));
        assert_eq!(moment("2026-10-25T02:00"), Err(ClockError::ExistsTwice));
        assert_eq!(moment("2026-10-25T01:59"), Ok("2026-10-24T23:59:00Z".to_owned()));
        assert_eq!(moment("2026-10-25T03:00"), Ok("2026-10-25T02:00:00Z".to_owned()));
    }

    #[test]
    fn people_type_hours_in_many_ways() {
        let noon = ParisDateTime::parse("2026-03-02T12:00").unwrap();
        for typed in
            ["02/03/2026 12:00", " 2/3/2026 12h00 ", "2026-03-02 12 h 00", "02/03/2026\u{a0}12\u{202f}h", "2026-03-02T12H00"]
        {
            assert_eq!(ParisDateTime::parse(typed), Ok(noon), "{typed:?}");
        }
        assert_eq!(ParisDateTime::parse_parts("02/03/2026", "12:00"), Ok(noon));
        assert_eq!(ParisDateTime::parse_parts("2026-03-02", "9:05").unwrap().time(), "09:05");
        assert_eq!(noon.to_string(), "2026-03-02T12:00");
        assert_eq!(noon.in_words(), "2 mars 2026 à 12\u{a0}h\u{a0}00");
        assert_eq!(noon.day().in_words(), "2 mars 2026");
    }

    #[test]
    fn what_is_not_a_moment_is_refused_with_its_reason() {
        for typed in
            ["2026-03-02", "2026-03-02T", "2026-03-02T24:00", "2026-03-02T12:60", "2026-03-02T12:00:00", "2026-03-02T12:"]
        {
            assert_eq!(ParisDateTime::parse(typed), Err(ClockError::NotAnHour), "{typed:?}");
        }
        for time in ["", "midi", "12", "1200", "12:5", "+1:00", "012:00", "h00", "12 h 5", "-1:00"] {
            assert_eq!(ParisDateTime::parse_parts("2026-03-02", time), Err(ClockError::NotAnHour), "{time:?}");
        }
        assert_eq!(ParisDateTime::parse(""), Err(ClockError::Day(DayError::Empty)));
        assert_eq!(ParisDateTime::parse("30/02/2026 12:00"), Err(ClockError::Day(DayError::DoesNotExist)));
        assert_eq!(ParisDateTime::parse("12:00"), Err(ClockError::Day(DayError::NotADate)));
    }

    #[test]
    fn an_instant_is_cut_to_the_minute() {
        let shown = ParisDateTime::from(Instant::parse("2026-03-02T11:00:59.999Z").unwrap());
        assert_eq!(shown.to_string(), "2026-03-02T12:00");
    }

    proptest! {
        #[test]
        fn a_moment_that_exists_once_comes_back(minutes in 15_000_000..75_000_000_i64) {
            let instant = Instant::from_millis(minutes * 60_000);
            let shown = ParisDateTime::of(instant);
            prop_assert_eq!(ParisDateTime::parse(&shown.to_string()), Ok(shown));
            match shown.to_instant() {
                Ok(back) => prop_assert_eq!(back, instant),
                Err(refused) => prop_assert_eq!(refused, ClockError::ExistsTwice),
            }
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC{0,20}|[0-9:hT /-]{0,18}") {
            let _ = ParisDateTime::parse(&text).and_then(ParisDateTime::to_instant);
        }
    }
}

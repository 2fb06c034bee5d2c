//! Instants: when something happened, to the millisecond, the same everywhere.

use std::fmt;
use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use sea_orm::DeriveValueType;

use super::{Day, PARIS, words};

/// A moment, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Stored as BIGINT: one exact representation, ordered and comparable in SQL, the same on SQLite and PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
pub struct Instant(i64);

/// The text is not an instant with its offset, such as `2026-03-02T11:00:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("not an instant with its offset")]
pub struct NotAnInstant;

/// 1000-01-01T00:00:00Z, from which on the day in Paris is a [`Day`].
const FIRST: i64 = -30_610_224_000_000;

/// 2999-12-31T22:59:59.999Z, after which Paris has left the last [`Day`].
const LAST: i64 = 32_503_676_399_999;

impl Instant {
    /// An instant given in milliseconds since the Unix epoch.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Instant {
        Instant(millis)
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Reads an instant with its offset: `2026-03-02T11:00:00Z`, `2026-03-02T12:00:00.250+01:00`.
    ///
    /// # Errors
    /// [`NotAnInstant`]
    pub fn parse(text: &str) -> Result<Instant, NotAnInstant> {
        text.trim().parse::<Timestamp>().map(Instant::from).map_err(|_| NotAnInstant)
    }

    /// This much later, or earlier when negative.
    #[must_use]
    pub fn plus(self, duration: SignedDuration) -> Instant {
        let millis = i128::from(self.0).saturating_add(duration.as_millis());
        Instant(i64::try_from(millis).unwrap_or(if millis < 0 { i64::MIN } else { i64::MAX }))
    }

    /// How long after `earlier` this is; negative when it is before.
    #[must_use]
    pub fn since(self, earlier: Instant) -> SignedDuration {
        SignedDuration::from_millis(self.0.saturating_sub(earlier.0))
    }

    /// The same moment for jiff. What no calendar here shows (before the year 1000, after 2999) is brought to the edge.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.0.clamp(FIRST, LAST)).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// The day it is in Paris at that moment.
    #[must_use]
    pub fn paris_day(self) -> Day {
        Day::nearest(self.in_paris().date())
    }

    /// What the clocks of Paris show at that moment.
    pub(super) fn in_paris(self) -> DateTime {
        PARIS.to_datetime(self.timestamp())
    }

    /// For machines and `<time datetime>`: `2026-03-02T11:00:00Z`, with milliseconds only where there are any.
    #[must_use]
    pub fn iso(self) -> String {
        self.timestamp().to_string()
    }

    /// « 2 mars 2026 à 12 h 00 », in Paris.
    #[must_use]
    pub fn in_words(self) -> String {
        let paris = self.in_paris();
        format!("{} à {}", words::day(paris.date()), words::to_the_minute(paris.time()))
    }

    /// « 2 mars 2026 à 12 h 00 min 05 s », in Paris.
    #[must_use]
    pub fn in_words_to_the_second(self) -> String {
        let paris = self.in_paris();
        format!("{} à {}", words::day(paris.date()), words::to_the_second(paris.time()))
    }
}

/// What is finer than a millisecond is cut: who arrives within the last millisecond of a deadline has arrived.
impl From<Timestamp> for Instant {
    fn from(timestamp: Timestamp) -> Instant {
        Instant(timestamp.as_millisecond())
    }
}

impl From<Instant> for Timestamp {
    fn from(instant: Instant) -> Timestamp {
        instant.timestamp()
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.iso())
    }
}

impl FromStr for Instant {
    type Err = NotAnInstant;

    fn from_str(text: &str) -> Result<Instant, NotAnInstant> {
        Instant::parse(text)
    }
}

text_in_json!(Instant: iso, parse);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn instant(iso: &str) -> Instant {
        Instant::parse(iso).unwrap()
    }

    #[test]
    fn an_instant_is_written_in_utc() {
        assert_eq!(instant("2026-03-02T12:00:00+01:00").to_string(), "2026-03-02T11:00:00Z");
        assert_eq!(instant("2026-03-02T11:00:00.250Z").iso(), "2026-03-02T11:00:00.25Z");
        assert_eq!(Instant::from_millis(0).iso(), "1970-01-01T00:00:00Z");
        assert_eq!(instant("2026-03-02T11:00:00Z").millis(), 1_772_449_200_000);
    }

    #[test]
    fn an_instant_without_offset_is_not_one() {
        for text in ["", "2026-03-02", "2026-03-02T11:00:00", "hier", "2026-02-30T11:00:00Z", "1772449200000"] {
            assert_eq!(Instant::parse(text), Err(NotAnInstant), "{text:?}");
        }
    }

    #[test]
    fn words_are_those_of_paris() {
        let winter = instant("2026-03-02T11:00:05Z");
        assert_eq!(winter.in_words(), "2 mars 2026 à 12\u{a0}h\u{a0}00");
        assert_eq!(winter.in_words_to_the_second(), "2 mars 2026 à 12\u{a0}h\u{a0}00\u{a0}min\u{a0}05\u{a0}s");
        assert_eq!(instant("2026-07-14T10:00:00Z").in_words(), "14 juillet 2026 à 12\u{a0}h\u{a0}00");
        assert_eq!(instant("2026-08-01T07:05:00Z").in_words(), "1er août 2026 à 9\u{a0}h\u{a0}05");
    }

    #[test]
    fn the_day_is_that_of_paris() {
        assert_eq!(instant("2025-12-31T22:59:59.999Z").paris_day().to_string(), "2025-12-31");
        assert_eq!(instant("2025-12-31T23:00:00Z").paris_day().to_string(), "2026-01-01");
        assert_eq!(instant("2026-06-30T22:00:00Z").paris_day().to_string(), "2026-07-01");
    }

    #[test]
    fn time_passes() {
        let noon = instant("2026-03-02T11:00:00Z");
        let later = noon.plus(SignedDuration::from_millis(1));
        assert!(later > noon);
        assert_eq!(later.since(noon), SignedDuration::from_millis(1));
        assert_eq!(later.plus(SignedDuration::from_millis(-1)), noon);
        assert_eq!(noon.plus(SignedDuration::MAX), Instant::from_millis(i64::MAX));
        assert_eq!(noon.plus(SignedDuration::MIN), Instant::from_millis(i64::MIN));
    }

    #[test]
    fn less_than_a_millisecond_is_cut() {
        assert_eq!(instant("2026-03-02T11:00:00.000999Z"), instant("2026-03-02T11:00:00Z"));
    }

    #[test]
    fn the_edges_of_the_calendar_hold() {
        assert_eq!(Instant::from_millis(FIRST).iso(), "1000-01-01T00:00:00Z");
        assert_eq!(Instant::from_millis(LAST).iso(), "2999-12-31T22:59:59.999Z");
        assert_eq!(Instant::from_millis(LAST).paris_day().to_string(), "2999-12-31");
        assert_eq!(Instant::from_millis(i64::MIN).paris_day().to_string(), "1000-01-01");
        assert_eq!(Instant::from_millis(i64::MAX).paris_day().to_string(), "2999-12-31");
    }

    proptest! {
        #[test]
        fn what_is_written_can_be_read_again(millis in FIRST..=LAST) {
            let instant = Instant::from_millis(millis);
            prop_assert_eq!(Instant::parse(&instant.iso()), Ok(instant));
            prop_assert_eq!(Instant::from(Timestamp::from(instant)), instant);
            prop_assert_eq!(serde_json::from_value::<Instant>(serde_json::to_value(instant).unwrap()).unwrap(), instant);
        }

        #[test]
        fn every_stored_number_can_be_shown(millis: i64) {
            prop_assert!(!Instant::from_millis(millis).in_words_to_the_second().is_empty());
        }

        #[test]
        fn every_instant_is_within_its_day(millis in FIRST..=LAST) {
            let instant = Instant::from_millis(millis);
            let day = instant.paris_day();
            prop_assert!(day.start_in_paris() <= instant && instant <= day.end_in_paris());
        }
    }
}

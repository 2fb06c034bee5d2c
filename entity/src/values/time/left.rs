//! How long until, how long since: what stands beside a deadline.

use std::fmt;

use jiff::SignedDuration;

use super::{super::grouped, Instant};

/// What is left until an instant, or what has passed since.
///
/// Shown in its largest unit, never more than there is: « dans 3 jours », « dans 5 heures », « dans 12 min 30 s »,
/// « depuis 2 jours », « depuis 4 ans », « maintenant ».
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeLeft(SignedDuration);

/// What is left at `now` until `until`.
#[must_use]
pub fn time_left(now: Instant, until: Instant) -> TimeLeft {
    TimeLeft(until.since(now))
}

/// The days of a year, its quarter of a day rounded up so that no year is counted too early.
const DAYS_OF_A_YEAR: u64 = 366;

/// Days of 24 hours, hours, minutes and seconds.
struct Parts {
    days: u64,
    hours: u64,
    minutes: u64,
    seconds: u64,
}

impl TimeLeft {
    /// Positive before the instant, negative after it.
    #[must_use]
    pub const fn duration(self) -> SignedDuration {
        self.0
    }

    /// Whether the instant has passed; at the instant itself it has not.
    #[must_use]
    pub const fn is_over(self) -> bool {
        self.0.is_negative()
    }

    /// To the second, without saying before or after: « 2 jours 3 h 04 min 05 s ».
    #[must_use]
    pub fn exact(self) -> String {
        let Parts { days, hours, minutes, seconds } = self.parts();
        match (days, hours, minutes) {
            (0, 0, 0) => format!("{seconds} s"),
            (0, 0, _) => format!("{minutes} min {seconds:02} s"),
            (0, _, _) => format!("{hours} h {minutes:02} min {seconds:02} s"),
            _ => format!("{} {hours} h {minutes:02} min {seconds:02} s", counted(days, "jour")),
        }
    }

    fn in_the_largest_unit(self) -> String {
        let Parts { days, hours, .. } = self.parts();
        match (days, hours) {
            (0, 0) => self.exact(),
            (0, _) => counted(hours, "heure"),
            _ if days >= 2 * DAYS_OF_A_YEAR => counted(days / DAYS_OF_A_YEAR, "an"),
            _ => counted(days, "jour"),
        }
    }

    fn parts(self) -> Parts {
        let seconds = self.0.as_secs().unsigned_abs();
        Parts { days: seconds / 86_400, hours: seconds / 3_600 % 24, minutes: seconds / 60 % 60, seconds: seconds % 60 }
    }
}

fn counted(count: u64, unit: &str) -> String {
    let plural = if count > 1 { "s" } else { "" };
    format!("{} {unit}{plural}", grouped(i64::try_from(count).unwrap_or(i64::MAX)))
}

impl fmt::Display for TimeLeft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_secs() {
            0 => f.pad("maintenant"),
            1.. => f.pad(&format!("dans {}", self.in_the_largest_unit())),
            _ => f.pad(&format!("depuis {}", self.in_the_largest_unit())),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;

    fn left(seconds: i64) -> TimeLeft {
        let now = Instant::from_millis(1_772_449_200_000);
        time_left(now, now.plus(SignedDuration::from_secs(seconds)))
    }

    #[test]
    fn the_largest_unit_is_enough_for_the_eye() {
        for (seconds, shown) in [
            (3 * DAY, "dans 3 jours"),
            (3 * DAY + 23 * HOUR, "dans 3 jours"),
            (DAY, "dans 1 jour"),
            (DAY - 1, "dans 23 heures"),
            (5 * HOUR + 59 * MINUTE, "dans 5 heures"),
            (HOUR, "dans 1 heure"),
            (HOUR - 1, "dans 59 min 59 s"),
            (12 * MINUTE + 30, "dans 12 min 30 s"),
            (12 * MINUTE, "dans 12 min 00 s"),
            (59, "dans 59 s"),
            (1, "dans 1 s"),
            (0, "maintenant"),
            (-1, "depuis 1 s"),
            (-90, "depuis 1 min 30 s"),
            (-2 * HOUR, "depuis 2 heures"),
            (-400 * DAY, "depuis 400 jours"),
            (-731 * DAY, "depuis 731 jours"),
            (-732 * DAY, "depuis 2 ans"),
            (-1664 * DAY, "depuis 4 ans"),
            (1537 * DAY, "dans 4 ans"),
        ] {
            assert_eq!(left(seconds).to_string(), shown);
        }
    }

    #[test]
    fn the_exact_time_is_told_to_the_second() {
        assert_eq!(left(2 * DAY + 3 * HOUR + 4 * MINUTE + 5).exact(), "2 jours 3 h 04 min 05 s");
        assert_eq!(left(-DAY).exact(), "1 jour 0 h 00 min 00 s");
        assert_eq!(left(3 * HOUR + 4 * MINUTE + 5).exact(), "3 h 04 min 05 s");
        assert_eq!(left(4 * MINUTE + 5).exact(), "4 min 05 s");
        assert_eq!(left(5).exact(), "5 s");
        assert_eq!(left(0).exact(), "0 s");
    }

    #[test]
    fn the_closing_instant_is_not_over() {
        let closing = Instant::from_millis(1_000);
        assert!(!time_left(closing, closing).is_over());
        assert!(time_left(Instant::from_millis(1_001), closing).is_over());
        assert!(!time_left(Instant::from_millis(999), closing).is_over());
    }

    proptest! {
        #[test]
        fn before_and_after_mirror_each_other(now: i64, until: i64) {
            let (now, until) = (Instant::from_millis(now), Instant::from_millis(until));
            let (left, passed) = (time_left(now, until), time_left(until, now));
            prop_assert!(!(left.is_over() && passed.is_over()));
            prop_assert_eq!(left.to_string().starts_with("dans "), left.duration().as_secs() > 0);
            if left.duration().checked_neg() == Some(passed.duration()) {
                prop_assert_eq!(left.exact(), passed.exact());
            }
        }
    }
}

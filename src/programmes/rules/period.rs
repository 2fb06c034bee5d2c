//! How long a programme lasts, to the month: announcements say « 2018 – 2022 » or « juillet 2020 – juillet 2025 ».

use std::{fmt, str::FromStr};

use entity::values::Day;

use super::Refusal;

/// A month of the calendar, from January 1000 to December 2999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    /// From 1 to 12.
    number: i8,
}

/// How programmes are announced: months by their French names.
const NAMES: [&str; 12] =
    ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(day: Day) -> Self {
        Self { year: day.year(), number: day.date().month() }
    }

    /// Reads `2022-09`, as it is stored and as browsers send it.
    ///
    /// # Errors
    /// [`Refusal::NotAPeriod`]
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let is_full = text.len() == 7;
        let first_day = Day::parse(&format!("{text}-01")).ok().filter(|_| is_full);
        first_day.map(Self::of).ok_or(Refusal::NotAPeriod)
    }

    /// How many months after `earlier`.
    #[must_use]
    pub fn months_since(self, earlier: Self) -> i32 {
        (self.year - earlier.year) * 12 + i32::from(self.number - earlier.number)
    }

    /// January of a year.
    #[must_use]
    pub fn january(year: i32) -> Self {
        Self { year, number: 1 }
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// « septembre 2022 »
    #[must_use]
    pub fn in_words(self) -> String {
        let name = usize::try_from(self.number - 1).ok().and_then(|index| NAMES.get(index)).unwrap_or(&"");
        format!("{name} {}", self.year)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.number)
    }
}

impl serde::Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for Month {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Self::parse(text)
    }
}

/// From the first to the last month of a programme, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first month.
    pub first: Month,
    /// The last month.
    pub last: Month,
    in_years: bool,
}

/// Where a programme stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It has not begun.
    ToCome,
    /// It runs.
    Underway,
    /// It is over.
    Over,
}

impl Period {
    /// Reads a start and an end, each a year (`2018`) or a month (`2020-07`): a year starts in January and ends in December.
    ///
    /// # Errors
    /// [`Refusal::NotAPeriod`] or [`Refusal::EndsBeforeItStarts`]
    pub fn parse(starts: &str, ends: &str) -> Result<Self, Refusal> {
        let first = year(starts).map(Month::january).map_or_else(|| Month::parse(starts), Ok)?;
        let last = year(ends).map(|year| Month { year, number: 12 }).map_or_else(|| Month::parse(ends), Ok)?;
        if last < first {
            return Err(Refusal::EndsBeforeItStarts);
        }
        Ok(Self { first, last, in_years: year(starts).is_some() && year(ends).is_some() })
    }

    /// Where the programme stands on `day`.
    #[must_use]
    pub fn phase_on(self, day: Day) -> Phase {
        let month = Month::of(day);
        if month < self.first {
            Phase::ToCome
        } else if month > self.last {
            Phase::Over
        } else {
            Phase::Underway
        }
    }

    /// How many months it lasts.
    #[must_use]
    pub fn months(self) -> i32 {
        self.last.months_since(self.first) + 1
    }

    /// As it was announced: « 2018 – 2022 », « juillet 2020 – juillet 2025 ».
    #[must_use]
    pub fn in_words(self) -> String {
        if self.in_years {
            format!("{} – {}", self.first.year, self.last.year)
        } else {
            format!("{} – {}", self.first.in_words(), self.last.in_words())
        }
    }
}

fn year(text: &str) -> Option<i32> {
    let year = text.parse().ok().filter(|_| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()))?;
    Day::new(year, 1, 1).map(Day::year)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn period(starts: &str, ends: &str) -> Period {
        Period::parse(starts, ends).unwrap()
    }

    fn day(iso: &str) -> Day {
        Day::parse(iso).unwrap()
    }

    #[test]
    fn years_and_months_are_read_as_announced() {
        assert_eq!(period("2018", "2022").in_words(), "2018 – 2022");
        assert_eq!(period("2018", "2022").months(), 60);
        assert_eq!(period("2020-07", "2025-07").in_words(), "juillet 2020 – juillet 2025");
        assert_eq!(period("2020-07", "2025-07").months(), 61);
    }

    #[test]
    fn what_is_neither_is_refused() {
        for wrong in ["", "18", "2018-13", "2018-7", "en 2018", "+201", "20180", "0018"] {
            assert_eq!(Period::parse(wrong, "2022"), Err(Refusal::NotAPeriod), "{wrong}");
        }
        assert_eq!(Period::parse("2022", "2021"), Err(Refusal::EndsBeforeItStarts));
    }

    #[test]
    fn both_ends_are_part_of_it() {
        let segur = period("2020-07", "2025-07");
        let phases = ["2020-06-30", "2020-07-01", "2025-07-31", "2025-08-01"].map(|iso| segur.phase_on(day(iso)));
        assert_eq!(phases, [Phase::ToCome, Phase::Underway, Phase::Underway, Phase::Over]);
    }

    proptest! {
        #[test]
        fn a_month_reads_what_it_writes(year in 1000..3000_i32, number in 1..13_i8) {
            let month = Month { year, number };
            prop_assert_eq!(Month::parse(&month.to_string()), Ok(month));
        }

        #[test]
        fn no_text_breaks_the_reader(starts in "\\PC{0,9}|[0-9-]{0,8}", ends in "[0-9-]{0,8}") {
            let _ = Period::parse(&starts, &ends);
        }
    }
}

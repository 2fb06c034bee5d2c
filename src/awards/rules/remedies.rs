//! Until when a decision can be contested (norms §5: two months from notification, CJA R421-1 and R421-5; « délai franc »,
//! put off to the next working day, as acceptance test 29 states it).

use entity::values::Day;
use jiff::civil::{Date, Weekday};

/// The last day on which a decision notified on `notified` can be contested before the court. The day of notification and
/// the last one do not count (« délai franc »); a last day that nobody works on is put off.
#[must_use]
pub fn last_day(notified: Day) -> Day {
    let mut day = notified.plus_months(2).plus_days(1);
    while !is_worked(day) {
        day = day.plus_days(1);
    }
    day
}

fn is_worked(day: Day) -> bool {
    let Ok(date) = day.iso().parse::<Date>() else { return true };
    let is_weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    !is_weekend && !is_public_holiday(date)
}

/// The public holidays of France (code du travail, L3133-1): eight fixed, and three that follow Easter. Easter itself and
/// Pentecost are Sundays.
fn is_public_holiday(date: Date) -> bool {
    const FIXED: [(i8, i8); 8] = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    const AFTER_EASTER: [i32; 3] = [1, 39, 50];

    let easter = easter(i32::from(date.year()));
    let follows_easter = Day::of(date)
        .is_some_and(|day| AFTER_EASTER.iter().any(|days| easter.is_some_and(|sunday| sunday.plus_days(*days) == day)));
    FIXED.contains(&(date.month(), date.day())) || follows_easter
}

/// Easter Sunday in the Gregorian calendar (the « anonymous » computus, Nature, 1876).
fn easter(year: i32) -> Option<Day> {
    let golden = year % 19;
    let (century, year_of_century) = (year / 100, year % 100);
    let moon_correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon_correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (year_of_century / 4) - epact - year_of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let from_march = epact + weekday - 7 * late + 114;
    Day::new(year, i8::try_from(from_march / 31).ok()?, i8::try_from(from_march % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last_day_of(notified: &str) -> String {
        last_day(Day::parse(notified).unwrap()).iso()
    }

    #[test]
    fn the_last_day_is_free_of_holidays() {
        // Norms, test 29: the 11th of November is a holiday.
        assert_eq!(last_day_of("2026-09-10"), "2026-11-12");
        // A plain one, then a Saturday put off to Monday.
        assert_eq!(last_day_of("2026-09-14"), "2026-11-16");
        assert_eq!(last_day_of("2026-09-11"), "2026-11-12");
        assert_eq!(last_day_of("2026-08-13"), "2026-10-14");
        assert_eq!(last_day_of("2026-08-16"), "2026-10-19");
        // The last day of February, and Easter Monday 2026 (6 April).
        assert_eq!(last_day_of("2025-12-31"), "2026-03-02");
        assert_eq!(last_day_of("2026-02-05"), "2026-04-07");
    }

    #[test]
    fn easter_falls_where_almanacs_say() {
        for (year, day) in
            [(2018, "2018-04-01"), (2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2038, "2038-04-25")]
        {
            assert_eq!(easter(year).unwrap().iso(), day);
        }
    }
}

//! How a decision can be contested, and until when: what every unfavourable decision on a dossier tells, on its page, in its
//! mail and on paper. Without it the time limit does not run (norms §5: CJA R421-5).

use entity::values::Day;
use jiff::civil::{Date, Weekday};

/// The remedies, paragraph by paragraph, for a decision that can be read since `available`: courts (CJA R421-1, R421-5), then
/// the author and their superior (CRPA L411-2). The limit runs from the notification, which may come later: the day given is
/// the earliest one.
#[must_use]
pub fn remedies(available: Day) -> [String; 3] {
    [
        "Vous pouvez contester cette décision devant le tribunal administratif, y compris par www.telerecours.fr, dans les deux mois de sa notification (code de justice administrative, articles R.\u{a0}421-1 et R.\u{a0}421-5).".to_owned(),
        format!("Ce délai court à compter de la notification. Si la décision vous est notifiée le jour de sa mise à disposition, le {}, vous pouvez la contester jusqu’au {} inclus.", available.in_words(), last_day(available).in_words()),
        "Dans le même délai, vous pouvez demander à son auteur de la revoir (recours gracieux) ou saisir son supérieur (recours hiérarchique) ; le délai devant le tribunal est alors interrompu (code des relations entre le public et l’administration, article L.\u{a0}411-2).".to_owned(),
    ]
}

/// The last day on which a decision notified on `notified` can be contested before the court: two months (CJA R421-1), put
/// off to the next working day (norms §6, test 29). The day of notification and the last one do not count (« délai franc »).
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
    fn the_remedies_name_the_courts_the_author_and_their_superior() {
        let told = remedies(Day::parse("2026-09-10").unwrap()).join("\n");
        for named in [
            "tribunal administratif",
            "R.\u{a0}421-5",
            "jusqu’au 12 novembre 2026 inclus",
            "gracieux",
            "hiérarchique",
            "L.\u{a0}411-2",
        ] {
            assert!(told.contains(named), "{named} is not in {told}");
        }
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

//! Dates and hours in French words. An hour is never broken over two lines.

use jiff::civil::{Date, Time};

/// « 2 mars 2026 », and « 1er mars 2026 » for the first.
pub(super) fn day(date: Date) -> String {
    let first = if date.day() == 1 { "er" } else { "" };
    format!("{}{first} {} {}", date.day(), month(date.month()), date.year())
}

/// « 12 h 00 »
pub(super) fn to_the_minute(time: Time) -> String {
    format!("{}\u{a0}h\u{a0}{:02}", time.hour(), time.minute())
}

/// « 12 h 00 min 05 s »
pub(super) fn to_the_second(time: Time) -> String {
    format!("{}\u{a0}min\u{a0}{:02}\u{a0}s", to_the_minute(time), time.second())
}

fn month(month: i8) -> &'static str {
    match month {
        1 => "janvier",
        2 => "février",
        3 => "mars",
        4 => "avril",
        5 => "mai",
        6 => "juin",
        7 => "juillet",
        8 => "août",
        9 => "septembre",
        10 => "octobre",
        11 => "novembre",
        _ => "décembre",
    }
}

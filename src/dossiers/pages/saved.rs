//! What a page that saves itself asks and is told.

use axum::http::{HeaderMap, StatusCode};
use entity::values::{Instant, ParisDateTime};
use serde::Serialize;

use crate::web::Reply;

/// Whether the script asks, and not a person's button.
pub(super) fn is_autosave(headers: &HeaderMap) -> bool {
    headers.get("x-requested-with").is_some_and(|value| value == "autosave")
}

/// « Enregistré à 14 h 32 », in Paris.
pub(super) fn at(moment: Instant) -> String {
    let (hour, minute) = hour_and_minute(&ParisDateTime::of(moment).time());
    format!("Enregistré à {hour} h {minute}")
}

/// `09:05` is « 9 » and « 05 ».
fn hour_and_minute(time: &str) -> (String, String) {
    let (hour, minute) = time.split_once(':').unwrap_or((time, "00"));
    let hour = hour.strip_prefix('0').unwrap_or(hour);
    (hour.to_owned(), minute.to_owned())
}

#[derive(Serialize)]
struct Conflict {
    conflicts: usize,
}

/// Somebody else saved something else: the script keeps what is typed, and the page shows both once the person saves.
pub(super) fn conflict(conflicts: usize) -> Reply {
    Reply::json(StatusCode::CONFLICT, &Conflict { conflicts })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hour_of_a_save_is_that_of_paris() {
        for (moment, words) in
            [("2026-01-12T08:05:00Z", "9 h 05"), ("2026-01-11T23:00:00Z", "0 h 00"), ("2026-07-12T12:32:00Z", "14 h 32")]
        {
            assert_eq!(at(Instant::parse(moment).unwrap()), format!("Enregistré à {words}"));
        }
    }
}

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
    format!("Enregistré à {}", ParisDateTime::of(moment).time().replacen(':', " h ", 1))
}

#[derive(Serialize)]
struct Conflict {
    conflicts: usize,
}

/// Somebody else saved something else: the script keeps what is typed, and the page shows both once the person saves.
pub(super) fn conflict(conflicts: usize) -> Reply {
    Reply::json(StatusCode::CONFLICT, &Conflict { conflicts })
}

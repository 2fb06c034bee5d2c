//! The pages of the audit.

mod checkpoints;
mod event;
mod events;
mod verification;
mod words;

use crate::{access::Routes, web::urls};

/// The addresses of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(urls::CHECKPOINTS, checkpoints::get)
        .get(urls::CHECKPOINTS_JSON, checkpoints::json)
        .get(urls::CHECKPOINT_PART, checkpoints::part)
        .get(urls::EVENTS, events::get)
        .get(urls::EVENT, event::get)
        .get(urls::VERIFICATION, verification::get)
        .post(urls::VERIFICATION, verification::post)
}

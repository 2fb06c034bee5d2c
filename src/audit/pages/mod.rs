//! The pages of the audit.

mod checkpoints;
mod entry;
mod event;
mod events;
mod pack;
mod verification;
mod words;

use entity::{
    seal,
    values::{Fingerprint, Instant},
};

use crate::{access::Routes, web::urls};

/// A seal as a sheet shows it, and whether what it sealed is still the same.
struct Seal {
    number: i64,
    hash: Fingerprint,
    previous: Fingerprint,
    sealed_at: Instant,
    holds: bool,
}

impl Seal {
    fn of((seal, holds): (seal::Model, bool)) -> Self {
        let seal::Model { number, hash, previous, sealed_at, .. } = seal;
        Self { number, hash, previous, sealed_at, holds }
    }
}

/// The addresses of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(urls::CHECKPOINTS, checkpoints::get)
        .get(urls::CHECKPOINTS_JSON, checkpoints::json)
        .get(urls::CHECKPOINT_PART, checkpoints::part)
        .get(urls::EVENTS, events::get)
        .get(urls::EVENT, event::get)
        .get(urls::ENTRY_PROOF, entry::get)
        .get(urls::PACKS, pack::list)
        .get(urls::PROGRAMME_PACK, pack::programme)
        .get(urls::PROGRAMME_PACK_FILE, pack::programme_file)
        .get(urls::LAUREATE_PACK, pack::laureate)
        .get(urls::LAUREATE_PACK_FILE, pack::laureate_file)
        .get(urls::VERIFICATION, verification::get)
        .post(urls::VERIFICATION, verification::post)
}

//! What people do in a jury, one verb a function.

mod assign;
mod read;
mod review;
mod room;
mod seats;

pub use assign::{Changes, assign};
pub use read::{
    Marks, MyReview, PeerReview, candidate_comments, grid, my_dossiers, my_review, peer_reviews, standings, to_declare,
    waves_to_declare,
};
pub use review::{CriterionScore, WrittenReview, save_review, submit_review};
pub use room::{JuryRoom, Load, ReadBy, jury_room};
pub use seats::{declare_interests, invite_juror, join};

use super::rules::Refusal;
use crate::db::StoreError;

/// Why a jury's action was not done.
#[derive(Debug, thiserror::Error)]
pub enum JuryError {
    /// A rule refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed, or the page was out of date.
    #[error(transparent)]
    Store(#[from] StoreError),
}

//! What a juror thinks of a dossier (« évaluation »).

use crate::values::{AssignmentId, Instant, ReviewId, ReviewState};
use sea_orm::entity::prelude::*;

/// A row of `review`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: ReviewId,
    /// Of which assignment.
    pub assignment_id: AssignmentId,
    /// Whether the juror still writes it.
    pub state: ReviewState,
    /// For the panel alone.
    pub panel_comment: String,
    /// For the candidate to read after the decision.
    pub candidate_comment: String,
    /// When it was handed in.
    pub submitted_at: Option<Instant>,
    /// When it last changed.
    pub updated_at: Instant,
    /// Grows by one at each save; a save on an older version is refused.
    pub version: i32,
}

relations! {
    Assignment: AssignmentId => assignment (default),
}

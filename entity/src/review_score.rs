//! A juror's mark on one criterion.

use crate::values::{CriterionId, ReviewId, ReviewScoreId};
use sea_orm::entity::prelude::*;

/// A row of `review_score`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review_score")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: ReviewScoreId,
    /// In which review.
    pub review_id: ReviewId,
    /// On which criterion.
    pub criterion_id: CriterionId,
    /// The mark in half points, 0 to 10: 7 is three and a half out of five. Absent while the juror has only commented.
    pub half_points: Option<i32>,
    /// Why; may be empty.
    pub comment: String,
}

relations! {
    Review: ReviewId => review (default),
    Criterion: CriterionId => criterion (default),
}

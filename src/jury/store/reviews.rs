//! Reviews and their marks.

use entity::{
    assignment, criterion, juror, person, review, review_score,
    values::{AssignmentId, CriterionId, DossierId, ReviewId, ReviewState, WaveId},
};
use sea_orm::{
    ActiveValue::NotSet,
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Set,
    sea_query::{Expr, ExprTrait},
};

use super::{counted, readable};
use crate::db::{Source, StoreError, Tx};

/// A review with its marks.
pub(in crate::jury) type Written = (review::Model, Vec<review_score::Model>);

/// What a juror gives to one criterion: half points, and why.
pub(in crate::jury) type Score = (CriterionId, Option<i32>, String);

/// The grid of a wave, in its order.
pub(in crate::jury) async fn grid(db: &impl Source, wave: WaveId) -> Result<Vec<criterion::Model>, StoreError> {
    let grid = criterion::Entity::find().filter(criterion::Column::WaveId.eq(wave)).order_by_asc(criterion::Column::Position);
    Ok(grid.all(db.connection()).await?)
}

/// The review of an assignment, if it was begun.
pub(in crate::jury) async fn written(db: &impl Source, assignment: AssignmentId) -> Result<Option<Written>, StoreError> {
    let review = review::Entity::find().filter(review::Column::AssignmentId.eq(assignment)).one(db.connection()).await?;
    let Some(review) = review else { return Ok(None) };
    let scores = review_score::Entity::find()
        .filter(review_score::Column::ReviewId.eq(review.id))
        .order_by_asc(review_score::Column::Id)
        .all(db.connection())
        .await?;
    Ok(Some((review, scores)))
}

/// Everything written under these assignments.
async fn written_under(db: &impl Source, assignments: &[AssignmentId]) -> Result<Vec<Written>, StoreError> {
    let reviews = review::Entity::find().filter(review::Column::AssignmentId.is_in(assignments.iter().copied()));
    let reviews = reviews.all(db.connection()).await?;
    with_scores(db, reviews).await
}

async fn with_scores(db: &impl Source, reviews: Vec<review::Model>) -> Result<Vec<Written>, StoreError> {
    let ids: Vec<ReviewId> = reviews.iter().map(|review| review.id).collect();
    let scores = review_score::Entity::find()
        .filter(review_score::Column::ReviewId.is_in(ids))
        .order_by_asc(review_score::Column::Id)
        .all(db.connection())
        .await?;
    let scores_of = |review: &review::Model| scores.iter().filter(|score| score.review_id == review.id).cloned().collect();
    Ok(reviews.into_iter().map(|review| (review.clone(), scores_of(&review))).collect())
}

/// The reviews handed in on a dossier, with who wrote each, by name.
pub(in crate::jury) async fn handed_in(
    db: &impl Source,
    dossier: DossierId,
) -> Result<Vec<(person::Model, Written)>, StoreError> {
    let readers = counted(assignment::Entity::find())
        .filter(assignment::Column::DossierId.eq(dossier))
        .join(JoinType::InnerJoin, assignment::Relation::Juror.def())
        .join(JoinType::InnerJoin, juror::Relation::Person.def())
        .select_also(person::Entity)
        .order_by_asc(person::Column::Name)
        .order_by_asc(assignment::Column::Id)
        .all(db.connection())
        .await?;
    let assignments: Vec<AssignmentId> = readers.iter().map(|(assignment, _)| assignment.id).collect();
    let written = written_under(db, &assignments).await?;
    let of = |assignment: AssignmentId| {
        written.iter().find(|(review, _)| review.assignment_id == assignment && review.state == ReviewState::Submitted).cloned()
    };
    Ok(readers.into_iter().filter_map(|(assignment, person)| Some((person?, of(assignment.id)?))).collect())
}

/// One mark of a review that was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub(in crate::jury) struct MarkRow {
    pub(in crate::jury) dossier_id: DossierId,
    pub(in crate::jury) review_id: ReviewId,
    pub(in crate::jury) criterion_id: CriterionId,
    pub(in crate::jury) half_points: i32,
}

/// Every mark of the reviews handed in on a wave; those of jurors who stepped aside before the decision count nowhere.
pub(in crate::jury) async fn marks(db: &impl Source, wave: WaveId) -> Result<Vec<MarkRow>, StoreError> {
    let marks = counted(assignment::Entity::find())
        .filter(assignment::Column::WaveId.eq(wave))
        .join(JoinType::InnerJoin, review::Relation::Assignment.def().rev())
        .filter(review::Column::State.eq(ReviewState::Submitted))
        .join(JoinType::InnerJoin, review_score::Relation::Review.def().rev())
        .filter(review_score::Column::HalfPoints.is_not_null())
        .select_only()
        .column(assignment::Column::DossierId)
        .column(review_score::Column::ReviewId)
        .column(review_score::Column::CriterionId)
        .column(review_score::Column::HalfPoints)
        .order_by_asc(review_score::Column::Id)
        .into_model::<MarkRow>();
    Ok(marks.all(db.connection()).await?)
}

/// The comments for candidates of the reviews handed in on a wave, oldest first.
pub(in crate::jury) async fn candidate_comments(db: &impl Source, wave: WaveId) -> Result<Vec<(DossierId, String)>, StoreError> {
    let found = counted(assignment::Entity::find())
        .filter(assignment::Column::WaveId.eq(wave))
        .join(JoinType::InnerJoin, review::Relation::Assignment.def().rev())
        .filter(review::Column::State.eq(ReviewState::Submitted))
        .filter(review::Column::CandidateComment.ne(""))
        .order_by_asc(review::Column::SubmittedAt)
        .order_by_asc(review::Column::Id)
        .select_only()
        .column(assignment::Column::DossierId)
        .column(review::Column::CandidateComment)
        .into_tuple::<(DossierId, String)>();
    Ok(found.all(db.connection()).await?)
}

/// Locks the assignment under which somebody writes; `false` when it was taken back.
pub(in crate::jury) async fn lock(tx: &Tx, assignment: AssignmentId) -> Result<bool, StoreError> {
    let locked = readable(assignment::Entity::find()).filter(assignment::Column::Id.eq(assignment)).lock_exclusive();
    Ok(locked.one(tx.connection()).await?.is_some())
}

/// A review as its juror keeps it.
pub(in crate::jury) struct Kept<'a> {
    pub(in crate::jury) assignment: AssignmentId,
    pub(in crate::jury) version: i32,
    pub(in crate::jury) panel_comment: &'a str,
    pub(in crate::jury) candidate_comment: &'a str,
    pub(in crate::jury) scores: &'a [Score],
}

/// Keeps a draft: made at its first save, changed only from the version that its juror read.
pub(in crate::jury) async fn keep(tx: &Tx, kept: &Kept<'_>) -> Result<review::Model, StoreError> {
    let review = if kept.version == 0 { begin(tx, kept).await? } else { change(tx, kept).await? };
    review_score::Entity::delete_many().filter(review_score::Column::ReviewId.eq(review.id)).exec(tx.connection()).await?;
    if !kept.scores.is_empty() {
        let rows = kept.scores.iter().map(|(criterion, half_points, comment)| review_score::ActiveModel {
            id: NotSet,
            review_id: Set(review.id),
            criterion_id: Set(*criterion),
            half_points: Set(*half_points),
            comment: Set(comment.clone()),
        });
        review_score::Entity::insert_many(rows).exec_without_returning(tx.connection()).await?;
    }
    Ok(review)
}

/// Hands a draft in, with its marks as they were kept: the database freezes both from there on.
pub(in crate::jury) async fn hand_in(tx: &Tx, draft: review::Model) -> Result<review::Model, StoreError> {
    let row = review::ActiveModel {
        id: Set(draft.id),
        state: Set(ReviewState::Submitted),
        submitted_at: Set(Some(tx.at())),
        ..Default::default()
    };
    Ok(review::Entity::update(row).exec(tx.connection()).await?)
}

async fn begin(tx: &Tx, kept: &Kept<'_>) -> Result<review::Model, StoreError> {
    let row = review::ActiveModel {
        id: NotSet,
        assignment_id: Set(kept.assignment),
        state: Set(ReviewState::Draft),
        panel_comment: Set(kept.panel_comment.to_owned()),
        candidate_comment: Set(kept.candidate_comment.to_owned()),
        submitted_at: Set(None),
        updated_at: Set(tx.at()),
        version: Set(1),
    };
    Ok(review::Entity::insert(row).exec_with_returning(tx.connection()).await?)
}

async fn change(tx: &Tx, kept: &Kept<'_>) -> Result<review::Model, StoreError> {
    let changed = review::Entity::update_many()
        .col_expr(review::Column::PanelComment, Expr::value(kept.panel_comment))
        .col_expr(review::Column::CandidateComment, Expr::value(kept.candidate_comment))
        .col_expr(review::Column::UpdatedAt, Expr::value(tx.at()))
        .col_expr(review::Column::Version, Expr::col(review::Column::Version).add(1))
        .filter(review::Column::AssignmentId.eq(kept.assignment))
        .filter(review::Column::Version.eq(kept.version))
        .filter(review::Column::State.eq(ReviewState::Draft))
        .exec(tx.connection())
        .await?;
    if changed.rows_affected != 1 {
        return Err(StoreError::Stale);
    }
    let review = review::Entity::find().filter(review::Column::AssignmentId.eq(kept.assignment)).one(tx.connection()).await?;
    review.ok_or(StoreError::Stale)
}

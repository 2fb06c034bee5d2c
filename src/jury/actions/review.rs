//! Writing a review and handing it in.

use entity::{
    review,
    values::{CriterionId, ReviewState},
};
use serde_json::json;

use super::{
    super::{
        gates::JudgeDossier,
        rules::review::{self as rules, Step},
        store,
    },
    JuryError,
};
use crate::{
    access::Permit,
    db::{StoreError, Tx},
    dossiers,
    journal::{self, Event, EventKind, Subject},
};

/// What a juror gives to one criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionScore {
    /// Which criterion.
    pub criterion: CriterionId,
    /// Half points, 0 to 10; absent while there is none.
    pub half_points: Option<i32>,
    /// Why; may be empty.
    pub comment: String,
}

/// A review as its juror wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenReview {
    /// The version that the juror read; 0 when nothing was kept yet.
    pub version: i32,
    /// The marks.
    pub scores: Vec<CriterionScore>,
    /// For the panel alone.
    pub panel_comment: String,
    /// For the candidate, after the decision.
    pub candidate_comment: String,
}

/// Keeps a draft, whole or not.
///
/// # Errors
/// [`StoreError::Stale`] when it was written on an older version; `HandedIn`, `NoLongerJudged`, `ForeignCriterion`.
pub async fn save_review(tx: &Tx, permit: &Permit<JudgeDossier>, written: &WrittenReview) -> Result<review::Model, JuryError> {
    keep(tx, permit, written, Step::Save).await
}

/// Hands a review in, once: sent again, it is the same review.
///
/// # Errors
/// `Unscored` names the criteria without a mark; and those of [`save_review`].
pub async fn submit_review(tx: &Tx, permit: &Permit<JudgeDossier>, written: &WrittenReview) -> Result<review::Model, JuryError> {
    if let Some((review, _)) = store::reviews::written(tx, permit.assignment.id).await?
        && review.state == ReviewState::Submitted
    {
        return Ok(review);
    }
    let review = keep(tx, permit, written, Step::HandIn).await?;
    let event =
        Event::new(EventKind::ReviewSubmitted, Subject::Dossier(permit.dossier.id)).in_programme(permit.wave.programme_id);
    let marks: Vec<_> =
        written.scores.iter().map(|score| json!({ "criterion": score.criterion, "half_points": score.half_points })).collect();
    journal::record(tx, event.after(&json!({ "juror": permit.juror.id, "scores": marks }))).await?;
    Ok(review)
}

async fn keep(tx: &Tx, permit: &Permit<JudgeDossier>, written: &WrittenReview, step: Step) -> Result<review::Model, JuryError> {
    // The seat comes first in every lock, as when interests are declared: a juror who steps aside meanwhile writes nothing.
    store::seats::seat_for_update(tx, permit.wave.id, permit.juror.person_id).await?.ok_or(StoreError::Stale)?;
    if !store::reviews::lock(tx, permit.assignment.id).await? {
        return Err(StoreError::Stale.into());
    }
    // The gate read the dossier before: it may be decided by now. Held, it is not decided until this is written.
    let dossier = dossiers::actions::hold_dossiers(tx, &[permit.dossier.id]).await?.pop().ok_or(StoreError::Stale)?;
    rules::check_judged(dossier.state)?;
    let kept = store::reviews::written(tx, permit.assignment.id).await?.map(|(review, _)| review);
    let state = rules::next(kept.as_ref().map_or(ReviewState::Draft, |review| review.state), step)?;
    if kept.map_or(0, |review| review.version) != written.version {
        return Err(StoreError::Stale.into());
    }

    let grid: Vec<CriterionId> =
        store::reviews::grid(tx, permit.wave.id).await?.into_iter().map(|criterion| criterion.id).collect();
    rules::check_grid(&grid, written.scores.iter().map(|score| score.criterion))?;
    if step == Step::HandIn {
        let marks: Vec<_> = written.scores.iter().map(|score| (score.criterion, score.half_points)).collect();
        rules::check_whole(&grid, &marks)?;
    }

    let scores: Vec<store::reviews::Score> =
        written.scores.iter().map(|score| (score.criterion, score.half_points, score.comment.clone())).collect();
    let kept = store::reviews::Kept {
        assignment: permit.assignment.id,
        version: written.version,
        panel_comment: &written.panel_comment,
        candidate_comment: &written.candidate_comment,
        scores: &scores,
    };
    let draft = store::reviews::keep(tx, &kept).await?;
    match state {
        ReviewState::Draft => Ok(draft),
        ReviewState::Submitted => Ok(store::reviews::hand_in(tx, draft).await?),
    }
}

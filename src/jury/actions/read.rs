//! What people read of a jury.

use std::collections::BTreeMap;

use entity::{
    criterion, person, recusal, review, review_score,
    values::{CriterionId, DossierId, DossierState, PersonId, ReviewState, WaveId},
};

use super::{
    super::{
        gates::{AssignedDossier, Seat},
        rules::{
            interests,
            score::{self, Standing},
        },
        store,
    },
    JuryError,
};
use crate::{
    db::{Source, StoreError},
    dossiers::{self, Candidate},
};

/// The criteria of a wave, in the order of its grid.
///
/// # Errors
/// When the database fails.
pub async fn grid(db: &impl Source, wave: WaveId) -> Result<Vec<criterion::Model>, StoreError> {
    store::reviews::grid(db, wave).await
}

/// The marks of one dossier: how it stands, and the weighted mark of each review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    /// How it stands.
    pub standing: Standing,
    /// The mark of each review.
    pub reviews: Vec<score::Mark>,
}

/// How the dossiers of a wave stand, from the reviews handed in. A dossier that nobody judged is absent.
///
/// # Errors
/// When the database fails.
pub async fn standings(db: &impl Source, wave: WaveId) -> Result<BTreeMap<DossierId, Marks>, StoreError> {
    let grid: Vec<(CriterionId, i32)> =
        grid(db, wave).await?.into_iter().map(|criterion| (criterion.id, criterion.weight)).collect();
    let mut rows: BTreeMap<DossierId, Vec<store::reviews::MarkRow>> = BTreeMap::new();
    for row in store::reviews::marks(db, wave).await? {
        rows.entry(row.dossier_id).or_default().push(row);
    }
    let marks_of = |rows: Vec<store::reviews::MarkRow>| {
        let scores: Vec<_> = rows.iter().map(|row| (row.criterion_id, row.half_points)).collect();
        let mut by_review: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for row in rows {
            by_review.entry(row.review_id).or_default().push((row.criterion_id, row.half_points));
        }
        let reviews =
            by_review.into_values().filter_map(|scores| score::standing(&grid, &scores)).map(|standing| standing.overall);
        Some(Marks { standing: score::standing(&grid, &scores)?, reviews: reviews.collect() })
    };
    Ok(rows.into_iter().filter_map(|(dossier, rows)| Some((dossier, marks_of(rows)?))).collect())
}

/// What jurors wrote for the candidates of a wave, by dossier.
///
/// # Errors
/// When the database fails.
pub async fn candidate_comments(db: &impl Source, wave: WaveId) -> Result<BTreeMap<DossierId, Vec<String>>, StoreError> {
    let mut comments: BTreeMap<DossierId, Vec<String>> = BTreeMap::new();
    for (dossier, comment) in store::reviews::candidate_comments(db, wave).await? {
        let said = comments.entry(dossier).or_default();
        // Two jurors may have pasted the same sentence: it is said once.
        if !said.contains(&comment) {
            said.push(comment);
        }
    }
    Ok(comments)
}

/// The dossiers submitted to a wave, as a juror declares about them, with the reason of their recusal where there is one.
///
/// # Errors
/// When the database fails.
pub async fn to_declare(db: &impl Source, seat: &Seat) -> Result<Vec<(Candidate, Option<recusal::Model>)>, StoreError> {
    let recusals = match &seat.juror {
        Some(juror) => store::seats::recusals_of(db, juror.id).await?,
        None => Vec::new(),
    };
    let recusal_from = |dossier: DossierId| recusals.iter().find(|recusal| recusal.dossier_id == dossier).cloned();
    let submitted = dossiers::actions::running_dossiers(db, seat.wave.id).await?;
    Ok(submitted.into_iter().map(|candidate| (candidate.clone(), recusal_from(candidate.dossier.id))).collect())
}

/// Of one's seats, those on whose wave a dossier awaits a declaration.
///
/// # Errors
/// When the database fails.
pub async fn waves_to_declare(db: &impl Source, seats: &[Seat]) -> Result<Vec<WaveId>, StoreError> {
    let waves: Vec<WaveId> = seats.iter().map(|seat| seat.wave.id).collect();
    let latest = dossiers::actions::latest_submissions(db, &waves).await?;
    let awaits = |seat: &&Seat| {
        let last = latest.iter().find(|(wave, _)| *wave == seat.wave.id).and_then(|(_, last)| *last);
        let declared_at = seat.juror.as_ref().and_then(|juror| juror.interests_declared_at);
        last.is_some() && !interests::covers(declared_at, last)
    };
    Ok(seats.iter().filter(awaits).map(|seat| seat.wave.id).collect())
}

/// A dossier that one was given to read, and one's review of it if it was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyReview {
    /// The dossier.
    pub candidate: Candidate,
    /// The review.
    pub review: Option<review::Model>,
}

impl MyReview {
    /// Whether nothing is left to do: the review was handed in, or the dossier is no longer judged.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.is_handed_in() || self.candidate.dossier.state != DossierState::Eligible
    }

    /// Whether the review was handed in.
    #[must_use]
    pub fn is_handed_in(&self) -> bool {
        self.review.as_ref().is_some_and(|review| review.state == ReviewState::Submitted)
    }
}

/// What a person has to read, in all their juries, in the order of the references.
///
/// # Errors
/// When the database fails.
pub async fn my_dossiers(db: &impl Source, person: PersonId) -> Result<Vec<MyReview>, StoreError> {
    let assigned = store::assignments::of_person(db, person).await?;
    let ids: Vec<DossierId> = assigned.iter().map(|(assignment, _)| assignment.dossier_id).collect();
    let mut reviews: BTreeMap<DossierId, Option<review::Model>> =
        assigned.into_iter().map(|(assignment, review)| (assignment.dossier_id, review)).collect();
    let found = dossiers::actions::dossiers_by_id(db, &ids).await?;
    Ok(found
        .into_iter()
        .map(|candidate| MyReview { review: reviews.remove(&candidate.dossier.id).flatten(), candidate })
        .collect())
}

/// One's review of a dossier with its marks, if it was begun.
///
/// # Errors
/// When the database fails.
pub async fn my_review(
    db: &impl Source,
    assigned: &AssignedDossier,
) -> Result<Option<(review::Model, Vec<review_score::Model>)>, StoreError> {
    store::reviews::written(db, assigned.assignment.id).await
}

/// Another juror's review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerReview {
    /// Who wrote it.
    pub person: person::Model,
    /// The review.
    pub review: review::Model,
    /// Its marks.
    pub scores: Vec<review_score::Model>,
}

/// The others' reviews of a dossier. Nothing before one has handed one's own in: not even how many there are.
///
/// # Errors
/// When the database fails.
pub async fn peer_reviews(db: &impl Source, assigned: &AssignedDossier) -> Result<Vec<PeerReview>, JuryError> {
    let own = store::reviews::written(db, assigned.assignment.id).await?;
    if own.is_none_or(|(review, _)| review.state != ReviewState::Submitted) {
        return Ok(Vec::new());
    }
    let others = store::reviews::handed_in(db, assigned.dossier.id).await?;
    let others = others.into_iter().filter(|(_, (review, _))| review.assignment_id != assigned.assignment.id);
    Ok(others.map(|(person, (review, scores))| PeerReview { person, review, scores }).collect())
}

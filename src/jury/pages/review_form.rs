//! The grid of a review as a form: marks, comments, and what they come to.

use entity::{criterion, review, review_score};

use super::{
    super::{
        actions::{CriterionScore, WrittenReview},
        rules::{
            review::half_points,
            score::{HIGHEST, displayed_half_points},
        },
    },
    words,
};
use crate::web::FormState;

/// The longest comment on one criterion, in characters.
const LONGEST_COMMENT: usize = 2_000;
/// The longest comment for the panel or the candidate, in characters.
const LONGEST_REMARK: usize = 5_000;

/// A mark that can be given.
pub(super) struct Level {
    pub(super) value: String,
    pub(super) label: String,
}

/// Every mark that can be given, from 0 to 5 by halves.
pub(super) fn levels() -> Vec<Level> {
    (0..=HIGHEST).map(|value| Level { value: value.to_string(), label: displayed_half_points(value) }).collect()
}

pub(super) fn mark_field(criterion: &criterion::Model) -> String {
    format!("note_{}", criterion.id)
}

pub(super) fn comment_field(criterion: &criterion::Model) -> String {
    format!("commentaire_{}", criterion.id)
}

/// The form as it was kept last; empty when nothing was.
pub(super) fn filled(kept: Option<&(review::Model, Vec<review_score::Model>)>, grid: &[criterion::Model]) -> FormState {
    let Some((review, scores)) = kept else { return FormState::empty().with("version", 0) };
    let mut form = FormState::empty()
        .with("version", review.version)
        .with("panel_comment", &review.panel_comment)
        .with("candidate_comment", &review.candidate_comment);
    for criterion in grid {
        let Some(score) = scores.iter().find(|score| score.criterion_id == criterion.id) else { continue };
        form = form.with(&comment_field(criterion), &score.comment);
        if let Some(mark) = score.half_points {
            form = form.with(&mark_field(criterion), mark);
        }
    }
    form
}

/// What was typed; what cannot be kept is said under its field.
pub(super) fn read(form: &mut FormState, grid: &[criterion::Model]) -> Option<WrittenReview> {
    let version = form.value("version").parse().unwrap_or(-1);
    let mut scores = Vec::new();
    for criterion in grid {
        let typed = form.value(&mark_field(criterion)).to_owned();
        let mark = half_points(&typed);
        if mark.is_none() && !typed.is_empty() {
            form.refuse(
                &mark_field(criterion),
                format!("« {} » : choisissez une note de 0 à 5, par demi-point.", criterion.name),
            );
        }
        let comment = form.read_loose_text(&comment_field(criterion), LONGEST_COMMENT).unwrap_or_default();
        if mark.is_some() || !comment.is_empty() {
            scores.push(CriterionScore { criterion: criterion.id, half_points: mark, comment });
        }
    }
    let panel_comment = form.read_loose_text("panel_comment", LONGEST_REMARK)?;
    let candidate_comment = form.read_loose_text("candidate_comment", LONGEST_REMARK)?;
    (!form.has_errors()).then_some(WrittenReview { version, scores, panel_comment, candidate_comment })
}

/// Says which criteria have no mark.
pub(super) fn refuse_unscored(
    mut form: FormState,
    grid: &[criterion::Model],
    unscored: &[entity::values::CriterionId],
) -> FormState {
    for criterion in grid.iter().filter(|criterion| unscored.contains(&criterion.id)) {
        form.refuse(&mark_field(criterion), format!("Notez le critère « {} », de 0 à 5.", criterion.name));
    }
    form
}

/// « 3,75 sur 5 », and on how many criteria: what the marks come to so far.
pub(super) fn running_total(form: &FormState, grid: &[criterion::Model]) -> String {
    let mark_on = |criterion: &criterion::Model| half_points(form.value(&mark_field(criterion)));
    let marked = grid.iter().filter(|criterion| mark_on(criterion).is_some()).count();
    match words::total(grid, mark_on) {
        None => "Aucun critère noté".to_owned(),
        Some(total) if marked == grid.len() => total,
        Some(total) => format!("{total}, sur {marked} des {} critères", grid.len()),
    }
}

//! What people do with dossiers, one verb a file.

mod examine;
mod files;
mod hold;
mod read;
mod start;
mod submit;
mod write;

pub use examine::{Eligibility, check_eligibility, last_examination, reconsider, record_outcome};
pub use files::{NewFile, add_file, remove_file};
pub use hold::{has_a_hand, hold_dossiers, hold_judged, parties};
pub use read::{
    AnsweredQuestion, AnsweredSection, Candidate, DossierContent, FileContent, WrittenDossier, content, dossier_by_id,
    dossier_by_reference, dossiers_by_id, file_of, is_decision_prepared, is_decision_published, judged_dossiers,
    latest_submissions, listed, own_dossiers, receipt_of, running_dossiers, state_told_to_owner, submitted_dossiers, tallies,
    written,
};
pub use start::{NewDossier, rename, start};
pub use submit::{Receipt, SubmitDossier, submit};
pub use write::{AnswerConflict, PlanTyped, SavedAnswers, TypedAnswer, save_answers, save_plan};

pub use super::store::{
    dossiers::OwnRow,
    list::{Listed, Tally},
};

use super::rules::{Refusal, plan::Plan};
use crate::db::StoreError;

/// Why a dossier could not be written, sent or examined.
#[derive(Debug, thiserror::Error)]
pub enum DossierError {
    /// A rule refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Answers changed elsewhere since the page was read: both texts of each. Nothing was written.
    #[error("{} answer(s) changed meanwhile", .0.len())]
    AnswersChanged(Vec<AnswerConflict>),
    /// The plan changed elsewhere since the page was read: the one that is kept. Nothing was written.
    #[error("the plan changed meanwhile")]
    PlanChanged(Plan),
    /// The dossier changed since its recap was read. Nothing was written.
    #[error("the dossier changed since its recap was read")]
    ChangedSinceRecap,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

//! What a dossier of a wave must answer.

use crate::values::{QuestionId, QuestionKind, WaveId};
use sea_orm::entity::prelude::*;

/// A row of `question`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: QuestionId,
    /// Of which wave.
    pub wave_id: WaveId,
    /// Its place in the form, from 1.
    pub position: i32,
    /// The part of the form it stands in.
    pub section: String,
    /// The question.
    pub label: String,
    /// What helps to answer it; may be empty.
    pub help: String,
    /// The sort of answer.
    pub kind: QuestionKind,
    /// Whether a dossier without an answer is incomplete.
    pub required: bool,
    /// The longest text allowed, in characters.
    pub max_length: Option<i32>,
    /// One a line, for a choice; empty otherwise.
    pub choices: String,
}

relations! {
    Wave: WaveId => wave (default),
}

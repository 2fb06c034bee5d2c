//! What a dossier answers to a question.

use crate::values::{AnswerId, DossierId, Instant, PersonId, QuestionId};
use sea_orm::entity::prelude::*;

/// A row of `answer`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "answer")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: AnswerId,
    /// Of which dossier.
    pub dossier_id: DossierId,
    /// To which question.
    pub question_id: QuestionId,
    /// The answer, as text; the question's kind says how to read it (money: `1234.50`, day: `2026-03-02`).
    pub value: String,
    /// Grows by one at each save; a save on an older version is refused.
    pub version: i32,
    /// When it last changed.
    pub updated_at: Instant,
    /// Who changed it.
    pub updated_by: PersonId,
}

relations! {
    Dossier: DossierId => dossier (default),
    Question: QuestionId => question (default),
    UpdatedBy: UpdatedBy => person (default),
}

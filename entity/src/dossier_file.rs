//! A file joined to a dossier.

use crate::values::{DossierFileId, DossierId, Fingerprint, Instant, PersonId, QuestionId, ScanState};
use sea_orm::entity::prelude::*;

/// A row of `dossier_file`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier_file")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: DossierFileId,
    /// To which dossier.
    pub dossier_id: DossierId,
    /// The question that it answers, if any.
    pub question_id: Option<QuestionId>,
    /// The name it had on its owner's machine.
    pub name: String,
    /// What its content shows it to be: `application/pdf`.
    pub media_type: String,
    /// In bytes.
    pub size: i64,
    /// SHA-256 of its content.
    pub sha256: Fingerprint,
    /// Where the store of files keeps it.
    pub storage_key: String,
    /// What the antivirus said.
    pub scan: ScanState,
    /// Who sent it.
    pub uploaded_by: PersonId,
    /// When.
    pub uploaded_at: Instant,
    /// When it was taken out of the dossier.
    pub removed_at: Option<Instant>,
}

relations! {
    Dossier: DossierId => dossier (default),
    Question: QuestionId => question (default),
    UploadedBy: UploadedBy => person (default),
}

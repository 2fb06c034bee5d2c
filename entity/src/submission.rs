//! The act of submitting: what was sent, as it was. Never changed, never deleted.

use crate::values::{DossierId, Fingerprint, Instant, PersonId, SubmissionId};
use sea_orm::entity::prelude::*;

/// A row of `submission`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submission")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: SubmissionId,
    /// Which dossier.
    pub dossier_id: DossierId,
    /// The same key twice is the same submission, received once.
    pub idempotency_key: String,
    /// The number that the acknowledgement bears.
    pub receipt_number: String,
    /// When the request reached the server.
    pub received_at: Instant,
    /// Who pressed the button.
    pub submitted_by: PersonId,
    /// SHA-256 of `content`.
    pub fingerprint: Fingerprint,
    /// The whole dossier as JSON, on which the jury's work rests.
    pub content: String,
}

relations! {
    Dossier: DossierId => dossier (default),
    SubmittedBy: SubmittedBy => person (default),
}

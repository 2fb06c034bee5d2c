//! A file too long to make while somebody waits: asked for on a page, written in the background, fetched at a stable address.

use crate::values::{ExportJobId, ExportState, Fingerprint, Instant, PersonId};
use sea_orm::entity::prelude::*;

/// A row of `export_job`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "export_job")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: ExportJobId,
    /// Who asked for it.
    pub requested_by: PersonId,
    /// When.
    pub requested_at: Instant,
    /// What was asked for, as JSON.
    pub request: String,
    /// How the file is called when it is fetched.
    pub file_name: String,
    /// How far it has gone.
    pub state: ExportState,
    /// How many times it was tried.
    pub attempts: i32,
    /// Not before then; while it runs, the instant from which it counts as left.
    pub next_attempt_at: Instant,
    /// How many rows were written.
    pub rows_done: i64,
    /// How many there are, once known.
    pub rows_total: Option<i64>,
    /// Where a new attempt goes on, as JSON.
    pub resume_at: Option<String>,
    /// Where the file is kept.
    pub storage_key: Option<String>,
    /// SHA-256 of the file.
    pub sha256: Option<Fingerprint>,
    /// Its size, in bytes.
    pub size: Option<i64>,
    /// When it was done.
    pub finished_at: Option<Instant>,
    /// What the last failed attempt met.
    pub last_error: Option<String>,
    /// The same key twice is the same export.
    pub creation_key: String,
}

relations! {
    RequestedBy: RequestedBy => person (default),
}

//! The dossiers as they were submitted, with their files as they came.

use std::io::{self, Write};

use entity::{
    dossier, submission,
    values::{DossierId, SubmissionId},
};
use futures_util::StreamExt;
use serde::Serialize;

use super::{super::super::store, Making, Outlet, PackError, folder};
use crate::{db::Source, export::plain_name};

/// The acknowledgement of a submission.
#[derive(Serialize)]
struct Acknowledged {
    number: String,
    received_at: String,
    /// SHA-256 of what was submitted: of `depot.json`, byte for byte.
    fingerprint: String,
}

impl<S: Source, O: Outlet> Making<'_, S, O> {
    pub(super) async fn dossiers(&mut self) -> Result<(), PackError> {
        if self.is_without_dossier() {
            return Ok(());
        }
        let (programme, known) = (self.pack.packed.programme.id, self.pack.known);
        let only: Option<DossierId> = self.laureate.map(|(dossier, _)| dossier);
        let mut after = SubmissionId(0);
        loop {
            let page = store::packed_submissions(self.db, programme, only, known, after).await?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = last.id;
            for (submission, dossier) in page {
                self.dossier(&submission, &dossier).await?;
            }
        }
    }

    async fn dossier(&mut self, submission: &submission::Model, dossier: &dossier::Model) -> Result<(), PackError> {
        let folder = folder(&dossier.reference);
        let acknowledged = Acknowledged {
            number: submission.receipt_number.clone(),
            received_at: submission.received_at.iso(),
            fingerprint: submission.fingerprint.to_string(),
        };
        let text = serde_json::to_vec_pretty(&acknowledged).map_err(io::Error::from)?;
        self.file(&format!("{folder}/accuse.json"), &text).await?;
        self.file(&format!("{folder}/depot.json"), submission.content.as_bytes()).await?;
        for file in store::packed_files(self.db, dossier.id).await? {
            self.archive.file(&format!("{folder}/pieces/{}-{}", file.id, plain_name(&file.name)))?;
            let mut content = self.files.content(&file.storage_key).await?.into_data_stream();
            while let Some(piece) = content.next().await {
                self.archive.write_all(&piece.map_err(io::Error::other)?)?;
                self.relieve().await?;
            }
        }
        Ok(())
    }
}

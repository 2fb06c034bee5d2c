//! The audit pack: one ZIP of all that was recorded about a programme or a laureate, as it was true on a day and known at an
//! instant. The same pack asked for again is the same bytes, whatever was recorded since. It is written part by part, and
//! memory holds one page of rows, one piece of a file, and what accounts come to.

mod accounting;
mod decisions;
mod dossiers;
mod events;
mod figures;
mod sealed;
mod words;

use std::{future::Future, io};

use entity::values::{Day, DecisionId, DossierId, EntryId, Instant, Reference};

use super::super::{
    gates::Packed,
    store::{self, PackedEntries},
};
use crate::{
    budget::actions::BudgetError,
    db::{Source, StoreError},
    export::{Archive, ExportError},
    files::{FileError, Files},
    journal,
};
use figures::Sums;

/// Where a pack goes as it is made.
pub trait Outlet: Send {
    /// Takes the next bytes.
    fn take(&mut self, bytes: Vec<u8>) -> impl Future<Output = io::Result<()>> + Send;
}

/// Why a pack could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The ledger refused to be read.
    #[error(transparent)]
    Budget(#[from] BudgetError),
    /// A part could not be written.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// A file of a dossier is not where it was put.
    #[error(transparent)]
    File(#[from] FileError),
    /// Whoever takes the pack stopped taking it.
    #[error(transparent)]
    Outlet(#[from] io::Error),
}

/// A pack that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// What it is about.
    pub packed: Packed,
    /// The last accounting day that counts.
    pub day: Day,
    /// The last instant at which what counts was recorded.
    pub known: Instant,
}

impl Pack {
    /// How its file is called, but for `.zip`.
    #[must_use]
    pub fn name(&self) -> String {
        let known = self.known.iso().replace(':', "");
        format!("audit-{}-{}-connu-{known}", self.about(), self.day.iso())
    }

    fn about(&self) -> String {
        match &self.packed.laureate {
            Some(laureate) => laureate.reference.to_string(),
            None => self.packed.programme.code.clone(),
        }
    }

    fn entries(&self) -> PackedEntries {
        PackedEntries {
            path: self.packed.line.path.clone(),
            commitment: self.packed.laureate.as_ref().map(|laureate| laureate.id),
            day: self.day,
            known: self.known,
        }
    }
}

/// What a pack of a programme, or of one of its commitments, is about; nothing when there is no such thing.
///
/// # Errors
/// When the database fails.
pub async fn packed(db: &impl Source, programme: &str, commitment: Option<&Reference>) -> Result<Option<Packed>, StoreError> {
    let Some(reference) = commitment else {
        let found = store::packed_programme(db, programme).await?;
        return Ok(found.map(|(programme, line)| Packed { programme, line, laureate: None }));
    };
    let found = store::packed_laureate(db, reference).await?.filter(|(theirs, ..)| theirs.code == programme);
    Ok(found.map(|(programme, line, laureate)| Packed { programme, line, laureate: Some(laureate) }))
}

/// Writes a pack.
///
/// # Errors
/// [`PackError`].
pub async fn pack(db: &impl Source, files: &Files, pack: &Pack, outlet: &mut impl Outlet) -> Result<(), PackError> {
    let mut making = Making::begin(db, files, pack, outlet).await?;
    making.file("LISEZMOI.txt", words::read_me(pack, making.signed.as_ref()).as_bytes()).await?;
    making.signed_seal().await?;
    let (sums, entries) = making.entries().await?;
    making.accounting_files(&sums).await?;
    making.figures(&sums).await?;
    making.events(entries).await?;
    making.decisions().await?;
    making.dossiers().await?;
    let last = making.archive.end()?;
    Ok(making.outlet.take(last).await?)
}

/// A pack under way.
struct Making<'a, S, O> {
    db: &'a S,
    files: &'a Files,
    pack: &'a Pack,
    archive: Archive,
    outlet: &'a mut O,
    /// The last seal that was signed by the instant at which the pack is known.
    signed: Option<entity::checkpoint::Model>,
    /// The dossier and the decision of the laureate.
    laureate: Option<(DossierId, DecisionId)>,
}

impl<'a, S: Source, O: Outlet> Making<'a, S, O> {
    async fn begin(db: &'a S, files: &'a Files, pack: &'a Pack, outlet: &'a mut O) -> Result<Self, PackError> {
        let laureate = match &pack.packed.laureate {
            Some(laureate) => store::laureate_of(db, laureate.id).await?,
            None => None,
        };
        let signed = journal::checkpoint_at(db, pack.known).await?;
        Ok(Self { db, files, pack, archive: Archive::begin(pack.known), outlet, signed, laureate })
    }

    /// Whether the pack is of one laureate who is not known to any decision: what was promised without one has no dossier.
    fn is_without_dossier(&self) -> bool {
        self.pack.packed.laureate.is_some() && self.laureate.is_none()
    }

    /// Writes a whole file.
    async fn file(&mut self, name: &str, content: &[u8]) -> Result<(), PackError> {
        self.archive.file(name)?;
        io::Write::write_all(&mut self.archive, content)?;
        self.relieve().await
    }

    /// Lets go of what was made.
    async fn relieve(&mut self) -> Result<(), PackError> {
        let made = self.archive.take();
        if made.is_empty() { Ok(()) } else { Ok(self.outlet.take(made).await?) }
    }
}

/// The entries that a pack holds, by their keys: what the events of a laureate are found by.
type Entries = Vec<EntryId>;

/// The folder of what was said about a dossier.
fn folder(reference: &Reference) -> String {
    format!("dossiers/{reference}")
}

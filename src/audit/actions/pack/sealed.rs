//! What was sealed, as it was sealed: whoever hashes a line finds the seal that it names.

use std::{collections::HashMap, io::Write};

use entity::{entry, seal};
use serde::Serialize;

use super::{
    super::super::{
        rules::{
            chain::{self, Sealed},
            checkpoint::{public_key_pem, signature_bytes, statement_of},
        },
        store,
    },
    Entries, Making, Outlet, PackError, Sums,
};
use crate::{
    budget::{self, rules::entry::Recorded},
    db::{Source, StoreError},
};

/// A line of what was sealed. Texts are kept as texts, so that no reader writes them otherwise before hashing them.
#[derive(Serialize)]
pub(super) struct Line {
    seal: i64,
    /// SHA-256 of `sealed`.
    hash: String,
    /// What was sealed, the hash of the seal before it included.
    sealed: String,
    /// For an entry: what it says, whose SHA-256 `sealed` holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<String>,
}

impl Line {
    pub(super) fn of(seal: &seal::Model, sealed: &Sealed) -> Self {
        let entry = match sealed {
            Sealed::Event(_) => None,
            Sealed::Entry(recorded) => Some(recorded.text()),
        };
        let text = chain::text(&seal.previous, seal.number, sealed);
        Self { seal: seal.number, hash: seal.hash.to_string(), sealed: text, entry }
    }
}

impl<S: Source, O: Outlet> Making<'_, S, O> {
    /// The last seal that was signed: its text, the signature, the key.
    pub(super) async fn signed_seal(&mut self) -> Result<(), PackError> {
        let Some(signed) = self.signed.clone() else { return Ok(()) };
        let number = signed.seal_number;
        let lacking = || StoreError::Fault("a checkpoint holds no signature or no key".to_owned());
        let (signature, key) = signature_bytes(&signed.signature).zip(public_key_pem(&signed.public_key)).ok_or_else(lacking)?;
        self.file(&format!("sceau-signe/sceau-{number}.txt"), statement_of(&signed).as_bytes()).await?;
        self.file(&format!("sceau-signe/sceau-{number}.sig"), &signature).await?;
        self.file(&format!("sceau-signe/sceau-{number}.pem"), key.as_bytes()).await
    }

    /// Every entry, in the order of the seals, and what they come to.
    pub(super) async fn entries(&mut self) -> Result<(Sums, Entries), PackError> {
        let (mut sums, mut keys, mut after) = (Sums::of(self.pack), Vec::new(), 0);
        self.archive.file("ecritures.jsonl")?;
        loop {
            let page = self.entries_after(after).await?;
            let Some((last, _)) = page.last() else { return Ok((sums, keys)) };
            after = last.seal_number.ok_or(StoreError::Stale)?;
            let seals = self.seals(page.iter().filter_map(|(entry, _)| entry.seal_number).collect()).await?;
            for (entry, recorded) in page {
                sums.count(&recorded)?;
                if self.pack.packed.laureate.is_some() {
                    keys.push(entry.id);
                }
                let seal = entry.seal_number.and_then(|number| seals.get(&number)).ok_or(StoreError::Stale)?;
                self.line(&Line::of(seal, &Sealed::Entry(recorded)))?;
            }
            self.relieve().await?;
        }
    }

    /// The entries that follow a seal, with their transfers.
    pub(super) async fn entries_after(&self, seal: i64) -> Result<Vec<(entry::Model, Recorded)>, PackError> {
        let page = store::packed_entries(self.db, &self.pack.entries(), seal).await?;
        let recorded = budget::actions::recorded(self.db, &page).await?;
        Ok(page.into_iter().zip(recorded).collect())
    }

    pub(super) async fn seals(&self, numbers: Vec<i64>) -> Result<HashMap<i64, seal::Model>, PackError> {
        let seals = store::seals_numbered(self.db, &numbers).await?;
        Ok(seals.into_iter().map(|seal| (seal.number, seal)).collect())
    }

    pub(super) fn line(&mut self, line: &Line) -> Result<(), PackError> {
        let text = serde_json::to_string(line).map_err(std::io::Error::from)?;
        Ok(writeln!(self.archive, "{text}")?)
    }
}

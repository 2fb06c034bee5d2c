//! The entries as accounting programs read them.

use std::{collections::BTreeMap, io::Write, sync::Arc};

use entity::{entry, values::CommitmentId};

use super::{super::super::store, Making, Outlet, PackError, Sums, figures::Place};
use crate::{
    budget::rules::{
        chart,
        entry::{Account as Told, Recorded},
    },
    db::{Source, StoreError},
    export::{
        Buffer,
        journal::{Account, Entry, JournalFormat, Transfer, journal},
    },
};

type Accounts = BTreeMap<Place, Arc<Account>>;

impl<S: Source, O: Outlet> Making<'_, S, O> {
    pub(super) async fn accounting_files(&mut self, sums: &Sums) -> Result<(), PackError> {
        let commitments = store::commitments_in(self.db, &self.pack.packed.line.path).await?;
        let named: BTreeMap<CommitmentId, (String, String)> = commitments
            .into_iter()
            .map(|(commitment, _)| (commitment.id, (commitment.reference.to_string(), commitment.label)))
            .collect();
        let charted = |(place, (label, _)): (&Place, &(String, _))| {
            (place.clone(), Arc::new(charted(place, label, place.commitment.and_then(|id| named.get(&id)))))
        };
        let accounts: Accounts = sums.accounts.iter().map(charted).collect();
        for (name, format) in
            [("comptabilite/journal.csv", JournalFormat::Csv), ("comptabilite/journal.hledger", JournalFormat::Plain)]
        {
            self.accounting_file(name, format, &accounts).await?;
        }
        Ok(())
    }

    async fn accounting_file(&mut self, name: &str, format: JournalFormat, accounts: &Accounts) -> Result<(), PackError> {
        let written = Buffer::default();
        let all: Vec<_> = accounts.values().cloned().collect();
        let mut writer = journal(format, Box::new(written.clone()), &all)?;
        self.archive.file(name)?;
        let mut after = 0;
        loop {
            let page = self.entries_after(after).await?;
            for (entry, recorded) in &page {
                after = entry.seal_number.ok_or(StoreError::Stale)?;
                writer.write(&numbered(entry, recorded, accounts)?)?;
            }
            if page.is_empty() {
                writer.end()?;
            }
            self.archive.write_all(&written.take())?;
            self.relieve().await?;
            if page.is_empty() {
                return Ok(());
            }
        }
    }
}

fn charted(place: &Place, label: &str, commitment: Option<&(String, String)>) -> Account {
    let charted = chart::account(place.book, place.stage);
    let mut name = chart::name(place.book, place.year, &place.path, place.stage, None);
    name.extend(commitment.map(|(reference, _)| reference.clone()));
    let line = place.path.rsplit('/').next().unwrap_or_default();
    Account {
        name,
        number: charted.number,
        label: charted.label,
        root: charted.root,
        holder: commitment.map_or_else(|| line.to_owned(), |(reference, _)| reference.clone()),
        holder_label: commitment.map_or_else(|| label.to_owned(), |(_, label)| label.clone()),
    }
}

fn numbered(row: &entry::Model, recorded: &Recorded, accounts: &Accounts) -> Result<Entry, StoreError> {
    let (code, journal_label) = chart::journal(row.journal);
    let moved = |transfer: &crate::budget::rules::entry::Transfer| {
        let account = |told: &Told| accounts.get(&Place::of(transfer.book, told)).cloned().ok_or(StoreError::Stale);
        Ok(Transfer { debited: account(&transfer.from)?, credited: account(&transfer.to)?, amount: transfer.amount })
    };
    Ok(Entry {
        number: chart::official(row.journal, row.fiscal_year, row.number.ok_or(StoreError::Stale)?),
        journal: code,
        journal_label,
        year: row.fiscal_year,
        day: row.accounting_day,
        recorded_on: row.recorded_at.paris_day(),
        reason: row.reason.clone(),
        document: row.document_reference.clone().unwrap_or_default(),
        transfers: recorded.transfers.iter().map(moved).collect::<Result<_, StoreError>>()?,
    })
}

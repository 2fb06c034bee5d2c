//! Sealing events and entries in a chain of hashes, and numbering entries, after the fact, so that nobody's act waits for
//! another's.

use std::collections::HashMap;

use entity::values::{Fingerprint, Instant, Journal, Year};

use super::super::{
    rules::chain::{self, Sealed},
    store,
};
use crate::{
    budget,
    db::{Database, SoleWork, StoreError, Tx},
};

/// How many events, and how many entries, one transaction seals.
const BATCH: u64 = 500;

/// Seals every event and entry that waits, in the order in which they were kept, and gives every entry its number. One copy
/// of the program does it at a time: the others leave it the work.
///
/// # Errors
/// When the database fails.
pub async fn seal_pending(database: &Database, now: Instant) -> Result<(), StoreError> {
    loop {
        let reader = database.reader();
        if store::unsealed_events(&reader, 1).await?.is_empty() && store::unsealed_entries(&reader, 1).await?.is_empty() {
            return Ok(());
        }
        let tx = database.begin(None, now).await?;
        if !tx.has_alone(SoleWork::Sealing).await? {
            return Ok(());
        }
        seal_batch(&tx).await?;
        tx.commit().await?;
    }
}

async fn seal_batch(tx: &Tx) -> Result<(), StoreError> {
    let last = store::last_seal(tx).await?;
    let mut chain =
        last.map_or(Chain { number: 0, hash: chain::beginning() }, |seal| Chain { number: seal.number, hash: seal.hash });
    let mut numbers: HashMap<(Journal, Year), i64> = HashMap::new();

    let entries = store::unsealed_entries(tx, BATCH).await?;
    for recorded in budget::actions::recorded(tx, &entries).await? {
        let (entry, journal, year) = (recorded.fact.entry, recorded.fact.journal, recorded.fact.fiscal_year);
        let last = match numbers.get(&(journal, year)) {
            Some(last) => *last,
            None => store::last_number(tx, journal, year).await?,
        };
        numbers.insert((journal, year), last + 1);
        chain.lengthen(tx, &Sealed::Entry(recorded)).await?;
        store::seal_entry(tx, entry, chain.number, last + 1).await?;
    }
    for event in store::unsealed_events(tx, BATCH).await? {
        let id = event.id;
        chain.lengthen(tx, &Sealed::Event(event)).await?;
        store::seal_event(tx, id, chain.number).await?;
    }
    Ok(())
}

/// The end of the chain.
struct Chain {
    number: i64,
    hash: Fingerprint,
}

impl Chain {
    async fn lengthen(&mut self, tx: &Tx, sealed: &Sealed) -> Result<(), StoreError> {
        let number = self.number + 1;
        let hash = chain::seal(&self.hash, number, sealed);
        store::insert_seal(tx, number, self.hash, hash).await?;
        *self = Self { number, hash };
        Ok(())
    }
}

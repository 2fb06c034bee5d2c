//! Sealing events in a chain of hashes, and numbering entries, after the fact, so that nobody's act waits for another's.

use entity::values::Instant;

use super::super::{rules::chain, store};
use crate::db::{Database, StoreError, Tx};

/// How many events one transaction seals.
const BATCH: u64 = 500;

/// Seals every event that waits, and gives every entry its number. Two copies of the program that do so at once cannot
/// fork the chain: a number is unique, and the second to come starts again at the next round.
///
/// # Errors
/// When the database fails.
pub async fn seal_pending(database: &Database, now: Instant) -> Result<(), StoreError> {
    loop {
        let reader = database.reader();
        if store::unsealed(&reader, 1).await?.is_empty() && store::unnumbered(&reader, 1).await?.is_empty() {
            return Ok(());
        }
        let tx = database.begin(None, now).await?;
        let (sealed, numbered) = (seal_batch(&tx).await?, number_batch(&tx).await?);
        tx.commit().await?;
        if sealed < BATCH && numbered < BATCH {
            return Ok(());
        }
    }
}

/// Entries are numbered in the order in which they were written, from 1 in each journal and year.
async fn number_batch(tx: &Tx) -> Result<u64, StoreError> {
    let waiting = store::unnumbered(tx, BATCH).await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let mut last = store::last_numbers(tx).await?;
    let mut numbered = 0;
    for entry in waiting {
        let number = last.entry((entry.journal, entry.fiscal_year)).or_insert(0);
        *number += 1;
        store::number_entry(tx, entry.id, *number).await?;
        numbered += 1;
    }
    Ok(numbered)
}

async fn seal_batch(tx: &Tx) -> Result<u64, StoreError> {
    let last = store::last_seal(tx).await?;
    let (mut number, mut previous) = last.map_or((0, chain::beginning()), |seal| (seal.number, seal.hash));
    let mut sealed = 0;
    for event in store::unsealed(tx, BATCH).await? {
        number += 1;
        let hash = chain::seal(&previous, number, &event);
        store::insert_seal(tx, event.id, number, previous, hash).await?;
        previous = hash;
        sealed += 1;
    }
    Ok(sealed)
}

//! Sealing events in a chain of hashes, after the fact, so that nobody's act waits for another's.

use entity::values::Instant;

use super::super::{rules, store};
use crate::db::{Database, StoreError, Tx};

/// How many events one transaction seals.
const BATCH: u64 = 500;

/// Seals every event that waits. Two copies of the program that seal at once cannot fork the chain: a number is unique,
/// and the second to come starts again at the next round.
///
/// # Errors
/// When the database fails.
pub async fn seal_pending(database: &Database, now: Instant) -> Result<(), StoreError> {
    loop {
        if store::unsealed(&database.reader(), 1).await?.is_empty() {
            return Ok(());
        }
        let tx = database.begin(None, now).await?;
        let sealed = seal_batch(&tx).await?;
        tx.commit().await?;
        if sealed < BATCH {
            return Ok(());
        }
    }
}

async fn seal_batch(tx: &Tx) -> Result<u64, StoreError> {
    let last = store::last_seal(tx).await?;
    let (mut number, mut previous) = last.map_or((0, rules::beginning()), |seal| (seal.number, seal.hash));
    let mut sealed = 0;
    for event in store::unsealed(tx, BATCH).await? {
        number += 1;
        let hash = rules::seal(&previous, number, &event);
        store::insert_seal(tx, event.id, number, previous, hash).await?;
        previous = hash;
        sealed += 1;
    }
    Ok(sealed)
}

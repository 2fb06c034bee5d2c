//! Signing the end of the chain, so that whoever holds a signature can tell that nothing before it was changed since.

use entity::{checkpoint, values::Instant};

use super::super::{
    rules::checkpoint::{self as rules, End},
    store,
};
use crate::{
    config::SigningKey,
    db::{Database, Page, PageNumber, SoleWork, Source, StoreError},
};

/// When a chain that has grown is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signing {
    /// Once the last signature is old enough: what the rounds do.
    WhenDue,
    /// At once: what an operator asks for.
    Now,
}

/// Signs the end of the chain of seals, if it has grown since it was signed last. One copy of the program does it at a time.
/// `None` when nothing was to be signed.
///
/// # Errors
/// When the database fails.
pub async fn sign(
    database: &Database,
    key: &SigningKey,
    now: Instant,
    when: Signing,
) -> Result<Option<checkpoint::Model>, StoreError> {
    if end_to_sign(&database.reader(), now, when).await?.is_none() {
        return Ok(None);
    }
    let tx = database.begin(None, now).await?;
    if !tx.has_alone(SoleWork::Signing).await? {
        return Ok(None);
    }
    let Some(end) = end_to_sign(&tx, now, when).await? else { return Ok(None) };
    let signature = key.sign(&rules::statement(end, now));
    let signed = store::insert_checkpoint(&tx, end.number, end.hash, key.public_key(), signature).await?;
    tx.commit().await?;
    Ok(Some(signed))
}

async fn end_to_sign(db: &impl Source, now: Instant, when: Signing) -> Result<Option<End>, StoreError> {
    let Some(seal) = store::last_seal(db).await? else { return Ok(None) };
    let (last, end) = (store::last_checkpoint(db).await?, End { number: seal.number, hash: seal.hash });
    let is_to_sign = match when {
        Signing::WhenDue => rules::is_due(last.as_ref(), end, now),
        Signing::Now => last.is_none_or(|last| end.number > last.seal_number),
    };
    Ok(is_to_sign.then_some(end))
}

/// A page of the checkpoints, latest first.
///
/// # Errors
/// When the database fails.
pub async fn checkpoints(db: &impl Source, page: PageNumber) -> Result<Page<checkpoint::Model>, StoreError> {
    store::checkpoints(db, page).await
}

/// The checkpoint of a seal.
///
/// # Errors
/// When the database fails.
pub async fn checkpoint_of(db: &impl Source, seal: i64) -> Result<Option<checkpoint::Model>, StoreError> {
    store::checkpoint_numbered(db, seal).await
}

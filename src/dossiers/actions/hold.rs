//! Impartiality, and holding dossiers while somebody judges or decides them.

use entity::{
    dossier,
    values::{DossierId, WaveId},
};

use super::super::{
    rules::{parties::Parties, state},
    store,
};
use crate::{
    access::Actor,
    db::{Source, StoreError, Tx},
};

/// Who has a hand in the dossiers that a wave's jury judges, or has judged.
///
/// # Errors
/// When the database fails.
pub async fn parties(db: &impl Source, wave: WaveId) -> Result<Parties, StoreError> {
    store::parties::of_wave(db, wave, &state::JUDGED).await
}

/// Whether the actor has a hand in this dossier: what a page says instead of offering to examine it.
///
/// # Errors
/// When the database fails.
pub async fn has_a_hand(db: &impl Source, dossier: DossierId, actor: &Actor) -> Result<bool, StoreError> {
    let parties = store::parties::of_dossier(db, dossier).await?;
    Ok(actor.person().is_some_and(|person| parties.include(dossier, person)))
}

/// These dossiers as they are now, held for the rest of the transaction: nobody decides on them meanwhile. In the order of
/// their keys.
///
/// # Errors
/// When the database fails.
pub async fn hold_dossiers(tx: &Tx, ids: &[DossierId]) -> Result<Vec<dossier::Model>, StoreError> {
    store::parties::hold(tx, ids).await
}

/// Holds the dossiers of a wave that its jury judges, for the rest of the transaction: nobody judges them meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn hold_judged(tx: &Tx, wave: WaveId) -> Result<(), StoreError> {
    store::parties::hold_wave(tx, wave, &state::JUDGED).await
}

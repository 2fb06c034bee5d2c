//! The signed seals: what each signature says, and whether the chain still says it.

use std::collections::HashMap;

use entity::{checkpoint, values::Fingerprint};

use super::{
    super::super::{rules::checkpoint::is_signed, store},
    BATCH, Check, found,
};
use crate::db::{Source, StoreError};

/// Whether every signature holds, and the chain bears what was signed.
pub(super) async fn verified(db: &impl Source) -> Result<Check, StoreError> {
    let (mut last, mut total, mut first) = (0, 0, None);
    loop {
        let batch = store::checkpoints_after(db, last, BATCH).await?;
        let Some(furthest) = batch.last() else { break };
        last = furthest.seal_number;
        let numbers: Vec<i64> = batch.iter().map(|checkpoint| checkpoint.seal_number).collect();
        let borne: HashMap<i64, Fingerprint> = store::hashes_of(db, &numbers).await?.into_iter().collect();
        for checkpoint in &batch {
            total += 1;
            first = first.or_else(|| wrong_of(checkpoint, borne.get(&checkpoint.seal_number)));
        }
    }
    let name = "Chaque signature d’un sceau est valide, et la chaîne porte ce qui a été signé";
    Ok(found(name, "Signatures relues", total, first))
}

fn wrong_of(checkpoint: &checkpoint::Model, borne: Option<&Fingerprint>) -> Option<String> {
    let number = checkpoint.seal_number;
    if !is_signed(checkpoint) {
        return Some(format!("La signature du sceau n° {number} n’est pas celle de son texte."));
    }
    let day = checkpoint.signed_at.paris_day().in_words();
    match borne {
        Some(hash) if *hash == checkpoint.seal_hash => None,
        Some(_) => Some(format!("Le sceau n° {number} ne porte plus l’empreinte signée le {day}.")),
        None => Some(format!("Le sceau n° {number}, signé le {day}, a disparu.")),
    }
}

//! `guichet sign`: the end of the chain of seals, signed at once.

use super::CliError;
use crate::{
    audit::actions::{self, Signing, seal_pending},
    web::App,
};

/// Seals what waits, then signs the last seal.
pub(super) async fn sign(app: &App) -> Result<(), CliError> {
    let key = app.config().signing_key.as_ref().ok_or_else(|| {
        CliError::said("aucune clé ne signe : donnez au réglage SIGNING_KEY le fichier d’une clé privée Ed25519")
    })?;
    let now = app.clock().now();
    seal_pending(app.database(), now).await?;
    match actions::sign(app.database(), key, now, Signing::Now).await? {
        Some(signed) => println!("Le sceau n° {} est signé ({}).", signed.seal_number, signed.seal_hash),
        None => println!("Rien de nouveau à signer."),
    }
    Ok(())
}

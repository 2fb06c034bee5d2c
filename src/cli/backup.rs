//! `guichet backup`.

use std::path::Path;

use super::{CliError, connect};
use crate::config::Config;

/// Copies the embedded database into a new file, while it serves.
pub(super) async fn copy(config: &Config, file: &Path) -> Result<(), CliError> {
    if file.exists() {
        return Err(CliError::said(format!("{} existe déjà : choisissez un autre nom", file.display())));
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(CliError::said(format!(
            "{} ne peut pas être écrit : le dossier {} n’existe pas",
            file.display(),
            folder.display()
        )));
    }
    let database = connect(config).await?;
    database.copy_into(file).await.map_err(|error| CliError::about(file, &error))?;
    println!(
        "La base est copiée dans {}. Sauvegardez aussi le dossier des pièces : {}",
        file.display(),
        config.storage.display()
    );
    Ok(())
}

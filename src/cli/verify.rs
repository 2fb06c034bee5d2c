//! `guichet verify`: the same checks as the auditor's page, and the files besides.

use super::CliError;
use crate::{
    audit::actions::{Check, seal_pending, verify as checks, verify_files},
    web::App,
};

/// Seals what waits, then prints every check; fails when one does not hold.
pub(super) async fn verify(app: &App) -> Result<(), CliError> {
    // What was written in the last second waits for the service to seal it, and no service may be running.
    seal_pending(app.database(), app.clock().now()).await?;
    let reader = app.database().reader();
    let mut all: Vec<Check> = checks(&reader).await?;
    all.push(verify_files(&reader, app.files()).await?);
    for check in &all {
        println!("{} {} : {}", if check.passed { "✓" } else { "✗" }, check.name, check.detail);
    }
    match all.iter().filter(|check| !check.passed).count() {
        0 => Ok(()),
        1 => Err(CliError::said("un contrôle ne tient pas")),
        failed => Err(CliError::said(format!("{failed} contrôles ne tiennent pas"))),
    }
}

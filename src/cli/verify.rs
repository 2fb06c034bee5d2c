//! `guichet verify`: the same checks as the auditor's page.

use super::CliError;
use crate::{
    audit::actions::{seal_pending, verify_all},
    web::App,
};

/// Seals what waits, then prints every check, and what all of it comes to; fails with the first thing that is wrong.
pub(super) async fn verify(app: &App) -> Result<(), CliError> {
    // What was written in the last second waits for the service to seal it, and no service may be running.
    seal_pending(app.database(), app.clock().now()).await?;
    let verified = verify_all(&app.database().reader(), app.files()).await?;
    for check in &verified.checks {
        println!("{} {} : {}", if check.passed { "✓" } else { "✗" }, check.name, check.detail);
    }
    if verified.first_wrong().is_some() {
        return Err(CliError::said(verified.verdict()));
    }
    println!("{}", verified.verdict());
    Ok(())
}

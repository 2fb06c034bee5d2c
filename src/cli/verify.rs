//! `guichet verify`: the same checks as the auditor's page, and the files besides.

use super::CliError;
use crate::{
    audit::actions::{Check, verify as checks, verify_files},
    web::App,
};

pub(super) async fn verify(app: &App) -> Result<(), CliError> {
    let reader = app.database().reader();
    let mut all: Vec<Check> = checks(&reader).await?;
    all.push(verify_files(&reader, app.files()).await?);
    for check in &all {
        println!("{} {} : {}", if check.passed { "✓" } else { "✗" }, check.name, check.detail);
    }
    match all.iter().filter(|check| !check.passed).count() {
        0 => Ok(()),
        failed => Err(CliError::said(format!("{failed} contrôle(s) ne tiennent pas"))),
    }
}

//! `guichet export`: the figures of the pages, for scripts.

use std::{fmt::Display, fs, io::Write};

use super::{
    CliError,
    arguments::{ExportCommand, FormatWord},
};
use crate::{
    budget::{self, actions::report},
    programmes, system,
    web::App,
};

pub(super) async fn obey(app: &App, command: ExportCommand) -> Result<(), CliError> {
    let ExportCommand::Execution { programme, as_of, format, output } = command;
    let bytes = execution(app, &programme, as_of, format).await?;
    match output {
        Some(file) => fs::write(&file, bytes).map_err(|error| CliError::about(&file, system::refusal(&error)))?,
        None => std::io::stdout().write_all(&bytes)?,
    }
    Ok(())
}

async fn execution(app: &App, code: &str, as_of: Option<entity::values::Day>, format: FormatWord) -> Result<Vec<u8>, CliError> {
    let (reader, now) = (app.database().reader(), app.clock().now());
    let programme = programmes::actions::programme_by_code(&reader, code).await?;
    let programme = programme.ok_or_else(|| CliError::said(format!("le programme {code} n’existe pas")))?;
    let line = match programme.budget_line_id {
        Some(line) => budget::actions::line(&reader, line).await?,
        None => None,
    };
    let line = line.ok_or_else(|| CliError::said(format!("le programme {code} n’a pas de budget")))?;
    let day = as_of.unwrap_or_else(|| now.paris_day());
    let unmade = |error: &dyn Display| CliError::said(format!("le rapport n’a pas pu être fait ({error})"));
    let report = report(&reader, &line, day).await.map_err(|error| unmade(&error))?;
    budget::report_file(&report, format.format(), now).map_err(|error| unmade(&error))
}

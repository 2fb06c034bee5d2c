//! `guichet export`: the figures of the pages, for scripts, and the ledger, for accounting programs.

use std::{
    fmt::Display,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use entity::{
    budget_line,
    values::{Day, Siren},
};

use super::{
    CliError,
    arguments::{ExportCommand, FormatWord, JournalArguments, JournalWord},
    pack,
};
use crate::{
    audit::actions::seal_pending,
    budget::{
        self,
        actions::{Extent, JournalReading, account_balances, report},
        rules::report::AsOf,
    },
    db::Reader,
    export::{
        self, Column, Table,
        journal::{JournalFormat, fec_name, journal as accounting_file},
    },
    journal, programmes, system,
    web::{App, urls},
};

pub(super) async fn obey(app: &App, command: ExportCommand) -> Result<(), CliError> {
    match command {
        ExportCommand::Execution { programme, as_of, format, output } => {
            let bytes = execution(app, &programme, as_of, format).await?;
            write(output.as_deref(), &bytes)
        }
        ExportCommand::Journal(asked) => entries(app, asked).await,
        ExportCommand::Pack(asked) => pack::write(app, asked).await,
        ExportCommand::Balances { programme, output, format: _ } => {
            let bytes = balances(app, programme.as_deref()).await?;
            write(output.as_deref(), &bytes)
        }
    }
}

fn write(output: Option<&Path>, bytes: &[u8]) -> Result<(), CliError> {
    match output {
        Some(file) => fs::write(file, bytes).map_err(|error| CliError::about(file, system::refusal(&error)))?,
        None => io::stdout().write_all(bytes)?,
    }
    Ok(())
}

async fn execution(app: &App, code: &str, as_of: Option<Day>, format: FormatWord) -> Result<Vec<u8>, CliError> {
    let (reader, now) = (app.database().reader(), app.clock().now());
    let line = budget_of(&reader, code).await?;
    let day = as_of.unwrap_or_else(|| now.paris_day());
    let report = report(&reader, &line, AsOf::day(day)).await.map_err(|error| unmade("le rapport", &error))?;
    let signed = journal::checkpoint_at(&reader, report.as_of.known.unwrap_or(now)).await?;
    let footer = budget::report_footer(signed.as_ref(), &app.absolute(&urls::checkpoints()));
    budget::report_file(&report, format.format(), now, footer).map_err(|error| unmade("le rapport", &error))
}

async fn balances(app: &App, programme: Option<&str>) -> Result<Vec<u8>, CliError> {
    let reader = app.database().reader();
    let line = budget_asked(&reader, programme).await?;
    let held = account_balances(&reader, Extent { line: line.as_ref(), ..Extent::default() }).await?;
    let table = Table {
        title: "Soldes des comptes".to_owned(),
        columns: vec![Column::text("Compte"), Column::money("Solde")],
        rows: held.into_iter().map(|(account, balance)| vec![account.name.join(":").into(), balance.into()]).collect(),
        ..Table::default()
    };
    export::csv(&table).map_err(|error| unmade("le fichier", &error))
}

/// Writes entries as they are read, a page at a time: the file may be longer than the memory.
async fn entries(app: &App, asked: JournalArguments) -> Result<(), CliError> {
    if asked.format == JournalWord::Fec {
        refuse_part_of_a_fec(&asked)?;
    }
    let file = file_of(&asked, app.config().service_siren.as_ref())?;
    // What was written in the last second has no official number yet, and no service may be running to give it.
    seal_pending(app.database(), app.clock().now()).await?;
    let reader = app.database().reader();
    let line = budget_asked(&reader, asked.programme.as_deref()).await?;
    let extent = Extent { line: line.as_ref(), year: asked.year, day: asked.as_of };
    let mut reading = JournalReading::begin(&reader, extent).await?;

    let refused = |error: io::Error| match &file {
        Some(file) => CliError::about(file, system::refusal(&error)),
        None => error.into(),
    };
    let out: Box<dyn Write + Send> = match &file {
        Some(file) => Box::new(BufWriter::new(File::create(file).map_err(refused)?)),
        None => Box::new(BufWriter::new(io::stdout())),
    };
    let mut writer = accounting_file(asked.format.format(), out, &reading.accounts()).map_err(refused)?;
    loop {
        let page = reading.next_page(&reader).await?;
        if page.is_empty() {
            return writer.end().map_err(refused);
        }
        for entry in &page {
            writer.write(entry).map_err(refused)?;
        }
    }
}

/// The file to write: in a folder, an FEC takes the name that it must have.
fn file_of(asked: &JournalArguments, service: Option<&Siren>) -> Result<Option<PathBuf>, CliError> {
    match (&asked.output, asked.format.format(), asked.year) {
        (Some(folder), JournalFormat::Fec, Some(year)) if folder.is_dir() => {
            let siren = asked.siren.as_ref().or(service).ok_or_else(|| {
                CliError::said("le nom d’un FEC porte le SIREN du service : donnez --siren, ou le réglage SERVICE_SIREN")
            })?;
            Ok(Some(folder.join(fec_name(siren, year))))
        }
        (output, ..) => Ok(output.clone()),
    }
}

/// The numbers of an FEC follow one another without gap: it tells a whole year of the whole service.
fn refuse_part_of_a_fec(asked: &JournalArguments) -> Result<(), CliError> {
    let said = match (asked.year, &asked.programme, asked.as_of) {
        (None, ..) => "un FEC est celui d’un exercice : ajoutez par exemple --year 2026",
        (_, Some(_), _) => "un FEC est celui de tout le service : retirez --programme",
        (.., Some(_)) => "un FEC est celui d’un exercice entier : retirez --as-of",
        (Some(_), None, None) => return Ok(()),
    };
    Err(CliError::said(said))
}

async fn budget_asked(reader: &Reader, programme: Option<&str>) -> Result<Option<budget_line::Model>, CliError> {
    match programme {
        Some(code) => Ok(Some(budget_of(reader, code).await?)),
        None => Ok(None),
    }
}

/// The top of a programme's budget.
async fn budget_of(reader: &Reader, code: &str) -> Result<budget_line::Model, CliError> {
    let programme = programmes::actions::programme_by_code(reader, code).await?;
    let programme = programme.ok_or_else(|| CliError::said(format!("le programme {code} n’existe pas")))?;
    let line = match programme.budget_line_id {
        Some(line) => budget::actions::line(reader, line).await?,
        None => None,
    };
    line.ok_or_else(|| CliError::said(format!("le programme {code} n’a pas de budget")))
}

fn unmade(what: &str, error: &dyn Display) -> CliError {
    CliError::said(format!("{what} n’a pas pu être fait ({error})"))
}

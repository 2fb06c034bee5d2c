//! The command line. Exit code 0 only on success; an error is one line on standard error.

mod arguments;
mod doctor;
mod export;
mod failure;
mod serve;
mod users;
mod verify;

use std::{fs, path::Path, process::ExitCode};

use clap::Parser;
use tracing_subscriber::EnvFilter;

pub use arguments::Arguments;
use arguments::Command;
pub use failure::CliError;

use crate::{clock::Clock, config::Config, db::Database, demo, randomness::Randomness, web::App};

/// Reads the command line, does what it says, and answers with the exit code.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return failure::explain(&error),
    };
    match run(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("guichet : {}", error.one_line());
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), CliError> {
    let config = Config::from_env()?;
    log_to_standard_error();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(obey(config, command))
}

async fn obey(config: Config, command: Command) -> Result<(), CliError> {
    match command {
        Command::Serve => serve::serve(open(config).await?).await,
        Command::Migrate => migrate(&config).await,
        Command::Demo { as_of, if_empty } => {
            migrate(&config).await?;
            let database = connect(&config).await?;
            Ok(demo::play(&database, &Clock::System, as_of, if_empty).await?)
        }
        Command::User { what } => users::obey(&open(config).await?, what).await,
        Command::Export { what } => export::obey(&open(config).await?, what).await,
        Command::Verify => verify::verify(&open(config).await?).await,
        Command::Backup { file } => backup(&config, &file).await,
        Command::Doctor => doctor::examine(&config).await,
    }
}

/// Opens the database, making the folder of an embedded one.
async fn connect(config: &Config) -> Result<Database, CliError> {
    if let Some(file) = config.database_url.strip_prefix("sqlite:") {
        let file = Path::new(file.trim_start_matches("//").split('?').next().unwrap_or(file));
        if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder)?;
        }
    }
    Ok(Database::connect(&config.database_url, &config.base_url).await?)
}

/// Opens the program on a database whose schema is up to date.
async fn open(config: Config) -> Result<App, CliError> {
    let database = connect(&config).await?;
    if !database.is_up_to_date().await? {
        return Err(CliError::said("le schéma de la base n’est pas à jour : lancez d’abord « guichet migrate »"));
    }
    Ok(App::open(config, database, Clock::System, Randomness::System).await?)
}

async fn migrate(config: &Config) -> Result<(), CliError> {
    connect(config).await?.migrate().await?;
    Ok(())
}

async fn backup(config: &Config, file: &Path) -> Result<(), CliError> {
    if file.exists() {
        return Err(CliError::said(format!("{} existe déjà : choisissez un autre nom", file.display())));
    }
    connect(config).await?.copy_into(file).await?;
    println!(
        "La base est copiée dans {}. Sauvegardez aussi le dossier des pièces : {}",
        file.display(),
        config.storage.display()
    );
    Ok(())
}

fn log_to_standard_error() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,sea_orm_migration=warn"));
    // A second call, as in tests, keeps the first.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

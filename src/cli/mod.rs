//! The command line. Exit code 0 only on success; an error is one line on standard error.

mod arguments;
mod backup;
mod doctor;
mod export;
mod failure;
mod pack;
mod serve;
mod sign;
mod users;
mod verify;

use std::process::ExitCode;

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
    let (config, unknown) = Config::from_env()?;
    log_to_standard_error(&config.log);
    for name in unknown {
        tracing::warn!("réglage inconnu dans .env : {name}");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(obey(config, command))
}

async fn obey(config: Config, command: Command) -> Result<(), CliError> {
    match command {
        Command::Serve => serve::serve(open(config).await?).await,
        Command::Migrate => migrate(&config).await.map(drop),
        Command::Demo { as_of, if_empty } => Ok(demo::play(&migrate(&config).await?, &Clock::System, as_of, if_empty).await?),
        Command::User { what } => users::obey(&open(config).await?, what).await,
        Command::Export { what } => export::obey(&open(config).await?, what).await,
        Command::Verify => verify::verify(&open(config).await?).await,
        Command::Sign => sign::sign(&open(config).await?).await,
        Command::Backup { file } => backup::copy(&config, &file).await,
        Command::Doctor => doctor::examine(&config).await,
    }
}

/// Makes the database when it is absent, and brings its schema up to date.
async fn migrate(config: &Config) -> Result<Database, CliError> {
    let database = Database::connect_or_create(&config.database_url, &config.base_url).await?;
    database.migrate().await?;
    Ok(database)
}

/// Opens a database whose schema is up to date.
async fn connect(config: &Config) -> Result<Database, CliError> {
    let database = Database::connect(&config.database_url, &config.base_url).await?;
    if database.is_up_to_date().await? {
        Ok(database)
    } else {
        Err(CliError::said("le schéma de la base n’est pas à jour : lancez d’abord « guichet migrate »"))
    }
}

/// Opens the program on a database whose schema is up to date.
async fn open(config: Config) -> Result<App, CliError> {
    let database = connect(&config).await?;
    Ok(App::open(config, database, Clock::System, Randomness::System).await?)
}

fn log_to_standard_error(filter: &str) {
    // A second call, as in tests, keeps the first.
    let _ = tracing_subscriber::fmt().with_env_filter(EnvFilter::new(filter)).with_writer(std::io::stderr).try_init();
}

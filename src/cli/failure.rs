//! Errors of the command line: one French line each.

use std::{error::Error, fmt::Display, path::Path, process::ExitCode};

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::{
    config::WrongSetting,
    db::{OpenError, StoreError},
    demo::DemoError,
    system,
};

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A setting cannot be used.
    #[error(transparent)]
    Setting(#[from] WrongSetting),
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The machine refused.
    #[error(transparent)]
    Machine(#[from] std::io::Error),
    /// The demo could not be played.
    #[error(transparent)]
    Demo(#[from] DemoError),
    /// Something else, in words.
    #[error("{0}")]
    Said(String),
}

impl CliError {
    /// An error in words.
    pub fn said(words: impl Into<String>) -> Self {
        Self::Said(words.into())
    }

    /// A file that cannot be written, and why.
    pub fn about(file: &Path, cause: impl Display) -> Self {
        Self::Said(format!("{} ne peut pas être écrit : {cause}", file.display()))
    }

    /// The error on one line.
    #[must_use]
    pub fn one_line(&self) -> String {
        let words = match self {
            Self::Store(error) | Self::Demo(DemoError::Store(error)) => store(error),
            Self::Machine(error) => system::refusal(error),
            Self::Setting(error) => error.to_string(),
            Self::Open(error) => error.to_string(),
            Self::Demo(error) => error.to_string(),
            Self::Said(words) => words.clone(),
        };
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// What the database answers in its own words is kept as it is: it is for whoever looks after it.
fn store(error: &StoreError) -> String {
    match error {
        StoreError::Stale => "une donnée a changé entre-temps : recommencez".to_owned(),
        StoreError::Busy(cause) => format!("la base de données est occupée, recommencez dans un instant ({cause})"),
        StoreError::Constraint(cause) => format!("la base de données a refusé l’écriture ({cause})"),
        StoreError::Fault(cause) => format!("la base de données a failli ({cause})"),
    }
}

/// Prints the help asked for, or says in one line what was not understood.
pub(super) fn explain(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        print!("{error}");
        return ExitCode::SUCCESS;
    }
    eprintln!("guichet : {} ; voyez « guichet --help »", words(error));
    ExitCode::from(2)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "clap's kinds are many and grow; these are what people run into")]
fn words(error: &clap::Error) -> String {
    let said = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidSubcommand => format!("la commande « {} » n’existe pas", said(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("l’argument « {} » n’existe pas", said(ContextKind::InvalidArg)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!(
            "« {} » ne convient pas pour {} : {}",
            said(ContextKind::InvalidValue),
            said(ContextKind::InvalidArg),
            what_is_right(error)
        ),
        ErrorKind::MissingRequiredArgument => format!("il manque {}", said(ContextKind::InvalidArg)),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "il manque une commande".to_owned(),
        _ => "la commande n’a pas été comprise".to_owned(),
    }
}

/// The words that an argument takes, or what its reader asks for.
fn what_is_right(error: &clap::Error) -> String {
    match (error.get(ContextKind::ValidValue), error.source()) {
        (Some(ContextValue::Strings(possible)), _) if !possible.is_empty() => format!("il faut {}", possible.join(", ")),
        (_, Some(asked)) => asked.to_string(),
        _ => "il faut une valeur".to_owned(),
    }
}

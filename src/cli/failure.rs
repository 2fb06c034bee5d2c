//! Errors of the command line: one French line each.

use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};

use crate::{config::WrongSetting, db::StoreError};

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A setting cannot be used.
    #[error(transparent)]
    Setting(#[from] WrongSetting),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file, a folder or an address cannot be used.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The demo could not be played.
    #[error(transparent)]
    Demo(#[from] crate::demo::DemoError),
    /// Something else, in words.
    #[error("{0}")]
    Said(String),
}

impl CliError {
    /// An error in words.
    pub fn said(words: impl Into<String>) -> Self {
        Self::Said(words.into())
    }

    /// The error on one line.
    #[must_use]
    pub fn one_line(&self) -> String {
        let words = match self {
            Self::Store(error) => format!("la base de données ne répond pas comme attendu : {error}"),
            Self::Setting(error) => error.to_string(),
            Self::Io(error) => error.to_string(),
            Self::Demo(error) => error.to_string(),
            Self::Said(words) => words.clone(),
        };
        words.split_whitespace().collect::<Vec<_>>().join(" ")
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
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("« {} » ne convient pas pour {}", said(ContextKind::InvalidValue), said(ContextKind::InvalidArg))
        }
        ErrorKind::MissingRequiredArgument => format!("il manque {}", said(ContextKind::InvalidArg)),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "il manque une commande".to_owned(),
        _ => "la commande n’a pas été comprise".to_owned(),
    }
}

//! Where a database is, and why it cannot be opened, for whoever runs the program: never with its password.

use std::{
    fmt::{self, Display},
    path::{Path, PathBuf},
    str::FromStr,
};

use sea_orm::sqlx::{self, Connection, PgConnection, postgres::PgConnectOptions, sqlite::SqliteConnectOptions};
use tokio::time::timeout;

use super::connect::ACQUIRE_TIMEOUT;
use crate::system;

/// Where a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The file of an embedded one.
    File(PathBuf),
    /// A base of a PostgreSQL server, as `host:port`.
    Server {
        /// The server.
        server: String,
        /// The base on it.
        base: String,
    },
}

/// Why a database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address is not one.
    #[error(
        "réglage DATABASE_URL : l’adresse ne se lit pas ; il faut sqlite://chemin ou postgres://compte:secret@serveur:5432/base"
    )]
    Unreadable,
    /// Nothing was made there yet.
    #[error("il n’y a pas de base dans {} : « guichet migrate » la crée, et DATABASE_URL dit où elle est", .0.display())]
    Absent(PathBuf),
    /// It is there or should be, but does not open.
    #[error("{place} ne s’ouvre pas : {cause}")]
    Shut {
        /// Where it is.
        place: Place,
        /// What the machine or the server says.
        cause: String,
    },
}

impl Place {
    /// Reads the address of a database.
    ///
    /// # Errors
    /// [`OpenError::Unreadable`].
    pub(super) fn of(url: &str) -> Result<Self, OpenError> {
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url).map_err(|_| OpenError::Unreadable)?;
            return Ok(Self::File(options.get_filename().to_owned()));
        }
        let options = PgConnectOptions::from_str(url).map_err(|_| OpenError::Unreadable)?;
        let server = format!("{}:{}", options.get_host(), options.get_port());
        // PostgreSQL's own rule: without a name, the base of the same name as the account.
        let base = options.get_database().unwrap_or(options.get_username()).to_owned();
        Ok(Self::Server { server, base })
    }

    /// The file of an embedded database.
    pub(super) fn file(&self) -> Option<&Path> {
        match self {
            Self::File(file) => Some(file),
            Self::Server { .. } => None,
        }
    }

    /// Why the database at `url` did not open. A pool only says that it waited in vain, so that the server is asked once
    /// more, alone.
    pub(super) async fn shut(self, url: &str, error: &sea_orm::DbErr) -> OpenError {
        let cause = match self {
            Self::File(_) => error.to_string(),
            Self::Server { .. } => match timeout(ACQUIRE_TIMEOUT, PgConnection::connect(url)).await {
                Ok(Err(error)) => in_words(&error),
                Ok(Ok(_)) => error.to_string(),
                Err(_) => "la réponse se fait trop attendre".to_owned(),
            },
        };
        OpenError::Shut { place: self, cause }
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "sqlx's errors are many and grow; these are what people run into")]
fn in_words(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Io(error) => system::refusal(error),
        sqlx::Error::Database(error) => error.message().to_owned(),
        other => other.to_string(),
    }
}

impl Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file) => write!(f, "la base {}", file.display()),
            Self::Server { server, base } => write!(f, "la base {base} du serveur PostgreSQL {server}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_said_without_its_password() {
        let said = |url: &str| Place::of(url).unwrap().to_string();
        assert_eq!(said("sqlite://data/guichet.db"), "la base data/guichet.db");
        assert_eq!(said("sqlite:///srv/guichet.db?mode=rwc"), "la base /srv/guichet.db");
        assert_eq!(said("postgres://moi:sesame@hote:5433/guichet"), "la base guichet du serveur PostgreSQL hote:5433");
        assert!(!Place::of("postgres://moi:sesame@hote:port/guichet").unwrap_err().to_string().contains("sesame"));
    }
}

//! Opening the pools.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use entity::values::{Instant, PersonId};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

use super::{OpenError, Place, Reader, StoreError, Tx};
use crate::system;

/// Which database is behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded default.
    Sqlite,
    /// Production.
    Postgres,
}

impl Engine {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// The two ways to the data. On SQLite one connection writes and several only read (WAL), so that a reader never waits
/// and two writers queue instead of failing; on PostgreSQL both are the same pool.
#[derive(Clone)]
pub struct Database {
    reads: DatabaseConnection,
    writes: DatabaseConnection,
    place: Arc<Place>,
    public_address: Arc<str>,
    statements: Arc<AtomicU64>,
    generation: Arc<AtomicU64>,
}

/// How many connections may read at once on SQLite: more than the cores gains nothing.
const SQLITE_READERS: u32 = 4;
/// How many rows may wait to be read from a query on SQLite.
const ROWS_AT_ONCE: usize = 512;
/// How many connections one copy of the program takes from PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 20;
/// How long a request waits for a connection before it is told to come back.
pub(super) const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

impl Database {
    /// Opens the database at `url`: `sqlite://path` or `postgres://…`. `public_address` is where people reach the service,
    /// for the links in what it writes to them.
    ///
    /// # Errors
    /// When there is none, or it cannot be reached: a misspelt address must not make an empty one.
    pub async fn connect(url: &str, public_address: &str) -> Result<Self, OpenError> {
        let place = Place::of(url)?;
        if let Some(file) = place.file().filter(|file| !file.exists()) {
            return Err(OpenError::Absent(file.to_owned()));
        }
        Self::open(url, place, public_address).await
    }

    /// The same, making an embedded database that is absent, and its folder.
    ///
    /// # Errors
    /// When it cannot be made or reached.
    pub async fn connect_or_create(url: &str, public_address: &str) -> Result<Self, OpenError> {
        let place = Place::of(url)?;
        if let Some(folder) = place.file().and_then(|file| file.parent()).filter(|folder| !folder.as_os_str().is_empty()) {
            let shut = |error| OpenError::Shut { place: place.clone(), cause: system::refusal(&error) };
            fs::create_dir_all(folder).map_err(shut)?;
        }
        Self::open(url, place, public_address).await
    }

    async fn open(url: &str, place: Place, public_address: &str) -> Result<Self, OpenError> {
        let statements = Arc::new(AtomicU64::new(0));
        match pools(url, &place, &statements).await {
            Ok((reads, writes)) => Ok(Self {
                reads,
                writes,
                place: Arc::new(place),
                public_address: Arc::from(public_address),
                statements,
                generation: Arc::default(),
            }),
            Err(error) => Err(place.shut(url, &error).await),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Which database this is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match *self.place {
            Place::File(_) => Engine::Sqlite,
            Place::Server { .. } => Engine::Postgres,
        }
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// When a migration or one of the assertions that follow it fails.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let applied = migration::migrate(&self.writes).await?;
        if !applied.is_empty() {
            tracing::info!(migrations = applied.join(", "), "schéma mis à jour");
        }
        Ok(())
    }

    /// Whether every migration was applied.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_up_to_date(&self) -> Result<bool, StoreError> {
        Ok(migration::is_up_to_date(&self.writes).await?)
    }

    /// Whether the database answers.
    pub async fn answers(&self) -> bool {
        self.reads.execute_unprepared("SELECT 1").await.is_ok()
    }

    /// How many statements were sent so far: a test counts what a page costs.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Grows with every commit of this program: what was computed before it may be out of date.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// Copies a SQLite database into `file`, consistent while the service runs.
    ///
    /// # Errors
    /// On PostgreSQL (use `pg_dump`), or when the file exists or cannot be written.
    pub async fn copy_into(&self, file: &std::path::Path) -> Result<(), StoreError> {
        if self.engine() == Engine::Postgres {
            return Err(StoreError::Fault("PostgreSQL se sauvegarde avec pg_dump".to_owned()));
        }
        let statement = sea_orm::Statement::from_sql_and_values(
            DbBackend::Sqlite,
            "VACUUM INTO ?",
            [file.to_string_lossy().into_owned().into()],
        );
        self.writes.execute_raw(statement).await?;
        Ok(())
    }

    /// Closes every connection.
    pub async fn close(self) {
        // Both are the same pool on PostgreSQL: closing twice does nothing, and nothing is left to lose.
        let _ = self.reads.close().await;
        let _ = self.writes.close().await;
    }

    /// A way to read.
    #[must_use]
    pub fn reader(&self) -> Reader {
        Reader::new(self.reads.clone())
    }

    /// Starts a transaction that `author` writes at `at`. Dropping it undoes everything.
    ///
    /// # Errors
    /// When no connection is free in time.
    pub async fn begin(&self, author: Option<PersonId>, at: Instant) -> Result<Tx, StoreError> {
        let inner = self.writes.begin_with_options(self.options()).await?;
        Ok(Tx::new(inner, author, at, Arc::clone(&self.public_address), Arc::clone(&self.generation)))
    }

    /// SQLite must ask for the write lock at once: a transaction that reads first and writes later fails with
    /// « database is locked » instead of waiting.
    fn options(&self) -> TransactionOptions {
        match self.engine() {
            Engine::Sqlite => TransactionOptions {
                isolation_level: None,
                access_mode: None,
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            },
            Engine::Postgres => TransactionOptions {
                isolation_level: Some(sea_orm::IsolationLevel::ReadCommitted),
                access_mode: Some(AccessMode::ReadWrite),
                sqlite_transaction_mode: None,
            },
        }
    }
}

/// The pool that reads and the one that writes.
async fn pools(url: &str, place: &Place, statements: &Arc<AtomicU64>) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    match place {
        Place::File(_) => {
            let writes = pool(sqlite(url, 1, false), statements).await?;
            Ok((pool(sqlite(url, SQLITE_READERS, true), statements).await?, writes))
        }
        Place::Server { .. } => {
            let both = pool(postgres(url), statements).await?;
            Ok((both.clone(), both))
        }
    }
}

async fn pool(options: ConnectOptions, statements: &Arc<AtomicU64>) -> Result<DatabaseConnection, DbErr> {
    let mut connection = sea_orm::Database::connect(options).await?;
    let counter = Arc::clone(statements);
    connection.set_metric_callback(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    Ok(connection)
}

fn sqlite(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = common(url);
    options.max_connections(connections).min_connections(1).map_sqlx_sqlite_opts(move |sqlite| {
        use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
        sqlite
            .create_if_missing(!read_only)
            .read_only(read_only)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // Without it, INSERT OR REPLACE deletes a row without waking the triggers that forbid it.
            .pragma("recursive_triggers", "ON")
            .busy_timeout(ACQUIRE_TIMEOUT)
            // Rows cross from the connection's thread to ours in groups, or waking up costs more than reading.
            .row_buffer_size(ROWS_AT_ONCE)
            .statement_cache_capacity(256)
    });
    options
}

fn postgres(url: &str) -> ConnectOptions {
    let mut options = common(url);
    // A server that restarted closed our connections: they are tried before a request meets them.
    options.max_connections(POSTGRES_CONNECTIONS).min_connections(1).test_before_acquire(true);
    options
}

/// Statements stay out of logs and traces: they carry personal data.
fn common(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false).record_stmt_in_spans(false).acquire_timeout(ACQUIRE_TIMEOUT).test_before_acquire(false);
    options
}

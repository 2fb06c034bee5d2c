//! A way to read and a way to write.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use entity::values::{Instant, PersonId};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, Statement};

use super::StoreError;

/// Anything a store can query: a [`Reader`] or a [`Tx`].
pub trait Source: Sync {
    /// What sea-orm runs the query on.
    type Connection: ConnectionTrait;
    /// The connection, for stores only.
    fn connection(&self) -> &Self::Connection;
}

/// Reads what was committed. Cannot write on SQLite, where its connections are read-only.
#[derive(Clone)]
pub struct Reader(DatabaseConnection);

impl Reader {
    pub(super) fn new(connection: DatabaseConnection) -> Self {
        Self(connection)
    }
}

impl Source for Reader {
    type Connection = DatabaseConnection;
    fn connection(&self) -> &DatabaseConnection {
        &self.0
    }
}

/// A transaction that knows who writes and when, so that no action can sign with another name or another time.
/// Nothing is kept until [`Tx::commit`]; dropping it undoes everything.
pub struct Tx {
    inner: DatabaseTransaction,
    author: Option<PersonId>,
    at: Instant,
    public_address: Arc<str>,
    generation: Arc<AtomicU64>,
}

impl Tx {
    pub(super) fn new(
        inner: DatabaseTransaction,
        author: Option<PersonId>,
        at: Instant,
        public_address: Arc<str>,
        generation: Arc<AtomicU64>,
    ) -> Self {
        Self { inner, author, at, public_address, generation }
    }

    /// A link that works outside the site, for what the transaction writes to people.
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.public_address)
    }

    /// Who writes; `None` when nobody is signed in, as at sign-up.
    #[must_use]
    pub fn author(&self) -> Option<PersonId> {
        self.author
    }

    /// When: the instant the request reached the server, UTC.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.at
    }

    /// Whether this transaction has `work` to itself, among all copies of the program, until it ends. On SQLite there is one
    /// writer at a time already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_alone(&self, work: SoleWork) -> Result<bool, StoreError> {
        if self.inner.get_database_backend() != DbBackend::Postgres {
            return Ok(true);
        }
        let asked =
            Statement::from_sql_and_values(DbBackend::Postgres, "SELECT pg_try_advisory_xact_lock($1)", [work.key().into()]);
        let row = self.inner.query_one_raw(asked).await?.ok_or(StoreError::Stale)?;
        Ok(row.try_get_by_index(0)?)
    }

    /// Keeps everything that was written.
    ///
    /// # Errors
    /// When the database could not: then nothing was kept.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.inner.commit().await?;
        self.generation.fetch_add(1, Ordering::AcqRel);
        Ok(())
    }
}

/// Work that one copy of the program does at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SoleWork {
    /// Lengthening the chain of seals.
    Sealing,
    /// Signing the end of the chain.
    Signing,
}

impl SoleWork {
    /// The key of PostgreSQL's advisory lock: any number, as long as nothing else takes it.
    fn key(self) -> i64 {
        match self {
            Self::Sealing => 0x0073_6365_6c6c_6572,
            Self::Signing => 0x0073_6967_6e65_7200,
        }
    }
}

impl Source for Tx {
    type Connection = DatabaseTransaction;
    fn connection(&self) -> &DatabaseTransaction {
        &self.inner
    }
}

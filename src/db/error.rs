//! What a query can fail with, in words that do not depend on the database.

use sea_orm::{DbErr, SqlErr};

/// Why a query failed. `DbErr` never leaves `db` and the stores.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The row is not there, or is no longer in the state that the write expected: somebody was faster.
    #[error("the row changed or disappeared meanwhile")]
    Stale,
    /// The database refused the write by one of its named constraints.
    #[error("the database refused: {0}")]
    Constraint(String),
    /// Too many at once, or a deadlock: the same request may succeed a moment later.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// Anything else: a fault of ours or of the machine.
    #[error("the database failed: {0}")]
    Fault(String),
}

impl From<DbErr> for StoreError {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "sea-orm's errors are many and grow; the rest are told apart by their message"
    )]
    fn from(error: DbErr) -> Self {
        if let Some(SqlErr::UniqueConstraintViolation(constraint) | SqlErr::ForeignKeyConstraintViolation(constraint)) =
            error.sql_err()
        {
            return Self::Constraint(constraint);
        }
        match error {
            DbErr::RecordNotUpdated | DbErr::RecordNotFound(_) => Self::Stale,
            DbErr::ConnectionAcquire(cause) => Self::Busy(cause.to_string()),
            other => Self::of_message(other.to_string()),
        }
    }
}

impl StoreError {
    /// The rest is told apart by the engine's message: neither engine gives CHECKs and contention a kind of their own.
    fn of_message(message: String) -> Self {
        let busy = ["database is locked", "deadlock detected", "could not serialize access"];
        // The last two are how the sentences of our triggers read.
        let refused = ["CHECK constraint failed", "violates check constraint", "_is_never_", "_changes_only_"];
        if busy.iter().any(|words| message.contains(words)) {
            Self::Busy(message)
        } else if refused.iter().any(|words| message.contains(words)) {
            Self::Constraint(message)
        } else {
            Self::Fault(message)
        }
    }
}

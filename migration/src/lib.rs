//! The schema of Guichet, one subject a file, in the order in which subjects may know each other.
//!
//! A subject declares its tables (`table`); running it creates them on SQLite or PostgreSQL, adds the triggers that keep
//! the ledger and the journal append-only (`triggers`), then reads the database's own catalogue and fails unless all that
//! was declared is there (`catalogue`). What was once released is never edited: a later change is a later migration.

mod awards;
mod budget;
mod calls;
mod catalogue;
mod dossiers;
mod journal;
mod jury;
mod organisations;
mod outbox;
mod people;
mod programmes;
mod table;
mod triggers;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{DatabaseConnection, DbBackend, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use table::Table;

/// All migrations, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        SUBJECTS.iter().map(|subject| Box::new(*subject) as Box<dyn MigrationTrait>).collect()
    }
}

const SUBJECTS: [Subject; 10] = [
    Subject { name: "m0001_people", tables: people::tables },
    Subject { name: "m0002_organisations", tables: organisations::tables },
    Subject { name: "m0003_budget", tables: budget::tables },
    Subject { name: "m0004_programmes", tables: programmes::tables },
    Subject { name: "m0005_calls", tables: calls::tables },
    Subject { name: "m0006_dossiers", tables: dossiers::tables },
    Subject { name: "m0007_jury", tables: jury::tables },
    Subject { name: "m0008_awards", tables: awards::tables },
    Subject { name: "m0009_journal", tables: journal::tables },
    Subject { name: "m0010_outbox", tables: outbox::tables },
];

/// Applies what is pending, all of it or nothing, and returns the names of what was applied.
///
/// Two programs that start together take turns: the second finds nothing left to do.
///
/// # Errors
/// When the database cannot be reached, refuses a statement, or does not hold afterwards what was declared: it is then
/// as it was before.
pub async fn migrate(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let alone = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
    let tx = db.begin_with_options(alone).await?;
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATING})")).await?;
    }

    let pending = Migrator::get_pending_migrations(&tx).await?;
    Migrator::up(&tx, None).await?;

    tx.commit().await?;
    Ok(pending.iter().map(|migration| migration.name().to_owned()).collect())
}

/// Whether nothing is pending. Only reads.
///
/// # Errors
/// When the database cannot be reached.
pub async fn is_up_to_date(db: &DatabaseConnection) -> Result<bool, DbErr> {
    Ok(Migrator::get_pending_migrations_read_only(db).await?.is_empty())
}

/// The key of PostgreSQL's advisory lock for migrating; any number, as long as nothing else takes it.
const MIGRATING: i64 = 0x0067_7569_6368_6574;

/// A migration that creates the tables of one subject.
#[derive(Clone, Copy)]
struct Subject {
    name: &'static str,
    tables: fn() -> Vec<Table>,
}

impl MigrationName for Subject {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Subject {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = (self.tables)();
        for table in &tables {
            create(manager, table).await?;
        }
        catalogue::verify(manager.get_connection(), &tables).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("the history of money is never dropped: restore a backup instead".to_owned()))
    }
}

async fn create(manager: &SchemaManager<'_>, table: &Table) -> Result<(), DbErr> {
    let database = manager.get_database_backend();
    manager.create_table(table.create_statement(database)).await?;
    for index in table.index_statements() {
        manager.create_index(index).await?;
    }

    let triggers = triggers::triggers(table, database);
    if database == DbBackend::Postgres && !triggers.is_empty() {
        manager.get_connection().execute_unprepared(triggers::REFUSE).await?;
    }
    for trigger in triggers {
        manager.get_connection().execute_unprepared(&trigger.sql).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// PostgreSQL cuts longer names in silence, and names in a schema share one space.
    #[test]
    fn every_name_is_short_enough_and_given_once() {
        for database in [DbBackend::Sqlite, DbBackend::Postgres] {
            let mut given = HashSet::new();
            for table in SUBJECTS.iter().flat_map(|subject| (subject.tables)()) {
                for line in catalogue::expected(&table, database) {
                    assert!(line.split([' ', '.']).all(|name| name.len() <= 63), "{line} has more than 63 bytes");
                    assert!(given.insert(line.clone()), "{line} is declared twice");
                }
            }
        }
    }
}

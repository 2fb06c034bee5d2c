//! What the database says it holds, to compare with what a migration declared.

use crate::table::{Reference, Table};
use crate::triggers::triggers;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement};
use std::collections::HashSet;

const SQLITE: &str = "
    SELECT type || ' ' || name AS line FROM sqlite_schema
    UNION ALL
    SELECT 'column ' || t.name || '.' || c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'
    UNION ALL
    SELECT 'reference ' || t.name || '.' || f.\"from\" || ' ' || f.\"table\"
    FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table'";

/// SQLite keeps the names of checks only in the text that created the table.
const SQLITE_DEFINITIONS: &str = "SELECT sql AS line FROM sqlite_schema WHERE type = 'table'";

const POSTGRES: &str = "
    SELECT 'table ' || tablename AS line FROM pg_tables WHERE schemaname = current_schema()
    UNION ALL
    SELECT 'column ' || table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = current_schema()
    UNION ALL
    SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = current_schema()
    UNION ALL
    SELECT 'constraint ' || conname FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
    UNION ALL
    SELECT 'trigger ' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace";

/// The names that the database holds, and, for SQLite, the text of its tables.
struct Catalogue {
    lines: HashSet<String>,
    definitions: String,
}

impl Catalogue {
    async fn read(db: &impl ConnectionTrait) -> Result<Self, DbErr> {
        if db.get_database_backend() == DbBackend::Postgres {
            Ok(Self { lines: lines(db, POSTGRES).await?, definitions: String::new() })
        } else {
            let definitions = lines(db, SQLITE_DEFINITIONS).await?.into_iter().collect();
            Ok(Self { lines: lines(db, SQLITE).await?, definitions })
        }
    }

    fn holds(&self, expected: &str) -> bool {
        self.lines.contains(expected)
            || expected
                .strip_prefix("constraint ")
                .is_some_and(|name| self.definitions.contains(&format!("CONSTRAINT \"{name}\"")))
    }
}

/// Fails, naming all that is absent, unless the database holds every table, column, index, rule and trigger of `tables`.
pub(crate) async fn verify(db: &impl ConnectionTrait, tables: &[Table]) -> Result<(), DbErr> {
    let catalogue = Catalogue::read(db).await?;
    let expected = tables.iter().flat_map(|table| expected(table, db.get_database_backend()));
    let absent: Vec<String> = expected.filter(|line| !catalogue.holds(line)).collect();

    if absent.is_empty() { Ok(()) } else { Err(DbErr::Migration(format!("absent after the migration: {}", absent.join(", ")))) }
}

/// All that declaring the table should have put in the catalogue.
pub(crate) fn expected(table: &Table, database: DbBackend) -> Vec<String> {
    let mut lines = vec![format!("table {}", table.name)];
    lines.extend(table.column_names().map(|column| format!("column {}.{column}", table.name)));
    lines.extend(table.index_names().map(|index| format!("index {index}")));
    lines.extend(table.check_names(database).into_iter().map(|name| format!("constraint {name}")));
    lines.extend(table.references().map(|reference| line_of(table, reference, database)));
    lines.extend(triggers(table, database).into_iter().map(|trigger| format!("trigger {}", trigger.name)));
    lines
}

/// sea-query does not name foreign keys on SQLite, which would not say the name anyway: there, what they join is compared.
fn line_of(table: &Table, reference: &Reference, database: DbBackend) -> String {
    if database == DbBackend::Postgres {
        format!("constraint {}", table.reference_name(reference))
    } else {
        format!("reference {}.{} {}", table.name, reference.column, reference.table)
    }
}

async fn lines(db: &impl ConnectionTrait, sql: &str) -> Result<HashSet<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    rows.iter().map(|row: &QueryResult| row.try_get("", "line")).collect()
}

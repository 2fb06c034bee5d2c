//! What makes a table append-only: triggers that refuse, whoever asks. Each is named as the sentence it says.
//!
//! On SQLite, `INSERT OR REPLACE` deletes without waking a trigger unless the connection sets `recursive_triggers`.

use crate::table::{Permanence, Table};
use sea_orm_migration::sea_orm::DbBackend;

/// PostgreSQL's triggers call a function: this one refuses, and the message is the trigger's name.
pub(crate) const REFUSE: &str = "
CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        MESSAGE = TG_NAME, CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME, ERRCODE = 'integrity_constraint_violation';
END $$";

/// A trigger that refuses.
pub(crate) struct Trigger {
    /// The sentence that the database says.
    pub(crate) name: String,
    /// The statement that creates it.
    pub(crate) sql: String,
}

/// The triggers that hold what the table declares.
pub(crate) fn triggers(table: &Table, database: DbBackend) -> Vec<Trigger> {
    let name = table.name;
    let mut triggers = match table.permanence {
        Permanence::Editable => return vec![],
        Permanence::Forever => vec![refusing(table, "UPDATE", format!("{name}_is_never_changed"), None, database)],
        Permanence::ForeverBut(columns) => {
            let sentence = format!("{name}_changes_only_to_receive_its_{}", columns.join("_and_"));
            vec![refusing(table, "UPDATE", sentence, Some(unless_it_only_receives(table, columns)), database)]
        }
    };
    triggers.push(refusing(table, "DELETE", format!("{name}_is_never_deleted"), None, database));
    if database == DbBackend::Postgres {
        triggers.push(refusing_to_truncate(name));
    }
    triggers
}

/// True of an update that does anything but give `receiving` their first values.
fn unless_it_only_receives(table: &Table, receiving: &[&str]) -> String {
    let kept = |column: &str| {
        if receiving.contains(&column) {
            format!("OLD.{column} IS NULL AND NEW.{column} IS NOT NULL")
        } else {
            format!("NEW.{column} IS NOT DISTINCT FROM OLD.{column}")
        }
    };
    format!("NOT ({})", table.column_names().map(kept).collect::<Vec<_>>().join(" AND "))
}

fn refusing(table: &Table, verb: &str, name: String, when: Option<String>, database: DbBackend) -> Trigger {
    let when = when.map(|condition| format!(" WHEN ({condition})")).unwrap_or_default();
    let refuse = if database == DbBackend::Postgres {
        "EXECUTE FUNCTION refuse()".to_owned()
    } else {
        format!("BEGIN SELECT RAISE(ABORT, '{name}'); END")
    };
    let sql = format!("CREATE TRIGGER {name} BEFORE {verb} ON \"{}\" FOR EACH ROW{when} {refuse}", table.name);
    Trigger { name, sql }
}

fn refusing_to_truncate(table: &str) -> Trigger {
    let name = format!("{table}_is_never_emptied");
    let sql = format!("CREATE TRIGGER {name} BEFORE TRUNCATE ON \"{table}\" FOR EACH STATEMENT EXECUTE FUNCTION refuse()");
    Trigger { name, sql }
}

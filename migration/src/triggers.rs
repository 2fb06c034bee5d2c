//! What makes a table append-only, or freezes its rows: triggers that refuse, whoever asks. Each is named as the sentence it says.
//!
//! On SQLite, `INSERT OR REPLACE` deletes without waking a trigger unless the connection sets `recursive_triggers`.

use crate::table::{Frozen, Parent, Permanence, Step, Table};
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
    let refusing = |verb, sentence, when| refusing(name, verb, sentence, when, database);
    let mut triggers = match &table.permanence {
        Permanence::Editable => return vec![],
        Permanence::Forever => vec![
            refusing("UPDATE", format!("{name}_is_never_changed"), None),
            refusing("DELETE", format!("{name}_is_never_deleted"), None),
        ],
        Permanence::ForeverBut(columns) => vec![
            refusing(
                "UPDATE",
                format!("{name}_changes_only_to_receive_its_{}", columns.join("_and_")),
                Some(unless_it_only_receives(table, columns)),
            ),
            refusing("DELETE", format!("{name}_is_never_deleted"), None),
        ],
        Permanence::Once(frozen) => vec![
            refusing("UPDATE", format!("{name}_is_never_changed_once_{}", frozen.once), Some(frozen_update(table, frozen))),
            refusing("DELETE", format!("{name}_is_never_deleted_once_{}", frozen.once), Some(frozen.when.to_owned())),
        ],
        Permanence::With(parent) => vec![
            refusing_with(name, "INSERT", format!("{name}_is_never_added_once_{}", parent.once), parent, database),
            refusing_with(name, "UPDATE", format!("{name}_is_never_changed_once_{}", parent.once), parent, database),
            refusing_with(name, "DELETE", format!("{name}_is_never_deleted_once_{}", parent.once), parent, database),
        ],
    };
    if database == DbBackend::Postgres {
        triggers.push(refusing_to_truncate(name));
    }
    triggers
}

/// True of an update that does anything but give `receiving` their first values.
fn unless_it_only_receives(table: &Table, receiving: &[&str]) -> String {
    let received = |column: &&str| format!("OLD.{column} IS NULL AND NEW.{column} IS NOT NULL");
    let received = receiving.iter().map(received).collect::<Vec<_>>().join(" AND ");
    format!("NOT ({received}{})", others_stay(table, receiving))
}

/// True of an update of a frozen row that is not the one step left to it.
fn frozen_update(table: &Table, Frozen { when, but_for, .. }: &Frozen) -> String {
    match but_for {
        None => (*when).to_owned(),
        Some(Step { taking, changes }) => format!("{when} AND NOT ({taking}{})", others_stay(table, changes)),
    }
}

/// « and every column but these stays as it was ».
fn others_stay(table: &Table, but: &[&str]) -> String {
    let others = table.column_names().filter(|column| !but.contains(column));
    others.map(|column| format!(" AND NEW.{column} IS NOT DISTINCT FROM OLD.{column}")).collect()
}

fn refusing(table: &str, verb: &str, name: String, when: Option<String>, database: DbBackend) -> Trigger {
    let when = when.map(|condition| format!(" WHEN ({condition})")).unwrap_or_default();
    let refuse = if database == DbBackend::Postgres { "EXECUTE FUNCTION refuse()".to_owned() } else { aborting(&name) };
    let sql = format!("CREATE TRIGGER {name} BEFORE {verb} ON \"{table}\" FOR EACH ROW{when} {refuse}");
    Trigger { name, sql }
}

/// A trigger that looks at the row to which others belong. PostgreSQL takes no query in `WHEN`: it asks in a function.
fn refusing_with(table: &str, verb: &str, name: String, parent: &Parent, database: DbBackend) -> Trigger {
    let Parent { column, table: of, when, .. } = parent;
    let named = match verb {
        "INSERT" => format!("(NEW.{column})"),
        "DELETE" => format!("(OLD.{column})"),
        _ => format!("(OLD.{column}, NEW.{column})"),
    };
    let is_frozen = format!("EXISTS (SELECT 1 FROM \"{of}\" WHERE id IN {named} AND {when})");
    let row = if verb == "DELETE" { "OLD" } else { "NEW" };
    let sql = if database == DbBackend::Postgres {
        format!(
            "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF {is_frozen} THEN
                    RAISE EXCEPTION USING
                        MESSAGE = TG_NAME, CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME, ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN {row};
            END $$;
            CREATE TRIGGER {name} BEFORE {verb} ON \"{table}\" FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    } else {
        format!("CREATE TRIGGER {name} BEFORE {verb} ON \"{table}\" FOR EACH ROW WHEN ({is_frozen}) {}", aborting(&name))
    };
    Trigger { name, sql }
}

/// What a trigger of SQLite does.
fn aborting(name: &str) -> String {
    format!("BEGIN SELECT RAISE(ABORT, '{name}'); END")
}

fn refusing_to_truncate(table: &str) -> Trigger {
    let name = format!("{table}_is_never_emptied");
    let sql = format!("CREATE TRIGGER {name} BEFORE TRUNCATE ON \"{table}\" FOR EACH STATEMENT EXECUTE FUNCTION refuse()");
    Trigger { name, sql }
}

//! The schema that migrations make is the one that entities declare.

#![expect(clippy::unwrap_used, reason = "what a test cannot do without, it panics without")]

mod databases;

use databases::{on_every_database, on_every_empty_database};
use entity::values::{
    ActionKind, Audience, AwardOutcome, Book, DecisionState, DossierState, ExpenseCategory, ExportState, Journal, LinkPurpose,
    MailState, OrganisationKind, PaymentState, QuestionKind, RepaymentKind, RepaymentState, ReviewState, Role, ScanState,
    ScopeKind, Stage, TopicKind,
};
use entity::*;
use migration::migrate;
use sea_orm_migration::sea_orm::{
    ColumnTrait, ColumnType, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, IdenStatic, Iterable, Statement,
};
use std::collections::BTreeSet;
use std::fmt::Display;

/// Does the same with each entity.
macro_rules! entities {
    ($($table:ident,)+) => {
        fn declared_columns(database: DbBackend) -> BTreeSet<String> {
            let mut lines = BTreeSet::new();
            $(lines.extend(columns_of::<$table::Entity>(database));)+
            lines
        }

        async fn select_from_each(db: &DatabaseConnection) {
            $(select::<$table::Entity>(db).await;)+
        }
    };
}

entities! {
    person, session, single_use_link, role_grant, sign_in_attempt, parked_form, setting, organisation,
    organisation_member, budget_line, earmark, commitment, instalment, account, account_day, entry, payment, transfer, repayment,
    programme, axis, action,
    action_topic, target, target_progress, indicator, indicator_observation, call, wave, criterion, question,
    invitation, dossier, answer, expense, dossier_file, submission, examination, juror, recusal, assignment, review, review_score,
    decision, award, event, seal, checkpoint, outbox_mail, export_job,
}

#[tokio::test]
async fn every_column_of_every_entity_is_in_the_database_and_nothing_else_is() {
    on_every_database("columns", async |db| {
        let (found, declared) = (found_columns(db).await, declared_columns(db.get_database_backend()));
        let differences: Vec<&String> = found.symmetric_difference(&declared).collect();
        assert!(differences.is_empty(), "only in the database or only in entities: {differences:?}");
    })
    .await;
}

#[tokio::test]
async fn every_entity_can_be_selected() {
    on_every_database("select", async |db| select_from_each(db).await).await;
}

#[tokio::test]
async fn migrating_again_changes_nothing() {
    on_every_database("again", async |db| assert_eq!(migrate(db).await.unwrap(), Vec::<String>::new())).await;
}

#[tokio::test]
async fn two_programs_that_migrate_together_take_turns() {
    on_every_empty_database("turns", async |db| {
        let (one, other) = tokio::join!(migrate(db), migrate(db));
        let mut applied = [one.unwrap().len(), other.unwrap().len()];
        applied.sort();
        assert_eq!(applied, [0, 10]);
    })
    .await;
}

#[tokio::test]
async fn every_word_of_every_enum_is_one_that_the_database_knows() {
    on_every_database("words", async |db| {
        if db.get_database_backend() == DbBackend::Sqlite {
            every_word_is_known(&lines(db, "SELECT sql AS line FROM sqlite_schema WHERE type = 'table'").await);
        }
    })
    .await;
}

fn every_word_is_known(tables: &BTreeSet<String>) {
    knows(tables, "single_use_link", "purpose", LinkPurpose::ALL);
    knows(tables, "role_grant", "role", Role::ALL);
    knows(tables, "role_grant", "scope_kind", ScopeKind::ALL);
    knows(tables, "organisation", "kind", OrganisationKind::ALL);
    knows(tables, "account", "book", Book::ALL);
    knows(tables, "account", "stage", Stage::ALL);
    knows(tables, "entry", "journal", Journal::ALL);
    knows(tables, "repayment", "kind", RepaymentKind::ALL);
    knows(tables, "repayment", "state", RepaymentState::ALL);
    knows(tables, "payment", "state", PaymentState::ALL);
    knows(tables, "export_job", "state", ExportState::ALL);
    knows(tables, "action", "kind", ActionKind::ALL);
    knows(tables, "action_topic", "kind", TopicKind::ALL);
    knows(tables, "call", "kind", ActionKind::ALL);
    knows(tables, "call", "audience", Audience::ALL);
    knows(tables, "question", "kind", QuestionKind::ALL);
    knows(tables, "invitation", "role", Role::ALL);
    knows(tables, "invitation", "scope_kind", ScopeKind::ALL);
    knows(tables, "dossier", "state", DossierState::ALL);
    knows(tables, "expense", "category", ExpenseCategory::ALL);
    knows(tables, "dossier_file", "scan", ScanState::ALL);
    knows(tables, "review", "state", ReviewState::ALL);
    knows(tables, "decision", "state", DecisionState::ALL);
    knows(tables, "award", "outcome", AwardOutcome::ALL);
    knows(tables, "outbox_mail", "state", MailState::ALL);
}

/// The same words in the same order; both databases are told the same rule, so reading it back from one is enough.
fn knows(tables: &BTreeSet<String>, table: &str, column: &str, words: &[impl Display]) {
    let words: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let rule = format!("CHECK ({column} IN ({}))", words.join(", "));
    let created = tables.iter().find(|sql| sql.starts_with(&format!("CREATE TABLE \"{table}\""))).unwrap();
    assert!(created.contains(&rule), "{table} lacks {rule}: {created}");
}

async fn select<E: EntityTrait>(db: &DatabaseConnection) {
    assert!(E::find().one(db).await.unwrap().is_none());
}

/// Writes each column as a line: `dossier.submitted_at bigint?`. SQLite has one size of whole numbers.
#[expect(clippy::wildcard_enum_match_arm, reason = "a column has one of forty types, ours one of five")]
fn columns_of<E: EntityTrait>(database: DbBackend) -> impl Iterator<Item = String> {
    E::Column::iter().map(move |column| {
        let definition = column.def();
        let kind = match definition.get_column_type() {
            ColumnType::BigInteger if database == DbBackend::Postgres => "bigint",
            ColumnType::BigInteger | ColumnType::Integer => "integer",
            ColumnType::Boolean => "boolean",
            ColumnType::String(_) | ColumnType::Text => "text",
            other => panic!("no table has a column of type {other:?}"),
        };
        let may_be_empty = if definition.is_null() { "?" } else { "" };
        format!("{}.{} {kind}{may_be_empty}", E::default().table_name(), column.as_str())
    })
}

async fn found_columns(db: &DatabaseConnection) -> BTreeSet<String> {
    let sql = if db.get_database_backend() == DbBackend::Postgres {
        "SELECT table_name || '.' || column_name || ' ' || data_type || CASE is_nullable WHEN 'YES' THEN '?' ELSE '' END AS line
            FROM information_schema.columns WHERE table_schema = current_schema() AND table_name <> 'seaql_migrations'"
    } else {
        "SELECT t.name || '.' || c.name || ' ' || lower(c.type)
                || CASE c.\"notnull\" WHEN 0 THEN '?' ELSE '' END AS line
            FROM sqlite_schema t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT IN ('seaql_migrations', 'sqlite_sequence')"
    };
    lines(db, sql).await
}

async fn lines(db: &DatabaseConnection, sql: &str) -> BTreeSet<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get("", "line").unwrap()).collect()
}

//! What the database refuses whoever asks, and in which words.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "what a test cannot do without, it panics without")]

mod databases;

use databases::on_every_database;
use entity::values::{AccountId, Book, Day, Instant, Journal, Money, PersonId, Plain, Role, Stage, Year};
use entity::{account, budget_line, entry, person, transfer};
use sea_orm_migration::sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, SqlErr,
};

#[tokio::test]
async fn a_ledger_reads_what_it_wrote() {
    on_every_database("reads", async |db| {
        let (entry, transfer) = a_recorded_entry(db).await;
        assert_eq!(entry::Entity::find().one(db).await.unwrap(), Some(entry));
        assert_eq!(transfer::Entity::find().one(db).await.unwrap(), Some(transfer));
    })
    .await;
}

#[tokio::test]
async fn the_past_is_never_changed_nor_deleted() {
    on_every_database("past", async |db| {
        a_recorded_entry(db).await;

        is_refused(db, "UPDATE transfer SET amount = amount + 1", "transfer_is_never_changed").await;
        is_refused(db, "DELETE FROM transfer", "transfer_is_never_deleted").await;
        is_refused(db, "UPDATE entry SET reason = 'autre'", "entry_changes_only_to_receive_its_number_and_seal_number").await;
        is_refused(db, "DELETE FROM entry", "entry_is_never_deleted").await;
        if db.get_database_backend() == DbBackend::Postgres {
            is_refused(db, "TRUNCATE transfer", "transfer_is_never_emptied").await;
        } else {
            let over =
                "REPLACE INTO transfer SELECT id, entry_id, debit_account_id, credit_account_id, 1, accounting_day FROM transfer";
            is_refused(db, over, "transfer_is_never_deleted").await;
        }
    })
    .await;
}

#[tokio::test]
async fn an_entry_receives_its_number_once_and_nothing_else() {
    on_every_database("number", async |db| {
        a_recorded_entry(db).await;
        let sentence = "entry_changes_only_to_receive_its_number_and_seal_number";

        is_refused(db, "UPDATE entry SET number = 1, seal_number = 1, reason = 'autre'", sentence).await;
        is_refused(db, "UPDATE entry SET number = 1, seal_number = 1, actor_id = NULL", sentence).await;
        is_refused(db, "UPDATE entry SET number = 1", sentence).await;
        db.execute_unprepared("UPDATE entry SET number = 1, seal_number = 1").await.unwrap();
        is_refused(db, "UPDATE entry SET number = 2", sentence).await;
        is_refused(db, "UPDATE entry SET number = NULL", sentence).await;
    })
    .await;
}

#[tokio::test]
async fn money_is_whole_positive_and_moves_between_two_accounts() {
    on_every_database("money", async |db| {
        a_recorded_entry(db).await;
        let moving = |debit: i64, credit: i64, amount: &str| {
            format!(
                "INSERT INTO transfer (entry_id, debit_account_id, credit_account_id, amount, accounting_day)
                VALUES (1, {debit}, {credit}, {amount}, '2026-03-02')"
            )
        };

        is_refused(db, &moving(1, 2, "0"), "transfer_amount_must_be_positive").await;
        is_refused(db, &moving(1, 1, "100"), "transfer_must_join_two_different_accounts").await;
        is_refused(db, "UPDATE account SET balance = -1 WHERE id = 2", "account_balance_must_not_be_negative_unless_opened")
            .await;
        db.execute_unprepared("UPDATE account SET balance = -1 WHERE id = 1").await.unwrap();

        if db.get_database_backend() == DbBackend::Sqlite {
            is_refused(db, &moving(1, 2, "0.5"), "transfer_amount_must_be_a_whole_number").await;
            is_refused(db, &moving(1, 2, "'beaucoup'"), "transfer_amount_must_be_a_whole_number").await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_line_has_one_account_for_each_book_year_and_stage() {
    on_every_database("account", async |db| {
        a_recorded_entry(db).await;
        let error = an_account(db, Stage::Available).await.unwrap_err();
        assert!(matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_role_is_held_once_at_a_time() {
    on_every_database("role", async |db| {
        a_person(db).await;
        let granting =
            "INSERT INTO role_grant (person_id, role, scope_kind, scope_id, granted_at) VALUES (1, 'staff', 'site', 0, 0)";

        db.execute_unprepared(granting).await.unwrap();
        let error = db.execute_unprepared(granting).await.unwrap_err();
        assert!(matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))), "{error}");

        db.execute_unprepared("UPDATE role_grant SET removed_at = 1, removed_by = 1").await.unwrap();
        db.execute_unprepared(granting).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn whom_the_past_names_cannot_be_deleted() {
    on_every_database("person", async |db| {
        a_recorded_entry(db).await;
        let refusal = db.execute_unprepared("DELETE FROM person").await.unwrap_err().to_string();
        assert!(refusal.to_lowercase().contains("foreign key constraint"), "{refusal}");
    })
    .await;
}

#[tokio::test]
async fn what_is_handed_in_is_never_changed_nor_deleted() {
    on_every_database("handed_in", async |db| {
        a_judged_dossier(db).await;
        db.execute_unprepared("UPDATE review_score SET half_points = 8").await.unwrap();
        db.execute_unprepared("UPDATE review SET state = 'submitted', submitted_at = 1").await.unwrap();

        is_refused(db, "UPDATE review SET panel_comment = 'autre'", "review_is_never_changed_once_handed_in").await;
        is_refused(db, "UPDATE review SET state = 'draft'", "review_is_never_changed_once_handed_in").await;
        is_refused(db, "UPDATE review_score SET half_points = 1", "review_score_is_never_changed_once_handed_in").await;
        let another = "INSERT INTO review_score (review_id, criterion_id, half_points, comment) VALUES (1, 2, 5, '')";
        is_refused(db, another, "review_score_is_never_added_once_handed_in").await;
        is_refused(db, "DELETE FROM review_score", "review_score_is_never_deleted_once_handed_in").await;
        is_refused(db, "DELETE FROM review", "review_is_never_deleted_once_handed_in").await;

        let recusal =
            "INSERT INTO recusal (juror_id, dossier_id, reason, declared_at, after_decision) VALUES (1, 1, 'lien', 2, FALSE)";
        db.execute_unprepared(recusal).await.unwrap();
        is_refused(db, "UPDATE recusal SET after_decision = TRUE", "recusal_is_never_changed").await;
        is_refused(db, "DELETE FROM recusal", "recusal_is_never_deleted").await;
    })
    .await;
}

#[tokio::test]
async fn what_is_signed_only_goes_on_to_be_published() {
    on_every_database("signed", async |db| {
        a_judged_dossier(db).await;
        let decision = "INSERT INTO decision (wave_id, state, version) VALUES (1, 'draft', 1)";
        db.execute_unprepared(decision).await.unwrap();
        let award = |outcome: &str, amount: i64, reasons: &str| {
            format!(
                "INSERT INTO award (decision_id, dossier_id, rank, outcome, amount, reasons)
                VALUES (1, 1, 1, '{outcome}', {amount}, '{reasons}')"
            )
        };
        is_refused(db, &award("laureate", 0, ""), "award_amount_must_go_to_laureates_alone").await;
        is_refused(db, &award("reserve", 100, ""), "award_amount_must_go_to_laureates_alone").await;
        is_refused(db, &award("refused", 0, " "), "award_refusal_must_give_its_reasons").await;
        db.execute_unprepared(&award("laureate", 100, "")).await.unwrap();
        db.execute_unprepared("UPDATE award SET amount = 200").await.unwrap();

        let signing = |name: &str, capacity: &str| {
            format!(
                "UPDATE decision SET state = 'signed', signed_at = 1, signed_by = 1, signatory_name = {name}, signatory_capacity = {capacity}"
            )
        };
        is_refused(db, &signing("NULL", "'responsable'"), "decision_past_draft_must_name_its_signatory").await;
        is_refused(db, &signing("'Claire'", "' '"), "decision_past_draft_must_state_a_capacity").await;
        db.execute_unprepared(&signing("'Claire'", "'responsable'")).await.unwrap();

        let sentence = "decision_is_never_changed_once_signed";
        is_refused(db, "UPDATE decision SET signatory_name = 'Autre'", sentence).await;
        is_refused(db, "UPDATE decision SET state = 'draft'", sentence).await;
        is_refused(db, "UPDATE decision SET state = 'published', published_at = 2, signed_at = 2", sentence).await;
        is_refused(db, "DELETE FROM decision", "decision_is_never_deleted_once_signed").await;
        is_refused(db, "UPDATE award SET amount = 300", "award_is_never_changed_once_signed").await;
        is_refused(db, "DELETE FROM award", "award_is_never_deleted_once_signed").await;
        is_refused(db, &award("refused", 0, "non"), "award_is_never_added_once_signed").await;

        let publishing = "UPDATE decision SET state = 'published', published_at = 2, version = 3";
        db.execute_unprepared(publishing).await.unwrap();
        is_refused(db, publishing, sentence).await;
    })
    .await;
}

/// A dossier that a juror has begun to judge.
async fn a_judged_dossier(db: &DatabaseConnection) {
    a_person(db).await;
    for row in [
        "INSERT INTO programme (code, name, starts, ends, position) VALUES ('SASN', 'Santé', '2021', '2027', 1)",
        "INSERT INTO action (programme_id, code, name, kind, position) VALUES (1, 'AAP', 'Appel', 'aap', 1)",
        "INSERT INTO call (action_id, programme_id, reference, kind, title, summary, audience, created_by, created_at, version)
        VALUES (1, 1, 'AAP', 'aap', 'Appel', '', 'all', 1, 0, 1)",
        "INSERT INTO wave (call_id, programme_id, number, reference, opens_at, closes_at, envelope, fiscal_year, max_aid_rate,
            min_aid, max_aid, max_file_bytes, last_dossier_number, version)
        VALUES (1, 1, 1, 'AAP-V1', 0, 1, 1000, 2026, 500000, 1, 1000, 1000, 1, 1)",
        "INSERT INTO criterion (wave_id, position, name, guidance, weight) VALUES (1, 1, 'Impact', '', 60)",
        "INSERT INTO criterion (wave_id, position, name, guidance, weight) VALUES (1, 2, 'Équipe', '', 40)",
        "INSERT INTO organisation (siret, name, name_plain, kind, created_by, created_at, version)
        VALUES ('80000001400011', 'Structure', 'structure', 'company', 1, 0, 1)",
        "INSERT INTO dossier (wave_id, programme_id, number, reference, organisation_id, owner_id, title, title_plain, state, expenses,
            aid_requested, creation_key, created_at, updated_at, submitted_at, version)
        VALUES (1, 1, 1, 'AAP-V1-0001', 1, 1, 'Projet', 'projet', 'eligible', 400, 200, 'clef', 0, 0, 0, 1)",
        "INSERT INTO juror (wave_id, person_id, invited_by, joined_at, interests_declared_at) VALUES (1, 1, 1, 0, 0)",
        "INSERT INTO assignment (wave_id, dossier_id, juror_id, assigned_by, assigned_at) VALUES (1, 1, 1, 1, 0)",
        "INSERT INTO review (assignment_id, state, panel_comment, candidate_comment, updated_at, version)
        VALUES (1, 'draft', '', '', 0, 1)",
        "INSERT INTO review_score (review_id, criterion_id, half_points, comment) VALUES (1, 1, 7, '')",
    ] {
        db.execute_unprepared(row).await.unwrap_or_else(|error| panic!("{row}: {error}"));
    }
}

async fn is_refused(db: &DatabaseConnection, sql: &str, sentence: &str) {
    let refusal = db.execute_unprepared(sql).await.expect_err(sql).to_string();
    assert!(refusal.contains(sentence), "{sql} was refused otherwise: {refusal}");
}

/// An entry that makes 1 234,56 € available, and its only transfer.
async fn a_recorded_entry(db: &DatabaseConnection) -> (entry::Model, transfer::Model) {
    let actor = a_person(db).await;
    a_line(db).await;
    let opened = an_account(db, Stage::Opened).await.unwrap();
    let available = an_account(db, Stage::Available).await.unwrap();

    let entry = entry::ActiveModel {
        id: NotSet,
        journal: Set(Journal::Opening),
        accounting_day: Set("2026-03-02".parse::<Day>().unwrap()),
        recorded_at: Set(Instant::from_millis(1_772_449_200_000)),
        recorded_day: Set("2026-03-02".parse::<Day>().unwrap()),
        fiscal_year: Set("2026".parse::<Year>().unwrap()),
        actor_id: Set(Some(actor)),
        reason: Set("Loi de finances".to_owned()),
        document_reference: Set(None),
        reverses_id: Set(None),
        earmark_id: Set(None),
        number: Set(None),
        seal_number: Set(None),
        idempotency_key: Set(None),
    };
    let entry = entry.insert(db).await.unwrap();
    let transfer = transfer::ActiveModel {
        id: NotSet,
        entry_id: Set(entry.id),
        debit_account_id: Set(opened),
        credit_account_id: Set(available),
        amount: Set(Money::from_cents(123_456)),
        accounting_day: Set(entry.accounting_day),
    };
    let transfer = transfer.insert(db).await.unwrap();
    (entry, transfer)
}

async fn a_person(db: &DatabaseConnection) -> PersonId {
    let person = person::ActiveModel {
        id: NotSet,
        email: Set("claire.martin@example.org".parse().unwrap()),
        name: Set("Claire Martin".to_owned()),
        name_plain: Set(Plain::of("Claire Martin")),
        password_hash: Set("$argon2id$".to_owned()),
        email_verified_at: Set(None),
        created_at: Set(Instant::from_millis(0)),
        version: Set(1),
    };
    person.insert(db).await.unwrap().id
}

async fn a_line(db: &DatabaseConnection) -> budget_line::Model {
    let line = budget_line::ActiveModel {
        id: NotSet,
        parent_id: Set(None),
        path: Set("/SASN".to_owned()),
        code: Set("SASN".to_owned()),
        label: Set("Santé numérique".to_owned()),
        position: Set(1),
        owner_role: Set(Role::ProgrammeManager),
        closed_at: Set(None),
        closed_by: Set(None),
        closed_through: Set(None),
    };
    line.insert(db).await.unwrap()
}

async fn an_account(db: &DatabaseConnection, stage: Stage) -> Result<AccountId, sea_orm_migration::DbErr> {
    let account = account::ActiveModel {
        id: NotSet,
        line_id: Set(entity::values::BudgetLineId(1)),
        book: Set(Book::Ae),
        year: Set("2026".parse::<Year>().unwrap()),
        stage: Set(stage),
        commitment_id: Set(None),
        balance: Set(Money::ZERO),
        received: Set(Money::ZERO),
        transferred: Set(Money::ZERO),
        delegated: Set(Money::ZERO),
        carried: Set(Money::ZERO),
        moved_on: Set(None),
    };
    account.insert(db).await.map(|account| account.id)
}

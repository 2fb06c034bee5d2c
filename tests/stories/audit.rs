//! The journal, its seals, and the checks.

use axum::http::StatusCode;
use entity::values::ProgrammeId;
use guichet::{
    access::Scope,
    audit,
    journal::{self, Event, EventKind, Subject},
};
use sea_orm::ConnectionTrait;

use crate::support::{App, Role};

async fn record(app: &App, event: Event) {
    let tx = app.tx(None).await;
    journal::record(&tx, event).await.unwrap();
    tx.commit().await.unwrap();
}

async fn seal(app: &App) {
    audit::actions::seal_pending(&app.database, app.clock.now()).await.unwrap();
}

#[tokio::test]
async fn an_auditor_finds_events_by_kind_thing_person_and_day() {
    let app = App::start().await;
    let auditor = app.person_with("Nour Haddad", Role::Auditor, Scope::Site).await;
    app.at("2026-02-03T23:30:00Z");
    let mut browser = app.signed_in(&auditor).await;
    let lou = app.person("Lou Petit").await;

    let all = browser.get("/audit/evenements").await;
    all.sees("4 événements").sees("Compte créé").sees("Rôle accordé").sees("Session ouverte");
    browser.get("/audit/evenements?kind=role_granted").await.sees("1 événement").sees("Compte Nour Haddad");
    browser.get(&format!("/audit/evenements?about={}", lou.email)).await.sees("1 événement").sees("Compte Lou Petit");
    browser.get("/audit/evenements?about=AAP-RIEN").await.sees("Aucun événement ne correspond");
    browser.get("/audit/evenements?who=personne").await.sees("0 événement");
    browser.get("/audit/evenements?from=2026-02-04&to=2026-02-04").await.sees("2 événements").sees("Lou Petit");
    browser.get("/audit/evenements?to=2026-02-03").await.sees("2 événements").does_not_see("Lou Petit");
    browser.get("/audit/evenements?from=hier").await.is(StatusCode::OK).sees("La date s’écrit");
}

#[tokio::test]
async fn an_event_is_a_sheet_with_before_after_and_its_seal() {
    let app = App::start().await;
    let auditor = app.person_with("Nour Haddad", Role::Auditor, Scope::Site).await;
    let mut browser = app.signed_in(&auditor).await;
    let before = serde_json::json!({ "titre": "Ancien" });
    let after = serde_json::json!({ "titre": "Nouveau", "rang": 2 });
    record(
        &app,
        Event::new(EventKind::RoleOffered, Subject::Person(auditor.id)).because("Une raison").before(&before).after(&after),
    )
    .await;
    let page = browser.get("/audit/evenements/4").await;
    page.sees("Rôle proposé par invitation").sees("Une raison").sees("Ancien").sees("Nouveau").sees("Pas encore scellé");
    seal(&app).await;
    browser.get("/audit/evenements/4").await.sees("Sceau n° 4").sees("Conforme au sceau");
}

#[tokio::test]
async fn the_auditor_of_a_programme_reads_its_events_alone() {
    let app = App::start().await;
    let statement = "INSERT INTO programme (code, name, starts, ends, position) VALUES ('P1', 'Un', '2020', '2028', 1), ('P2', 'Deux', '2020', '2028', 2)";
    run(&app, statement).await;
    let auditor = app.person_with("Nour Haddad", Role::Auditor, Scope::Programme(ProgrammeId(1))).await;
    for id in [ProgrammeId(1), ProgrammeId(2)] {
        record(&app, Event::new(EventKind::ProgrammeAdded, Subject::Programme(id)).in_programme(id)).await;
    }
    let mut browser = app.signed_in(&auditor).await;
    browser.get("/audit/evenements").await.sees("1 événement").sees("Programme P1").does_not_see("Compte Nour Haddad");
    browser.get("/audit/evenements/3").await.sees("Programme créé");
    browser.get("/audit/evenements/4").await.is(StatusCode::NOT_FOUND);
    browser.get("/audit/verification").await.is(StatusCode::OK);
}

#[tokio::test]
async fn the_checks_pass_by_name_and_a_tampered_row_is_found() {
    let app = App::start().await;
    let auditor = app.person_with("Nour Haddad", Role::Auditor, Scope::Site).await;
    let mut browser = app.signed_in(&auditor).await;
    browser.get("/audit/verification").await.sees("Lancer les contrôles");
    browser.fill("/audit/verification", &[]).await.sees("En défaut : 3 sur 3, à commencer par l’événement n° 1.");

    seal(&app).await;
    let passed = browser.fill("/audit/verification", &[]).await;
    passed.sees("Tous les contrôles passent").sees("La chaîne des sceaux est intacte").sees("Sceaux relus : 3.");
    passed.sees("Le solde de chaque compte est la somme de ses mouvements, au centime");

    tamper(&app, "event", "UPDATE event SET reason = 'rien' WHERE id = 2").await;
    let failed = browser.fill("/audit/verification", &[]).await;
    failed.sees("Au moins un contrôle ne passe pas").sees("L’événement n° 2 n’est plus ce que le sceau n° 2 a scellé.");
    browser.get("/audit/evenements/2").await.sees("Altéré depuis le sceau");
}

#[tokio::test]
async fn one_cent_changed_in_an_old_transfer_is_named() {
    let app = App::start().await;
    app.funded().await;
    seal(&app).await;
    let reader = app.database.reader();
    assert!(audit::actions::verify(&reader).await.unwrap().iter().all(|check| check.passed));

    tamper(&app, "transfer", "UPDATE transfer SET amount = amount + 1 WHERE id = 2").await;

    let chain = &audit::actions::verify(&reader).await.unwrap()[0];
    assert!(!chain.passed);
    assert!(
        chain.detail.starts_with("L’écriture n° 2, ou l’un de ses mouvements, n’est plus ce que le sceau n°"),
        "{}",
        chain.detail
    );
}

#[tokio::test]
async fn others_neither_read_the_journal_nor_run_the_checks() {
    let app = App::start().await;
    let admin = app.person_with("Alix Admin", Role::Admin, Scope::Site).await;
    let staff = app.person_with("Sam Gestion", Role::Staff, Scope::Site).await;
    let mut browser = app.signed_in(&admin).await;
    browser.get("/audit/evenements").await.is(StatusCode::OK).does_not_see("Vérification");
    browser.get("/audit/verification").await.is(StatusCode::NOT_FOUND);
    let mut browser = app.signed_in(&staff).await;
    browser.get("/audit/evenements").await.is(StatusCode::NOT_FOUND);
    browser.get("/audit/evenements/1").await.is(StatusCode::NOT_FOUND);
}

/// Writes behind the program's back.
async fn run(app: &App, sql: &str) {
    let direct = sea_orm::Database::connect(app.app.config().database_url.as_str()).await.unwrap();
    direct.execute_unprepared(sql).await.unwrap();
    direct.close().await.unwrap();
}

/// Does what only somebody with the database's own keys can: the triggers are taken away first.
async fn tamper(app: &App, table: &str, sql: &str) {
    let direct = sea_orm::Database::connect(app.app.config().database_url.as_str()).await.unwrap();
    if direct.get_database_backend() == sea_orm::DbBackend::Postgres {
        direct.execute_unprepared(&format!("ALTER TABLE {table} DISABLE TRIGGER USER")).await.unwrap();
    } else {
        let triggers = format!("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'");
        let named = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, triggers);
        for row in direct.query_all_raw(named).await.unwrap() {
            let name: String = row.try_get("", "name").unwrap();
            direct.execute_unprepared(&format!("DROP TRIGGER {name}")).await.unwrap();
        }
    }
    direct.execute_unprepared(sql).await.unwrap();
    direct.close().await.unwrap();
}

/// From an entry to what was sealed, what was done and what it rests on.
#[tokio::test]
async fn an_entry_leads_to_its_seal_its_events_and_its_papers() {
    let (world, _) = crate::judged::World::judged().await;
    let prepared = world.prepare(1).await;
    world.sign(&prepared, "clef").await.unwrap();
    let app = &world.app;
    let promised = app.count("entry").await;
    let mut auditor = app.signed_in(&world.auditor).await;
    let proof = guichet::web::urls::entry_proof(promised);
    auditor.get(&guichet::web::urls::entry(promised)).await.has_link(&proof);
    auditor.get(&proof).await.sees("Pas encore scellée");
    seal(app).await;

    let reference = world.reference(0);
    auditor.get(&guichet::web::urls::entry(promised)).await.sees("Sceau n°");
    let page = auditor.get(&proof).await;
    page.sees("Conforme au sceau")
        .sees("Aide engagée")
        .sees(&format!("Engagement {reference}"))
        .sees(&format!("Dossier {reference}"));
    page.has_link(&guichet::web::urls::commitment(&reference)).has_link(&guichet::web::urls::reviewed_dossier(&reference));
    page.does_not_see("Décision sur le dossier");
    for link in page.links().iter().filter(|link| link.starts_with("/audit/evenements/") || link.contains("dossiers/")) {
        auditor.get(link).await.is(StatusCode::OK);
    }
    // Who keeps the accounts reads the entry, and not the journal of events.
    let accountant = app.person_with("Cleo Comptable", Role::Accountant, Scope::Site).await;
    let page = app.signed_in(&accountant).await.get(&proof).await;
    assert!(page.links().iter().all(|link| !link.starts_with("/audit/evenements/")), "{:?}", page.links());
    app.signed_in(&world.dossiers[0].1).await.get(&proof).await.is(StatusCode::NOT_FOUND);

    tamper(app, "entry", &format!("UPDATE entry SET reason = 'rien' WHERE id = {promised}")).await;
    auditor.get(&proof).await.sees("Altérée depuis le sceau");
}

//! Every check can fail: for each, what it forbids is done behind the program's back, and it names the row.

use std::{collections::BTreeSet, io::Write, process::Command};

use guichet::{
    audit::{self, actions::Check},
    db::Engine,
    web::urls,
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::{
    judged,
    payments::{COMMITMENT, certify, promised},
    support::{App, guichet, run},
};

/// A check, what breaks it, and what it then says.
type Breach = (&'static str, &'static str, &'static str);

/// What can be done to a ledger in which 200 000 € were certified on a commitment, of which 150 000 € were paid.
const OF_THE_LEDGER: [Breach; 25] = [
    ("La chaîne des sceaux est intacte", "UPDATE event SET reason = 'rien' WHERE id = 1", "L’événement n° 1 n’est plus"),
    ("La chaîne des sceaux est intacte", "UPDATE entry SET reason = 'rien' WHERE id = 1", "L’écriture n° 1, ou l’un"),
    ("La chaîne des sceaux est intacte", "UPDATE transfer SET amount = amount + 1 WHERE id = 1", "L’écriture n° 1, ou l’un"),
    ("La chaîne des sceaux est intacte", "DELETE FROM seal WHERE number = 2", "Le sceau n° 2 manque."),
    (
        "Chaque écriture compte un jour déjà venu, dans l’exercice de ce jour",
        "UPDATE entry SET recorded_day = '2026-01-11' WHERE id = 2",
        "L’écriture n° 2 compte un jour qui n’était pas venu",
    ),
    (
        "Le solde de chaque compte est la somme de ses mouvements, au centime",
        "UPDATE account SET transferred = transferred + 1 WHERE id = 3",
        "Compte n° 3 (AE:2026:SASN:SASN-AAP-TL:disponible) : viré tenu pour 0,01 €, ses mouvements donnent 0,00 €.",
    ),
    (
        "Ce que chaque compte valait au soir de chaque jour est la somme de ses mouvements jusque-là",
        "UPDATE account_day SET delegated = delegated + 1 WHERE account_id = 2",
        "Compte n° 2 (AE:2026:SASN:disponible), au 12 janvier 2026 : délégué tenu pour 800 000,01 €",
    ),
    (
        "Aucun compte n’a été négatif au soir d’aucun jour, hors les sources que la loi ouvre",
        "UPDATE transfer SET amount = 100000001 WHERE id = 2",
        "Compte n° 2 (AE:2026:SASN:disponible) valait -0,01 € au 12 janvier 2026.",
    ),
    (
        "À chaque niveau du budget, rien n’est créé ni perdu : ce qui est venu s’y trouve, ou a été délégué",
        "UPDATE account SET balance = balance + 1 WHERE stage = 'committed'",
        "Ligne SASN/SASN-AAP-TL/AAP-TL-V1, AE 2026 : 700 000,01 € s’y trouvent, 700 000,00 € devraient s’y trouver.",
    ),
    (
        "À chaque niveau du budget, ce qui est réservé, engagé ou payé tient dans ce qui est accordé",
        "UPDATE account SET balance = 10000001 WHERE stage = 'reserved'",
        "Ligne SASN/SASN-AAP-TL/AAP-TL-V1, AE 2026 : 700 000,01 € employés ou délégués, 700 000,00 € accordés.",
    ),
    (
        "Aucune ligne n’a reçu plus que ce que les lignes au-dessus ont délégué",
        "UPDATE account SET received = received + 1 WHERE id = 3",
        "Ligne SASN/SASN-AAP-TL, AE 2026 : 800 000,01 € reçus, 800 000,00 € délégués au-dessus.",
    ),
    (
        "Dans chaque budget, l’engagé tient dans les AE ouvertes, et le payé dans les CP ouverts",
        "UPDATE account SET balance = -59999999 WHERE stage = 'opened' AND book = 'ae'",
        "Budget SASN, AE, tous exercices : 600 000,00 € employés, 599 999,99 € ouverts.",
    ),
    ("Chaque événement est scellé", "UPDATE event SET seal_number = NULL WHERE id = 2", "à commencer par l’événement n° 2."),
    (
        "Chaque écriture est scellée et numérotée",
        "UPDATE entry SET seal_number = NULL, number = NULL WHERE id = 3",
        "à commencer par l’écriture n° 3.",
    ),
    ("Chaque écriture a ses mouvements", "DELETE FROM transfer WHERE entry_id = 4", "à commencer par l’écriture n° 4."),
    (
        "Les numéros d’écriture se suivent sans trou, par journal et par année",
        "UPDATE entry SET number = 9 WHERE id = 2",
        "à commencer par l’écriture n° 2.",
    ),
    (
        "Chaque mouvement est du jour de son écriture",
        "UPDATE transfer SET accounting_day = '2026-01-11' WHERE id = 5",
        "à commencer par le mouvement n° 5.",
    ),
    (
        "Autorisations d’engagement et crédits de paiement ne se mêlent pas",
        "UPDATE transfer SET credit_account_id = (SELECT MIN(id) FROM account WHERE book = 'cp') WHERE id = 1",
        "à commencer par le mouvement n° 1.",
    ),
    (
        "Chaque livre est équilibré : ses comptes se compensent, au centime",
        "UPDATE account SET balance = balance + 1 WHERE id = 1",
        "à commencer par le compte n° 1.",
    ),
    (
        "Aucune écriture n’est contre-passée deux fois",
        "DROP INDEX entry_reverses_id_must_be_unique; UPDATE entry SET reverses_id = 1 WHERE id IN (2, 3)",
        "à commencer par l’écriture n° 1.",
    ),
    (
        "Chaque contre-passation est l’exact contraire de ce qu’elle annule",
        "UPDATE entry SET reverses_id = 1 WHERE id = 2",
        "à commencer par l’écriture n° 2.",
    ),
    (
        "Chaque part réservée à un usage a servi pour ce que disent ses écritures, et pas au-delà",
        "INSERT INTO earmark (line_id, name, amount, used) VALUES (1, 'Médico-social', 100, 1)",
        "à commencer par la part n° 1.",
    ),
    (
        "Chaque engagement a son compte, et chaque compte engagé son engagement",
        "UPDATE account SET commitment_id = NULL WHERE stage = 'committed'",
        "à commencer par l’engagement n° 1.",
    ),
    (
        "Rien n’est liquidé au-delà de ce qui est engagé",
        "UPDATE account SET balance = balance + 40000001 WHERE stage = 'due'",
        "à commencer par l’engagement n° 1.",
    ),
    (
        "Rien n’est ordonnancé ni payé au-delà de ce qui est liquidé",
        "UPDATE account SET balance = balance + 5000001 WHERE stage = 'paid'",
        "à commencer par l’engagement n° 1.",
    ),
];

/// The same, of payments and of what is to be given back.
const OF_PAYMENTS: [Breach; 4] = [
    (
        "Chaque paiement est dans les comptes là où sa fiche le dit, au centime",
        "UPDATE payment SET amount = amount + 1 WHERE id = 1",
        "à commencer par l’engagement n° 1.",
    ),
    ("Nul n’a payé ce qu’il a ordonnancé", "UPDATE payment SET paid_by = ordered_by WHERE id = 1", "le paiement n° 1."),
    (
        "Chaque reversement est dans les comptes là où sa fiche le dit, au centime",
        "INSERT INTO repayment (commitment_id, number, kind, amount, due_on, label, state, creation_key, version, order_entry_id, ordered_by, ordered_at)
         VALUES (1, 1, 'refund', 1, '2026-03-01', 'Trop-perçu', 'ordered', 'a', 1, 1, 1, 0)",
        "à commencer par l’engagement n° 1.",
    ),
    (
        "Nul n’a encaissé ce qu’il a demandé",
        "INSERT INTO repayment (commitment_id, number, kind, amount, due_on, label, state, creation_key, version, order_entry_id,
         ordered_by, ordered_at, collected_by, collected_at)
         VALUES (1, 1, 'refund', 1, '2026-03-01', 'Trop-perçu', 'collected', 'a', 1, 1, 1, 0, 1, 0)",
        "à commencer par le reversement n° 1.",
    ),
];

/// What can be done to a decision that was signed, and to the dossiers that it is about.
const OF_DECISIONS: [Breach; 5] = [
    (
        "Chaque lauréat a d’abord été engagé du montant décidé, au centime",
        "UPDATE award SET amount = amount + 1 WHERE commitment_id = 2",
        "En défaut : 1 sur 2, à commencer par l’attribution n°",
    ),
    (
        "Chaque lauréat a son engagement, au bénéfice de sa structure",
        "UPDATE commitment SET beneficiary_id = 999 WHERE id = 1",
        "En défaut : 1 sur 2, à commencer par l’attribution n°",
    ),
    (
        "Aucun engagement ne sert deux décisions, et aucune sans aide n’en a",
        "DROP INDEX award_commitment_id_must_be_unique; UPDATE award SET commitment_id = 1 WHERE commitment_id IS NOT NULL",
        "à commencer par l’attribution n°",
    ),
    (
        "Chaque dossier déposé a son accusé de réception",
        "DELETE FROM submission WHERE id = 1",
        "à commencer par le dossier n° 1.",
    ),
    (
        "Chaque dépôt est tel qu’il a été reçu : son empreinte le prouve",
        "UPDATE submission SET content = content || ' ' WHERE id = 2",
        "à commencer par le dépôt n° 2.",
    ),
];

async fn sealed(app: &App) {
    audit::actions::seal_pending(&app.database, app.clock.now()).await.unwrap();
}

async fn checks(app: &App) -> Vec<Check> {
    audit::actions::verify(&app.database.reader()).await.unwrap()
}

/// Does what only somebody with the database's own keys can: every guard is taken away first.
async fn done_behind_its_back(app: &App, sql: &str) {
    let raw = app.raw().await;
    let mut script = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;".to_owned();
    let guards = Statement::from_string(DbBackend::Sqlite, "SELECT name FROM sqlite_master WHERE type = 'trigger'");
    for guard in raw.query_all_raw(guards).await.unwrap() {
        script.push_str(&format!("DROP TRIGGER {};", guard.try_get::<String>("", "name").unwrap()));
    }
    raw.execute_unprepared(&format!("{script}{sql}")).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    raw.close().await.unwrap();
}

/// Breaks a copy of a world in each way, and gives the names of the checks that found it.
async fn found_out(app: &App, breaches: &[Breach]) -> BTreeSet<&'static str> {
    sealed(app).await;
    let whole = checks(app).await;
    assert!(whole.iter().all(|check| check.passed), "{:?}", whole.iter().find(|check| !check.passed));
    for (name, sql, said) in breaches {
        let copy = app.copied().await;
        done_behind_its_back(&copy, sql).await;
        let all = checks(&copy).await;
        let check = all.iter().find(|check| check.name == *name).unwrap_or_else(|| panic!("no check « {name} »"));
        assert!(!check.passed && plain(&check.detail).contains(said), "{sql}: {check:?}");
    }
    breaches.iter().map(|(name, ..)| *name).collect()
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn every_check_can_fail_and_names_the_row() {
    let (ledger, mut manager, mut accountant) = promised().await;
    if ledger.app.database.engine() != Engine::Sqlite {
        return;
    }
    certify(&mut manager, "150 000").await;
    manager.fill(&urls::order_payment(COMMITMENT, 1), &[]).await;
    accountant.get(&urls::payment(COMMITMENT, 1)).await;
    accountant.fill(&urls::pay(COMMITMENT, 1), &[]).await.sees("Paiement effectué");
    certify(&mut manager, "50 000").await;
    let (judged, _) = judged::World::judged().await;
    let prepared = judged.prepare(2).await;
    judged.sign(&prepared, "clef").await.unwrap();

    let mut found = found_out(&ledger.app, &OF_THE_LEDGER).await;
    found.extend(found_out(&ledger.app, &OF_PAYMENTS).await);
    found.extend(found_out(&judged.app, &OF_DECISIONS).await);
    // Signatures are broken by another chapter.
    let all: BTreeSet<_> = checks(&ledger.app).await.iter().map(|check| check.name).collect();
    let never: Vec<_> = all.difference(&found).filter(|name| !name.starts_with("Chaque signature")).collect();
    assert!(never.is_empty(), "no story breaks {never:?}");
}

#[tokio::test]
async fn what_holds_is_said_in_a_sentence_and_what_does_not_ends_the_command() {
    let (world, ..) = promised().await;
    let folder = tempfile::tempdir().unwrap();
    let verify = || run(guichet(folder.path(), &world.app.app.config().database_url).arg("verify"));
    let said = verify();
    said.succeeds("✓ La chaîne des sceaux est intacte");
    let last = said.text().lines().last().unwrap().to_owned();
    assert!(last.starts_with("5 écritures, 5 mouvements, chaîne intacte jusqu’au sceau n° "), "{last}");
    if world.app.database.engine() == Engine::Sqlite {
        done_behind_its_back(&world.app, "UPDATE account SET balance = balance + 1 WHERE id = 2").await;
        verify().fails(1, &["Le solde de chaque compte", "Compte n° 2 (AE:2026:SASN:disponible)"]);
    }
}

/// One byte of one old row, changed with the shell that anyone who holds the file has.
#[tokio::test]
async fn a_byte_changed_with_the_shell_of_sqlite_is_named() {
    let (world, ..) = promised().await;
    if world.app.database.engine() != Engine::Sqlite {
        return;
    }
    if Command::new("sqlite3").arg("--version").output().is_err() {
        assert!(std::env::var("CI").is_err(), "CI must have sqlite3");
        eprintln!("skipped: no sqlite3 (Debian package of the same name)");
        return;
    }
    sealed(&world.app).await;
    for (sql, named) in [
        ("UPDATE event SET kind = 'z' || substr(kind, 2) WHERE id = 1", "L’événement n° 1 n’est plus ce que le sceau n°"),
        ("UPDATE entry SET reason = 'M' || substr(reason, 2) WHERE id = 1", "L’écriture n° 1, ou l’un de ses mouvements"),
        ("UPDATE transfer SET amount = amount + 1 WHERE id = 3", "L’écriture n° 3, ou l’un de ses mouvements"),
    ] {
        let copy = world.app.copied().await;
        let url = copy.app.config().database_url.clone();
        shell(url.trim_start_matches("sqlite://"), sql);
        let folder = tempfile::tempdir().unwrap();
        run(guichet(folder.path(), &url).arg("verify")).fails(1, &["La chaîne des sceaux est intacte", named]);
    }
}

/// Drops every trigger of a database, then does what it is told.
fn shell(file: &str, sql: &str) {
    let guards = Command::new("sqlite3")
        .args([file, "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_master WHERE type = 'trigger'"])
        .output()
        .unwrap();
    let mut told = Command::new("sqlite3").arg(file).stdin(std::process::Stdio::piped()).spawn().unwrap();
    let mut input = told.stdin.take().unwrap();
    input.write_all(&guards.stdout).unwrap();
    input.write_all(format!("{sql};").as_bytes()).unwrap();
    drop(input);
    assert!(told.wait().unwrap().success());
}

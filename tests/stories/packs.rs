//! The audit pack: all that was recorded, in one file, the same bytes each time, checked by programs that nobody here wrote.

use std::{
    collections::BTreeSet,
    fs,
    io::{Cursor, Read},
    path::Path,
    process::Command,
};

use axum::http::StatusCode;
use entity::values::{Fingerprint, Instant, Money, ProgrammeId};
use guichet::{
    access::Scope,
    audit,
    awards::{self, gates::SignDecision},
    web::urls,
};
use serde_json::Value;

use crate::{
    checkpoints::key_file,
    judged::World,
    support::{App, Role, guichet, run, terms},
};

/// Three candidates, two of them laureates of a decision that was signed and published; the chain signed.
async fn decided() -> (World, tempfile::TempDir) {
    let (world, _) = World::judged().await;
    let prepared = world.prepare(2).await;
    world.sign(&prepared, "clef").await.unwrap();
    let permit = world.app.permit::<SignDecision>(&world.manager, world.wave.reference.clone()).await;
    let tx = world.app.tx(Some(world.manager.id)).await;
    awards::actions::publish(&tx, &permit).await.unwrap();
    tx.commit().await.unwrap();
    audit::actions::seal_pending(&world.app.database, world.app.clock.now()).await.unwrap();
    let (folder, file) = key_file();
    let database = &world.app.app.config().database_url;
    // A moment before, as the clock of the command is the machine's.
    run(guichet(folder.path(), database).env("SIGNING_KEY", &file).arg("sign")).succeeds("est signé");
    (world, folder)
}

/// What a ZIP holds, by name.
fn names(zip: &[u8]) -> Vec<String> {
    zip::ZipArchive::new(Cursor::new(zip)).unwrap().file_names().map(|name| name.unwrap().into_owned()).collect()
}

fn text(zip: &[u8], name: &str) -> String {
    let mut text = String::new();
    zip::ZipArchive::new(Cursor::new(zip)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn lines(zip: &[u8], name: &str) -> Vec<Value> {
    text(zip, name).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn unpack(zip: &[u8], folder: &Path) {
    zip::ZipArchive::new(Cursor::new(zip)).unwrap().extract(folder).unwrap();
}

/// Runs a program on what was unpacked; tells whether it was content, nothing where it is not installed.
fn accepts(folder: &Path, program: &str, arguments: &[&str]) -> Option<bool> {
    let done = Command::new(program).args(arguments).current_dir(folder).env("LC_ALL", "C.UTF-8").output();
    match done {
        Ok(output) => Some(output.status.success()),
        Err(_) => {
            assert!(std::env::var("CI").is_err(), "CI must have {program}");
            eprintln!("skipped: no {program}");
            None
        }
    }
}

/// The bytes of the file that a page offers.
async fn taken(world: &World, page: &str) -> (String, Vec<u8>) {
    let mut auditor = world.app.signed_in(&world.auditor).await;
    let shown = auditor.get(page).await;
    let link = shown.links().into_iter().find(|link| link.contains("/zip?")).expect("the page offers the file");
    let file = auditor.get(&link).await;
    assert_eq!((file.status(), file.header("content-type")), (StatusCode::OK, "application/zip"));
    (link, file.bytes().to_vec())
}

#[tokio::test]
async fn the_same_pack_is_the_same_bytes_whatever_is_recorded_since() {
    let (world, folder) = decided().await;
    world.app.at("2026-06-01T10:00:00Z");
    let page = urls::programme_pack("SASN");
    let (link, first) = taken(&world, &page).await;

    // A day later somebody comes, and money is opened that counts before.
    world.app.at("2026-06-02T10:00:00Z");
    let mut manager = world.app.signed_in(&world.manager).await;
    let form = urls::open_budget(1);
    manager.get(&form).await;
    let typed = [("book", "ae"), ("year", "2026"), ("amount", "5"), ("reason", "Loi de finances rectificative")];
    manager.fill(&form, &typed).await.sees("5,00 € ouverts");
    world.app.person("Lou Petit").await;
    let mut auditor = world.app.signed_in(&world.auditor).await;
    assert_eq!(auditor.get(&link).await.bytes(), first);
    let (_, now) = taken(&world, &page).await;
    assert_ne!(now, first, "what was recorded since is in the pack of now");

    // The command writes the same, from the same dates.
    let asked = ["export", "pack", "--programme", "SASN", "--as-of", "2026-06-01", "--recorded-before", "2026-06-01T10:00:00Z"];
    let mut command = guichet(folder.path(), &world.app.app.config().database_url);
    run(command.env("STORAGE_URL", "file://files").args(asked).args(["--output", "pack.zip"])).succeeds("");
    assert_eq!(fs::read(folder.path().join("pack.zip")).unwrap(), first);
}

#[tokio::test]
async fn everything_is_in_the_pack_and_can_be_checked_without_this_program() {
    let (world, _folder) = decided().await;
    world.app.at(&Instant::from(jiff::Timestamp::now()).iso());
    let (_, zip) = taken(&world, &urls::programme_pack("SASN")).await;
    let held = names(&zip);
    let first = world.reference(0);
    for name in ["LISEZMOI.txt", "ecritures.jsonl", "evenements.jsonl", "comptabilite/journal.csv", "budget/execution.csv"] {
        assert!(held.iter().any(|held| held == name), "{name} is not in {held:?}");
    }
    for name in [
        format!("decisions/{first}.pdf"),
        format!("dossiers/{first}/depot.json"),
        format!("decisions/{}.json", world.wave.reference),
    ] {
        assert!(held.contains(&name), "{name} is not in {held:?}");
    }
    assert_eq!(held.last().unwrap(), "SHA256SUMS");

    // A line is sealed: its text has the seal's hash, and an entry's text is the one that the seal holds.
    let entries = lines(&zip, "ecritures.jsonl");
    assert_eq!(i64::try_from(entries.len()).unwrap(), world.app.count("entry").await);
    for line in entries.iter().chain(&lines(&zip, "evenements.jsonl")) {
        let sealed = line["sealed"].as_str().unwrap();
        assert_eq!(Fingerprint::of(sealed).to_string(), line["hash"].as_str().unwrap());
        if let Some(entry) = line["entry"].as_str() {
            let held: Value = serde_json::from_str(sealed).unwrap();
            assert_eq!(held["entry"], Fingerprint::of(entry).to_string());
        }
    }
    let events = lines(&zip, "evenements.jsonl").len();
    assert!(events > entries.len(), "{events} events");

    let acknowledged: Value = serde_json::from_str(&text(&zip, &format!("dossiers/{first}/accuse.json"))).unwrap();
    assert_eq!(acknowledged["fingerprint"], Fingerprint::of(text(&zip, &format!("dossiers/{first}/depot.json"))).to_string());
    let commitments = text(&zip, "budget/engagements.csv");
    assert!(commitments.contains(&format!("{first};Projet 0;")) && commitments.contains(";60000.00;"), "{commitments}");
    let balances = text(&zip, "budget/soldes.csv");
    let sum: i64 = balances.lines().skip(1).map(|row| Money::parse_plain(row.rsplit(';').next().unwrap()).unwrap().cents()).sum();
    assert_eq!(sum, 0, "{balances}");

    let folder = tempfile::tempdir().unwrap();
    unpack(&zip, folder.path());
    assert_ne!(accepts(folder.path(), "sha256sum", &["--check", "--strict", "--quiet", "SHA256SUMS"]), Some(false));
    assert_ne!(
        accepts(&folder.path().join("comptabilite"), "hledger", &["-f", "journal.hledger", "check", "--strict"]),
        Some(false)
    );
    let seal = held.iter().find_map(|name| name.strip_prefix("sceau-signe/")?.strip_suffix(".txt")).expect("a signed seal");
    let files = ["pem", "txt", "sig"].map(|end| format!("{seal}.{end}"));
    let verify = ["pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", &files[0], "-in", &files[1], "-sigfile", &files[2]];
    assert_ne!(accepts(&folder.path().join("sceau-signe"), "openssl", &verify), Some(false));

    // One byte changed is found.
    fs::write(folder.path().join("budget/soldes.csv"), balances.replacen('0', "1", 1)).unwrap();
    assert_ne!(accepts(folder.path(), "sha256sum", &["--check", "--strict", "--quiet", "SHA256SUMS"]), Some(true));
}

#[tokio::test]
async fn the_pack_of_a_laureate_holds_what_is_theirs_alone() {
    let (world, _folder) = decided().await;
    let mut auditor = world.app.signed_in(&world.auditor).await;
    let (first, second) = (world.reference(0).to_string(), world.reference(1).to_string());
    let page = urls::laureate_pack(&first);
    auditor.get(&urls::commitment(&first)).await.has_link(&page);
    let (_, zip) = taken(&world, &page).await;
    let held: BTreeSet<String> = names(&zip).into_iter().collect();
    assert!(
        held.contains(&format!("decisions/{first}.pdf")) && held.contains(&format!("dossiers/{first}/depot.json")),
        "{held:?}"
    );
    assert!(held.iter().all(|name| !name.contains(&second)), "{held:?}");
    for name in ["ecritures.jsonl", "evenements.jsonl", "budget/engagements.csv", "budget/soldes.csv"] {
        assert!(!text(&zip, name).contains(&second), "{name}");
    }
    assert_eq!(lines(&zip, "ecritures.jsonl").len(), 1, "the promise");
    let kinds: BTreeSet<String> = lines(&zip, "evenements.jsonl")
        .iter()
        .map(|line| serde_json::from_str::<Value>(line["sealed"].as_str().unwrap()).unwrap()["kind"].as_str().unwrap().to_owned())
        .collect();
    for kind in ["dossier_submitted", "aid_committed"] {
        assert!(kinds.contains(kind), "{kinds:?}");
    }
}

#[tokio::test]
async fn the_files_of_a_dossier_are_in_the_pack_as_they_came() {
    const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << >> endobj";
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    let reference = app.complete(&ada, &wave, 20_000).await;
    let mut browser = app.signed_in(&ada).await;
    let files = urls::dossier_files(&reference);
    browser.get(&files).await;
    browser.upload(&files, "file", "../Lettre d’été.pdf", PDF).await.sees("est joint");
    browser.get(&urls::dossier_recap(&reference)).await;
    browser.fill(&urls::submit_dossier(&reference), &[("confirm", "oui")]).await;
    app.at("2026-01-13T10:00:00Z");
    let mut manager = app.signed_in(&funded.manager).await;
    let page = manager.get(&urls::programme_pack("SASN")).await;
    let link = page.links().into_iter().find(|link| link.contains("/zip?")).unwrap();
    let zip = manager.get(&link).await.bytes().to_vec();
    let held = names(&zip);
    let file = held.iter().find(|name| name.contains("/pieces/")).unwrap_or_else(|| panic!("no file in {held:?}"));
    assert!(file.starts_with(&format!("dossiers/{reference}/pieces/1-")) && file.ends_with(".pdf"), "{file}");
    assert_eq!(text(&zip, file).as_bytes(), PDF);
}

#[tokio::test]
async fn only_auditors_and_the_programme_s_manager_take_it() {
    let (world, folder) = decided().await;
    let app = &world.app;
    let elsewhere = app.person_with("Nour Haddad", Role::Auditor, Scope::Programme(ProgrammeId(999))).await;
    let accountant = app.person_with("Cleo Comptable", Role::Accountant, Scope::Site).await;
    let (programme, laureate) = (urls::programme_pack("SASN"), urls::laureate_pack(world.reference(0)));
    for person in [&world.staff, &elsewhere, &accountant, &world.dossiers[0].1] {
        let mut browser = app.signed_in(person).await;
        for path in [&programme, &laureate, &urls::programme_pack_file("SASN"), &urls::laureate_pack_file(world.reference(0))] {
            browser.get(path).await.is(StatusCode::NOT_FOUND);
        }
    }
    let mut manager = app.signed_in(&world.manager).await;
    manager.get(urls::PACKS).await.has_link(&programme);
    manager.get(&programme).await.sees("Télécharger le dossier (ZIP)");
    let wrong = manager.get(&urls::with_query(&programme, &[("connu", "2099-01-01T00:00:00Z")])).await;
    wrong.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Ce moment est à venir").does_not_see("Télécharger le dossier");
    let ahead = urls::with_query(&urls::programme_pack_file("SASN"), &[("connu", "2099-01-01T00:00:00Z")]);
    manager.get(&ahead).await.is(StatusCode::NOT_FOUND);

    let pack =
        |arguments: &[&str]| run(guichet(folder.path(), &app.app.config().database_url).args(["export", "pack"]).args(arguments));
    pack(&["--programme", "RIEN", "--output", "x.zip"]).fails(1, &["le programme RIEN n’existe pas"]);
    pack(&["--programme", "SASN", "--commitment", "AAP-RIEN", "--output", "x.zip"]).fails(1, &["n’a pas d’engagement AAP-RIEN"]);
    pack(&["--programme", "SASN", "--recorded-before", "2999-01-01T00:00:00Z", "--output", "x.zip"]).fails(1, &["est à venir"]);
    pack(&["--programme", "SASN", "--recorded-before", "hier", "--output", "x.zip"]).fails(2, &["« hier »", "décalage"]);
    pack(&["--programme", "SASN", "--output", "ici/x.zip"]).fails(1, &["ici/x.zip", "n’existe pas"]);
}

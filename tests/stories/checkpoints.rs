//! The end of the chain of seals is signed, published, cited on paper, and checked by OpenSSL, which nobody here wrote.

use std::{fs, path::PathBuf, process::Command};

use axum::http::StatusCode;
use guichet::{audit, budget, config::SigningKey, jobs, web::urls};
use sea_orm::ConnectionTrait;
use tempfile::TempDir;

use crate::support::{App, guichet, run};

/// RFC 8410, section 10.3: the example of a private key.
const KEY: &str = "-----BEGIN PRIVATE KEY-----\n\
    MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
    -----END PRIVATE KEY-----\n";

/// A key in a file of its owner's.
pub fn key_file() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cle.pem");
    fs::write(&file, KEY).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    }
    (folder, file)
}

async fn signing() -> (App, TempDir) {
    let (folder, file) = key_file();
    (App::start_with(&[("SIGNING_KEY", file.to_str().unwrap())]).await, folder)
}

fn key(app: &App) -> &SigningKey {
    app.app.config().signing_key.as_ref().unwrap()
}

#[tokio::test]
async fn without_a_key_nothing_is_signed_and_the_page_says_so() {
    let app = App::start().await;
    app.person("Lou Petit").await;
    jobs::round(&app.app).await.unwrap();
    assert_eq!(app.count("checkpoint").await, 0);
    let page = app.browser().get(urls::CHECKPOINTS).await;
    page.is(StatusCode::OK).sees("Ce service ne signe pas ses sceaux pour l’instant").sees("Aucun sceau n’est encore signé");
    assert_eq!(app.browser().get(urls::CHECKPOINTS_JSON).await.json()["checkpoints"].as_array().unwrap().len(), 0);
    let folder = tempfile::tempdir().unwrap();
    run(guichet(folder.path(), &app.app.config().database_url).arg("sign")).fails(1, &["réglage SIGNING_KEY"]);
}

#[tokio::test]
async fn the_rounds_sign_a_chain_that_has_grown_once_an_hour() {
    let (app, _folder) = signing().await;
    let mut signed = Vec::new();
    for (moment, someone) in
        [("2026-03-02T09:00:00Z", "Lou Petit"), ("2026-03-02T09:59:00Z", "Ada Byron"), ("2026-03-02T10:00:00Z", "Max Ailleurs")]
    {
        app.at(moment);
        app.person(someone).await;
        jobs::round(&app.app).await.unwrap();
        signed.push(app.count("checkpoint").await);
    }
    app.at("2026-03-02T18:00:00Z");
    jobs::round(&app.app).await.unwrap();
    signed.push(app.count("checkpoint").await);
    assert_eq!(signed, [1, 1, 2, 2], "the chain had not grown at the end of the day");

    let page = app.browser().get(urls::CHECKPOINTS).await;
    page.sees("n° 3").sees("2 mars 2026 à 11 h 00").sees("n° 1").does_not_see("ne signe pas");
    let told = app.browser().get(urls::CHECKPOINTS_JSON).await.json();
    assert_eq!(told["checkpoints"][0]["seal"], 3);
    assert_eq!(told["checkpoints"][0]["public_key"], key(&app).public_key());
    assert_eq!(told["pages"], 1);
    app.browser().get("/sceaux/2/texte").await.is(StatusCode::NOT_FOUND);
    app.browser().get("/sceaux/3/secret").await.is(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn openssl_accepts_the_signature_and_refuses_it_when_a_digit_changes() {
    let (app, folder) = signing().await;
    app.person("Lou Petit").await;
    jobs::round(&app.app).await.unwrap();
    let mut browser = app.browser();
    for (part, file) in [("texte", "sceau-1.txt"), ("signature", "sceau-1.sig"), ("cle", "sceau-1.pem")] {
        let link = urls::checkpoint_part(1, part);
        browser.get(urls::CHECKPOINTS).await.has_link(&link);
        let answer = browser.get(&link).await;
        assert!(answer.header("content-disposition").contains(file));
        fs::write(folder.path().join(file), answer.bytes()).unwrap();
    }
    if Command::new("openssl").arg("version").output().is_err() {
        assert!(std::env::var("CI").is_err(), "CI must have openssl");
        eprintln!("skipped: no openssl (Debian package of the same name)");
        return;
    }
    // The command that the documentation gives, for this seal.
    let documented = include_str!("../../docs/checkpoints.md");
    let command = documented.lines().find(|line| line.starts_with("openssl pkeyutl")).unwrap().replace("sceau-42", "sceau-1");
    let verified = || {
        let mut words = command.split_whitespace();
        Command::new(words.next().unwrap()).args(words).current_dir(folder.path()).output().unwrap()
    };
    let accepted = verified();
    assert!(accepted.status.success(), "{accepted:?}");

    let text = folder.path().join("sceau-1.txt");
    let altered = fs::read_to_string(&text).unwrap().replace("seal 1", "seal 2");
    fs::write(&text, altered).unwrap();
    assert!(!verified().status.success());
}

#[tokio::test]
async fn a_report_cites_the_seal_that_was_signed_when_it_was_known() {
    let (app, _folder) = signing().await;
    let funded = app.funded().await;
    jobs::round(&app.app).await.unwrap();
    let mut manager = app.signed_in(&funded.manager).await;
    let line = funded.programme.budget_line_id.unwrap();
    let file = urls::with_query(&urls::budget_report_file(line, "pdf"), &[("au", "2026-12-31")]);
    let first = manager.get(&file).await;
    let last = app.count("seal").await;
    if let Some(text) = first.pdf_text() {
        assert!(text.contains(&format!("sceau n° {last} signé le 12 janvier 2026")), "{text}");
        assert!(text.contains("/sceaux"), "{text}");
    }
    // What is signed later is not cited by what was known before: the same instant gives the same bytes.
    let later = app.clock.now();
    app.at("2026-03-02T10:00:00Z");
    app.person("Lou Petit").await;
    jobs::round(&app.app).await.unwrap();
    assert_eq!(app.count("checkpoint").await, 2);
    app.clock.set(later);
    assert_eq!(manager.get(&file).await.bytes(), first.bytes());
    assert_eq!(budget::report_footer(None, ""), "Guichet, rapport d’exécution du budget");
}

#[tokio::test]
async fn an_operator_signs_at_once() {
    let (app, folder) = signing().await;
    app.person("Lou Petit").await;
    let file = folder.path().join("cle.pem");
    let sign = || {
        let mut command = guichet(folder.path(), &app.app.config().database_url);
        run(command.env("SIGNING_KEY", &file).arg("sign"))
    };
    sign().succeeds("Le sceau n° 1 est signé (");
    sign().succeeds("Rien de nouveau à signer.");
    app.person("Ada Byron").await;
    sign().succeeds("Le sceau n° 2 est signé (");
}

#[tokio::test]
async fn a_checkpoint_that_was_changed_or_that_the_chain_denies_is_named() {
    let (app, _folder) = signing().await;
    app.person("Lou Petit").await;
    jobs::round(&app.app).await.unwrap();
    let detail = async || {
        let checks = audit::actions::verify(&app.database.reader()).await.unwrap();
        let check = checks.into_iter().find(|check| check.name.contains("signature")).unwrap();
        (check.passed, check.detail)
    };
    assert_eq!(detail().await, (true, "Signatures relues : 1.".to_owned()));
    let raw = app.raw().await;
    if raw.get_database_backend() == sea_orm::DbBackend::Postgres {
        raw.execute_unprepared("ALTER TABLE checkpoint DISABLE TRIGGER USER").await.unwrap();
    } else {
        raw.execute_unprepared("DROP TRIGGER checkpoint_is_never_changed").await.unwrap();
    }
    raw.execute_unprepared("UPDATE checkpoint SET signed_at = signed_at + 1").await.unwrap();
    assert_eq!(detail().await, (false, "La signature du sceau n° 1 n’est pas celle de son texte.".to_owned()));
}

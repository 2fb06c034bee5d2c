//! The files of dossiers: told by their content, refused by their name.

use axum::{
    body::{Body, Bytes},
    http::{Method, StatusCode},
};
use entity::values::QuestionKind;
use futures_util::{StreamExt, stream};
use guichet::calls::actions::NewWave;

use crate::{
    dossier_writing::{ask, publish},
    support::{App, Browser, PASSWORD, Person, terms},
};

const FILES: &str = "/dossiers/AAP-TL-V1-0001/pieces";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << >> endobj";

/// The test string that every antivirus knows, in two halves, so that none takes this file for it.
fn eicar() -> Vec<u8> {
    [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat().into_bytes()
}

async fn drafting(app: &App, most: i64) -> (Person, Browser) {
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", NewWave { max_file_bytes: most, ..terms() }).await;
    let ada = app.candidate("Ada Byron").await;
    app.complete(&ada, &wave, 20_000).await;
    let browser = app.signed_in(&ada).await;
    (ada, browser)
}

#[tokio::test]
async fn a_file_is_joined_opened_and_taken_out() {
    let app = App::start().await;
    let (_, mut browser) = drafting(&app, 10_000_000).await;
    browser.get(FILES).await.sees("Aucune pièce jointe").sees("10 Mo au plus");
    browser.upload(FILES, "file", "Lettre d’été.pdf", PDF).await.is(StatusCode::OK).sees("« Lettre d’été.pdf » est joint");
    let file = browser.get(&format!("{FILES}/1")).await;
    assert_eq!(file.bytes(), PDF);
    assert_eq!(file.header("content-type"), "application/pdf");
    assert!(
        file.header("content-disposition").starts_with("attachment; filename=\"Lettre d__t_.pdf\"; filename*=UTF-8''Lettre%20d")
    );
    assert!(file.header("content-security-policy").starts_with("default-src 'none'; sandbox; frame-ancestors 'none'"));

    browser.get(FILES).await;
    browser.fill(&format!("{FILES}/1/retirer"), &[]).await.sees("« Lettre d’été.pdf » est retiré").sees("Aucune pièce jointe");
    browser.get(&format!("{FILES}/1")).await.is(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_refused_file_leaves_the_rest_of_the_form_as_it_was() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.drafted_wave(&funded, "AAP-TL", terms()).await;
    ask(&app, &funded, "AAP-TL-V1", "Budget signé", QuestionKind::File).await;
    publish(&app, &funded, "AAP-TL-V1").await;
    let ada = app.candidate("Ada Byron").await;
    app.begun(&ada, &wave).await;
    let mut browser = app.signed_in(&ada).await;
    let options = browser.get(FILES).await.select("select[name=question] option");
    let (_, signed) = options.iter().find(|(label, _)| label == "Budget signé").unwrap();
    let chosen = ("question", signed["value"].as_str());

    let refused = browser.upload_with(FILES, &[chosen], "file", "virus.pdf", b"MZ\x90\x00").await;
    refused.is(StatusCode::UNPROCESSABLE_ENTITY).sees("« virus.pdf » n’est pas d’un format accepté");
    let kept = refused.form(FILES);
    assert!(kept.iter().any(|(name, value)| (name.as_str(), value.as_str()) == chosen), "{kept:?}");

    browser.upload_with(FILES, &[chosen], "file", "budget.pdf", PDF).await.sees("« budget.pdf » est joint").sees("Budget signé");
}

#[tokio::test]
async fn a_file_is_refused_by_its_name_and_nothing_of_it_stays() {
    let app = App::start().await;
    let (_, mut browser) = drafting(&app, 1_000).await;
    let program = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00";
    let page = b"<html><script>alert(1)</script></html>";
    let large = [PDF, &[b' '; 1_000]].concat();
    for (name, content, told) in [
        ("virus.pdf", &program[..], "« virus.pdf » n’est pas d’un format accepté"),
        ("page.pdf", &page[..], "« page.pdf » n’est pas d’un format accepté"),
        ("vide.pdf", b"", "« vide.pdf » est vide"),
        ("lourd.pdf", &large, "« lourd.pdf » est trop volumineux : 1 ko au plus"),
    ] {
        browser
            .upload(FILES, "file", name, content)
            .await
            .is(StatusCode::UNPROCESSABLE_ENTITY)
            .sees(told)
            .sees("Aucune pièce jointe");
    }
    browser.upload(FILES, "file", "", PDF).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Choisissez un fichier");
    assert_eq!(stored(&app), 0, "nothing that was refused stays in storage");
    browser.upload(FILES, "file", "bonne.pdf", PDF).await.is(StatusCode::OK);
    assert_eq!(stored(&app), 1);
}

#[tokio::test]
async fn a_file_is_its_owners_until_the_dossier_is_submitted() {
    let app = App::start().await;
    let (ada, mut browser) = drafting(&app, 10_000_000).await;
    browser.upload(FILES, "file", "lettre.pdf", PDF).await.is(StatusCode::OK);
    let file = format!("{FILES}/1");
    let staff = {
        let scope = guichet::access::Scope::Site;
        app.person_with("Camille Site", crate::support::Role::Staff, scope).await
    };
    let eve = app.candidate("Eve Dupont").await;
    let (mut staff, mut stranger) = (app.signed_in(&staff).await, app.signed_in(&eve).await);
    staff.get(&file).await.is(StatusCode::NOT_FOUND);
    stranger.get(&file).await.is(StatusCode::NOT_FOUND);
    stranger.upload(FILES, "file", "intruse.pdf", PDF).await.is(StatusCode::NOT_FOUND);
    stranger.post(&format!("{file}/retirer"), &[]).await.is(StatusCode::NOT_FOUND);

    browser.get("/dossiers/AAP-TL-V1-0001/recapitulatif").await.sees("lettre.pdf");
    browser.fill("/dossiers/AAP-TL-V1-0001/depot", &[]).await.is(StatusCode::OK);
    assert_eq!(staff.get(&file).await.is(StatusCode::OK).bytes(), PDF);
    staff.get("/gestion/dossiers/AAP-TL-V1-0001").await.has_link(&file);
    stranger.get(&file).await.is(StatusCode::NOT_FOUND);

    // What was submitted is not taken out, nor added to.
    browser.get("/dossiers").await;
    browser.post(&format!("{file}/retirer"), &[]).await.is(StatusCode::CONFLICT);
    let late = browser.upload(FILES, "file", "oubli.pdf", PDF).await;
    late.is(StatusCode::CONFLICT).sees("il ne change plus");
    assert_eq!(stored(&app), 1, "{} keeps one file", ada.name);
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the antivirus that the tests start is named by the environment")]
async fn an_infected_file_is_refused_with_the_name_of_the_threat() {
    let Ok(clamd) = std::env::var("TEST_CLAMD") else {
        assert!(std::env::var("CI").is_err(), "TEST_CLAMD names the antivirus, which CI must have");
        eprintln!("skipped: no antivirus (TEST_CLAMD, host:port)");
        return;
    };
    let app = App::start_with(&[("CLAMD", &clamd)]).await;
    let (_, mut browser) = drafting(&app, 10_000_000).await;
    let refused = browser.upload(FILES, "file", "facture.pdf", &eicar()).await;
    refused
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .sees("« facture.pdf » est refusé : l’antivirus y reconnaît")
        .sees("Aucune pièce jointe");
    assert_eq!(stored(&app), 0);
    browser.upload(FILES, "file", "saine.pdf", PDF).await.is(StatusCode::OK).does_not_see("Non analysée par un antivirus");
}

/// How many files the storage holds.
fn stored(app: &App) -> usize {
    let folders = std::fs::read_dir(&app.app.config().storage).unwrap().map(|folder| folder.unwrap().path());
    folders.filter(|path| path.is_dir()).map(|folder| std::fs::read_dir(folder).unwrap().count()).sum()
}

/// A form with files, as a browser sends it: name, file name, content.
fn form_of(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        body.extend(format!("--limite\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").into_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--limite--\r\n");
    body
}

const MULTIPART: (&str, &str) = ("content-type", "multipart/form-data; boundary=limite");

#[tokio::test]
async fn a_form_with_more_than_it_asks_for_is_refused_before_it_is_held() {
    let app = App::start().await;
    let (_, mut browser) = drafting(&app, 10_000_000).await;
    let csrf = browser.csrf().await;
    let secret = ("csrf", None, csrf.as_bytes());
    let long = vec![b'a'; 5_000_000];
    let sent = browser.raw(Method::POST, FILES, &[MULTIPART], form_of(&[("csrf", None, &long)])).await;
    sent.is(StatusCode::PAYLOAD_TOO_LARGE).sees("L’envoi est trop volumineux");
    let many = [&[secret][..], &[("question", None, &b"1"[..]); 60]].concat();
    browser.raw(Method::POST, FILES, &[MULTIPART], form_of(&many)).await.is(StatusCode::PAYLOAD_TOO_LARGE);
    let broken = form_of(&[secret, ("question", None, b"a\0b")]);
    browser.raw(Method::POST, FILES, &[MULTIPART], broken).await.is(StatusCode::BAD_REQUEST);
    let forged = form_of(&[("file", Some("lettre.pdf"), PDF), secret]);
    browser.raw(Method::POST, FILES, &[MULTIPART], forged).await.is(StatusCode::FORBIDDEN);

    let two = form_of(&[secret, ("file", Some("une.pdf"), PDF), ("file", Some("autre.pdf"), PDF)]);
    browser.raw(Method::POST, FILES, &[MULTIPART], two).await.is(StatusCode::BAD_REQUEST);
    assert_eq!(stored(&app), 0, "no file is left without a dossier");
}

#[tokio::test]
async fn a_file_larger_than_anything_the_service_takes_is_refused_by_its_name() {
    let app = App::start().await;
    let (_, mut browser) = drafting(&app, 10_000_000).await;
    let csrf = browser.csrf().await;
    let form = form_of(&[("csrf", None, csrf.as_bytes()), ("file", Some("film.pdf"), PDF)]);
    // As the network brings it: a little at a time, and more than any form may hold.
    let chunks = [Bytes::from(form)].into_iter().map(|form| form.slice(..form.len() - "\r\n--limite--\r\n".len()));
    let chunks = chunks.chain(std::iter::repeat_n(Bytes::from(vec![b' '; 1024 * 1024]), 130));
    let arriving = stream::iter(chunks).then(|chunk| async {
        tokio::task::yield_now().await;
        Ok::<_, std::io::Error>(chunk)
    });
    let body = Body::from_stream(arriving);
    let refused = browser.raw(Method::POST, FILES, &[MULTIPART], body).await;
    refused.is(StatusCode::UNPROCESSABLE_ENTITY).sees("« film.pdf » est trop volumineux : 10 Mo au plus");
    assert_eq!(stored(&app), 0);
}

#[tokio::test]
async fn a_file_sent_after_the_session_ended_is_asked_for_again_and_the_rest_is_kept() {
    let app = App::start().await;
    let (ada, mut browser) = drafting(&app, 10_000_000).await;
    let csrf = browser.csrf().await;
    app.at("2026-01-13T09:00:00Z");
    let sent = form_of(&[
        ("csrf", None, csrf.as_bytes()),
        ("question", None, b""),
        ("comment", None, "Signée.".as_bytes()),
        ("file", Some("lettre.pdf"), PDF),
    ]);
    let stopped = browser.raw(Method::POST, FILES, &[MULTIPART], sent).await;
    stopped.is(StatusCode::SEE_OTHER);
    browser.get(&stopped.location().unwrap()).await.sees("Ce que vous avez saisi est gardé");

    let resumed = browser.fill("/connexion", &[("email", ada.email.as_str()), ("password", PASSWORD)]).await;
    resumed.sees("le fichier, lui, n’a pas été gardé : choisissez-le de nouveau").sees("Signée.");
    assert_eq!(resumed.texts("input[type=file]").len(), 1);
    assert!(resumed.form(FILES).iter().any(|(name, value)| name == "comment" && value == "Signée."));
    browser.upload(FILES, "file", "lettre.pdf", PDF).await.is(StatusCode::OK).sees("« lettre.pdf » est joint");

    let nobody = form_of(&[("csrf", None, b"0"), ("file", Some("lettre.pdf"), PDF)]);
    app.browser().raw(Method::POST, FILES, &[MULTIPART], nobody).await.is(StatusCode::FORBIDDEN);
}

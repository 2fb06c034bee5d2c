//! Mails that leave through a real mail server (`TEST_SMTP_URL`, whose messages `TEST_SMTP_INBOX` keeps as JSON lines).

use std::fs;

use guichet::{access::Scope, jobs, mail};
use tokio::sync::watch;

use crate::support::{App, PASSWORD, Role};

/// The addresses of the mail server and of the file it delivers to.
fn mail_server() -> Option<(String, String)> {
    match (std::env::var("TEST_SMTP_URL"), std::env::var("TEST_SMTP_INBOX")) {
        (Ok(url), Ok(inbox)) => Some((url, inbox)),
        _ => {
            assert!(std::env::var("CI").is_err(), "TEST_SMTP_URL names the mail server, which CI must have");
            eprintln!("skipped: no mail server (TEST_SMTP_URL, TEST_SMTP_INBOX)");
            None
        }
    }
}

/// The messages that reached `address`.
fn received(inbox: &str, address: &str) -> Vec<serde_json::Value> {
    let lines = fs::read_to_string(inbox).unwrap_or_default();
    let messages = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    messages.filter(|message| message["to"][0] == address).collect()
}

/// An address of this story's alone: all stories share the mail server.
fn address(app: &App, name: &str) -> String {
    let database = app.app.config().database_url.rsplit(['/', '_']).find(|part| *part != "guichet.db").unwrap().to_owned();
    format!("{name}.{}@exemple.fr", database.trim_start_matches('.').to_lowercase())
}

async fn sign_up(app: &App, name: &str, email: &str) {
    let mut visitor = app.browser();
    visitor.get("/inscription").await;
    visitor.fill("/inscription", &[("name", name), ("email", email), ("password", PASSWORD)]).await;
}

#[tokio::test]
async fn a_letter_arrives_once_as_text_and_as_html_and_its_link_works() {
    let Some((url, inbox)) = mail_server() else { return };
    let app = App::start_with(&[("SMTP_URL", &url), ("MAIL_FROM", "Guichet Santé <guichet@exemple.fr>")]).await;
    let email = address(&app, "lou");
    sign_up(&app, "Lou Petit", &email).await;
    assert!(received(&inbox, &email).is_empty(), "nothing leaves while the page is answered");

    jobs::round(&app.app).await.unwrap();
    jobs::round(&app.app).await.unwrap();

    let messages = received(&inbox, &email);
    assert_eq!(messages.len(), 1);
    let message = &messages[0];
    assert_eq!(message["from"], "guichet@exemple.fr");
    assert_eq!(message["subject"], "Confirmez votre adresse électronique");
    let text = message["text"].as_str().unwrap();
    assert!(text.starts_with("Bonjour,"), "{text}");
    let link = text.lines().find_map(|line| line.strip_prefix(&app.app.config().base_url)).expect("the link stands in clear");
    assert!(message["html"].as_str().unwrap().contains(link));
    app.browser().get(link).await.sees("Confirmer mon adresse");

    let admin = app.person_with("Alix Admin", Role::Admin, Scope::Site).await;
    let mut browser = app.signed_in(&admin).await;
    browser.get("/administration/courriels").await.sees("Envoyé");
    let kept = browser.get("/administration/courriels/1").await;
    kept.sees("Vous venez de créer un compte").does_not_see(link);
    let letters = mail::recent(&app.database.reader()).await.unwrap();
    assert_eq!(letters[0].link, None, "what opens an account is not kept");
}

#[tokio::test]
async fn what_a_person_types_adds_no_header_and_no_recipient() {
    let Some((url, inbox)) = mail_server() else { return };
    let app = App::start_with(&[("SMTP_URL", &url)]).await;
    let email = address(&app, "eve");
    sign_up(&app, "Eve\r\nBcc: victime@exemple.fr\r\n\r\n.\r\nRCPT TO:<victime@exemple.fr>", &email).await;

    jobs::round(&app.app).await.unwrap();

    assert!(received(&inbox, "victime@exemple.fr").is_empty());
    for message in received(&inbox, &email) {
        assert_eq!(message["to"].as_array().unwrap().len(), 1);
        let headers = message["headers"].as_array().unwrap();
        assert!(headers.iter().all(|header| header[0] != "Bcc"), "{headers:?}");
    }
}

#[tokio::test]
async fn a_mail_server_that_does_not_answer_delays_its_mail_and_the_administrator_reads_why() {
    // Nothing listens on port 9 of this machine.
    let app = App::start_with(&[("SMTP_URL", "smtp://127.0.0.1:9")]).await;
    let admin = app.person_with("Alix Admin", Role::Admin, Scope::Site).await;
    sign_up(&app, "Lou Petit", &address(&app, "lou")).await;

    jobs::round(&app.app).await.unwrap();

    let mut browser = app.signed_in(&admin).await;
    browser.get("/administration/courriels").await.sees("À envoyer");
    browser.get("/administration/courriels/1").await.sees("Dernier échec").sees("lou");
}

#[tokio::test]
async fn a_mail_given_up_loses_its_link_which_a_mail_server_hides_from_the_administrator_meanwhile() {
    let app = App::start_with(&[("SMTP_URL", "smtp://127.0.0.1:9")]).await;
    let admin = app.person_with("Alix Admin", Role::Admin, Scope::Site).await;
    let email = address(&app, "lou");
    sign_up(&app, "Lou Petit", &email).await;

    let mut browser = app.signed_in(&admin).await;
    let waiting = browser.get("/administration/courriels/1").await;
    waiting.sees("Confirmer mon adresse").sees("ce lien n’est montré qu’à la personne qui reçoit le courriel");
    assert!(waiting.links().iter().all(|link| !link.contains("/inscription/")), "{:?}", waiting.links());

    for hour in 10..20 {
        app.at(&format!("2026-01-12T{hour}:00:00Z"));
        jobs::round(&app.app).await.unwrap();
    }
    browser.get("/administration/courriels/1").await.sees("Abandonné").sees("Vous venez de créer un compte");
    let given_up = mail::recent(&app.database.reader()).await.unwrap();
    assert_eq!(given_up[0].link, None);

    app.at("2026-07-15T09:00:00Z");
    jobs::round(&app.app).await.unwrap();
    assert_eq!(mail::recent(&app.database.reader()).await.unwrap(), [], "nobody needs it any more");
}

#[tokio::test]
async fn a_mail_server_that_keeps_people_waiting_does_not_hold_up_a_stop() {
    let (stop, stopping) = watch::channel(false);
    let app = App::start_with(&[("SMTP_URL", "smtp://127.0.0.1:9")]).await;
    for name in ["lou", "max"] {
        sign_up(&app, name, &address(&app, name)).await;
    }
    stop.send(true).unwrap();

    mail::deliver(&app.app, &stopping).await.unwrap();

    let waiting = mail::recent(&app.database.reader()).await.unwrap();
    assert!(waiting.iter().all(|mail| mail.attempts == 0), "no mail is begun once the program stops");
}

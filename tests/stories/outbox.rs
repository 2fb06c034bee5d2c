//! Mails that wait, read by an administrator where there is no mail server.

use axum::http::StatusCode;
use guichet::access::Scope;

use crate::support::{App, PASSWORD, Role};

#[tokio::test]
async fn an_administrator_reads_the_mails_and_follows_their_links() {
    let app = App::start().await;
    let admin = app.person_with("Alix Admin", Role::Admin, Scope::Site).await;
    let mut visitor = app.browser();
    visitor.get("/inscription").await;
    visitor.fill("/inscription", &[("name", "Lou Petit"), ("email", "lou@exemple.fr"), ("password", PASSWORD)]).await;

    let mut browser = app.signed_in(&admin).await;
    let outbox = browser.get("/administration/courriels").await;
    outbox.sees("Aucun serveur de courrier n’est réglé").sees("Confirmez votre adresse électronique").sees("À envoyer");
    let letter = browser.get("/administration/courriels/1").await;
    letter.sees("lou@exemple.fr").sees("Bonjour,").sees("Vous recevez ce courriel parce que");
    let link = letter.links().into_iter().find(|href| href.contains("/inscription/")).unwrap();
    let path = link.strip_prefix(&app.app.config().base_url).unwrap();
    browser.get(path).await.sees("Confirmer mon adresse");
    browser.get("/administration/courriels/99").await.is(StatusCode::NOT_FOUND);
    browser.get("/administration/courriels/un").await.is(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_else_reads_the_mails() {
    let app = App::start().await;
    let auditor = app.person_with("Nour Haddad", Role::Auditor, Scope::Site).await;
    app.signed_in(&auditor).await.get("/administration/courriels").await.is(StatusCode::NOT_FOUND);
    assert_eq!(app.browser().get("/administration/courriels").await.path(), "/connexion?suite=%2Fadministration%2Fcourriels");
}

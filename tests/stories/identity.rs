//! Accounts: opening one, signing in, forgetting one's password, being guessed at.

use axum::http::StatusCode;
use entity::{session, sign_in_attempt, single_use_link, values::Email};
use guichet::{jobs, mail, people};
use sea_orm::{EntityTrait, PaginatorTrait};

use crate::support::{App, PASSWORD};

/// The link that the last letter to this address holds.
pub async fn link_sent_to(app: &App, email: &str) -> String {
    let mails = mail::recent(&app.database.reader()).await.unwrap();
    let letter = mails.iter().find(|mail| mail.recipient.as_str() == email).expect("a letter was sent");
    letter.link.as_deref().and_then(|link| link.strip_prefix(&app.app.config().base_url)).expect("it holds a link").to_owned()
}

#[tokio::test]
async fn somebody_signs_up_confirms_their_address_and_signs_in() {
    let app = App::start().await;
    let mut browser = app.browser();
    browser.get("/inscription").await;
    let told = browser.fill("/inscription", &[("name", "Lou Petit"), ("email", "Lou@Exemple.fr"), ("password", PASSWORD)]).await;
    told.is(StatusCode::OK).sees("Un courriel part vers lou@exemple.fr");

    browser.fill("/connexion", &[("email", "lou@exemple.fr"), ("password", PASSWORD)]).await.sees("n’est pas encore confirmée");

    let link = link_sent_to(&app, "lou@exemple.fr").await;
    browser.get(&link).await.sees("Confirmer mon adresse");
    browser.fill(&link, &[]).await.sees("Votre adresse est confirmée");
    browser.fill("/connexion", &[("email", "lou@exemple.fr"), ("password", PASSWORD)]).await.sees("Lou Petit");
    browser.get("/compte").await.sees("lou@exemple.fr").sees("Cette session");

    browser.fill("/deconnexion", &[]).await.sees("Vous êtes déconnecté").does_not_see("Lou Petit");
    assert_eq!(browser.get("/compte").await.path(), "/connexion?suite=%2Fcompte");
}

#[tokio::test]
async fn opening_an_account_leads_back_to_the_page_one_was_stopped_at() {
    let app = App::start().await;
    let mut browser = app.browser();
    let stopped = browser.get("/connexion?suite=%2Fstructures").await;
    stopped.has_link("/inscription?suite=%2Fstructures");
    browser.get("/inscription?suite=%2Fstructures").await.has_link("/connexion?suite=%2Fstructures");
    browser.fill("/inscription", &[("name", "Lou Petit"), ("email", "lou@exemple.fr"), ("password", PASSWORD)]).await;

    let link = link_sent_to(&app, "lou@exemple.fr").await;
    app.browser().get(&link).await.sees("Confirmer mon adresse");
    let mut elsewhere = app.browser();
    elsewhere.get(&link).await;
    let (confirm, _) = link.split_once('?').expect("the link carries the page");
    assert_eq!(elsewhere.fill(confirm, &[]).await.path(), "/connexion?suite=%2Fstructures");
    let signed_in = elsewhere.fill("/connexion", &[("email", "lou@exemple.fr"), ("password", PASSWORD)]).await;
    assert_eq!(signed_in.path(), "/structures");
}

#[tokio::test]
async fn another_site_does_not_travel_in_a_letter() {
    let app = App::start().await;
    let mut browser = app.browser();
    browser.get("/inscription?suite=https%3A%2F%2Fexemple.org").await.has_link("/connexion");
    browser.fill("/inscription", &[("name", "Lou Petit"), ("email", "lou@exemple.fr"), ("password", PASSWORD)]).await;
    assert!(!link_sent_to(&app, "lou@exemple.fr").await.contains("exemple.org"));
}

#[tokio::test]
async fn a_link_works_once_and_a_scanner_that_opens_it_uses_nothing_up() {
    let app = App::start().await;
    let mut browser = app.browser();
    browser.get("/inscription").await;
    browser.fill("/inscription", &[("name", "Lou Petit"), ("email", "lou@exemple.fr"), ("password", PASSWORD)]).await;
    let link = link_sent_to(&app, "lou@exemple.fr").await;
    for _ in 0..3 {
        app.browser().get(&link).await.is(StatusCode::OK);
    }
    browser.get(&link).await;
    browser.fill(&link, &[]).await.sees("Votre adresse est confirmée");
    browser.get(&link).await.is(StatusCode::GONE).sees("Ce lien ne sert plus").has_link("/mot-de-passe");
    browser.post(&link, &[]).await.is(StatusCode::GONE);
}

#[tokio::test]
async fn what_is_wrong_with_a_new_account_is_said_under_its_field_and_what_was_typed_stays() {
    let app = App::start().await;
    let mut browser = app.browser();
    browser.get("/inscription").await;
    let again = browser.fill("/inscription", &[("name", "Lou Petit"), ("email", "lou"), ("password", PASSWORD)]).await;
    again.is(StatusCode::UNPROCESSABLE_ENTITY).sees("prenom.nom@exemple.fr");
    let again = browser.fill("/inscription", &[("name", ""), ("email", "lou"), ("password", "court1")]).await;
    again.sees("Nom et prénom : Ce champ est à remplir.").sees("Mot de passe : Ce mot de passe est trop court");
    browser.fill("/inscription", &[("name", "Lou Petit"), ("email", "lou"), ("password", "")]).await;
    let again = browser.fill("/inscription", &[("email", "lou@exemple.fr"), ("password", "Lou-Petit1")]).await;
    again.is(StatusCode::UNPROCESSABLE_ENTITY).sees("trop répandu ou trop proche de votre nom");
    let again = browser.fill("/inscription", &[("password", "court1")]).await;
    again.sees("Ce mot de passe est trop court");
    let kept: Vec<_> = again.form("/inscription").into_iter().filter(|(name, _)| name == "name" || name == "email").collect();
    assert_eq!(kept, [("name".to_owned(), "Lou Petit".to_owned()), ("email".to_owned(), "lou@exemple.fr".to_owned())]);
    assert!(!again.body().contains("court1"), "a password is never shown again");
}

#[tokio::test]
async fn nobody_can_tell_who_has_an_account() {
    let app = App::start().await;
    app.person("Ada Byron").await;
    let mut answers = Vec::new();
    for email in ["ada.byron@exemple.fr", "personne.ici@exemple.fr"] {
        let mut browser = app.browser();
        browser.get("/inscription").await;
        let signed_up = browser.fill("/inscription", &[("name", "Qui Donc"), ("email", email), ("password", PASSWORD)]).await;
        browser.get("/mot-de-passe").await;
        let forgot = browser.fill("/mot-de-passe", &[("email", email)]).await;
        let refused = browser.fill("/connexion", &[("email", email), ("password", "Mauvais-mot-1")]).await;
        let seen = [signed_up, forgot, refused].map(|page| (page.status(), page.text().replace(email, "…")));
        answers.push(seen);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0][2].0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(link_sent_to(&app, "ada.byron@exemple.fr").await.starts_with("/mot-de-passe/"), "only the mailbox knows");
}

#[tokio::test]
async fn a_forgotten_password_is_chosen_again_once_and_every_session_ends() {
    let app = App::start().await;
    let ada = app.person("Ada Byron").await;
    let mut elsewhere = app.signed_in(&ada).await;
    let mut browser = app.browser();
    browser.get("/mot-de-passe").await;
    browser.fill("/mot-de-passe", &[("email", ada.email.as_str())]).await.sees("il dit comment choisir un mot de passe");
    let link = link_sent_to(&app, ada.email.as_str()).await;
    browser.get(&link).await.sees(ada.email.as_str());
    browser.fill(&link, &[("password", "azerty")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    browser.fill(&link, &[("password", "Un-autre-chêne-7")]).await.sees("Votre mot de passe est changé");

    assert_eq!(elsewhere.get("/compte").await.path(), "/connexion?suite=%2Fcompte");
    browser.fill("/connexion", &[("email", ada.email.as_str()), ("password", PASSWORD)]).await.sees("ne convient pas");
    browser.fill("/connexion", &[("email", ada.email.as_str()), ("password", "Un-autre-chêne-7")]).await.sees("Ada Byron");
    browser.get(&link).await.is(StatusCode::GONE);
}

#[tokio::test]
async fn a_reset_link_lives_an_hour_and_a_mailbox_gets_five_at_most() {
    let app = App::start().await;
    let ada = app.person("Ada Byron").await;
    let mut browser = app.browser();
    for _ in 0..7 {
        browser.get("/mot-de-passe").await;
        browser.fill("/mot-de-passe", &[("email", ada.email.as_str())]).await;
    }
    let told = browser.fill("/mot-de-passe", &[("email", ada.email.as_str())]).await;
    told.is(StatusCode::TOO_MANY_REQUESTS).sees("Plusieurs courriels ont déjà été demandés pour cette adresse");
    let letters = mail::recent(&app.database.reader()).await.unwrap();
    assert_eq!(letters.iter().filter(|mail| mail.recipient == ada.email).count(), 5);
    let link = link_sent_to(&app, ada.email.as_str()).await;
    app.at("2026-01-12T10:00:00Z");
    browser.get(&link).await.is(StatusCode::GONE);
}

#[tokio::test]
async fn guessing_is_slowed_down_by_account_and_the_owner_gets_in_by_the_mailbox() {
    let app = App::start().await;
    let ada = app.person("Ada Byron").await;
    let mut guesser = app.browser();
    guesser.get("/connexion").await;
    for _ in 0..5 {
        guesser.fill("/connexion", &[("email", ada.email.as_str()), ("password", "Mauvais-mot-1")]).await;
    }
    let slowed = guesser.fill("/connexion", &[("email", ada.email.as_str()), ("password", PASSWORD)]).await;
    slowed
        .is(StatusCode::TOO_MANY_REQUESTS)
        .sees("Trop d’essais : réessayez dans 10 secondes, ou choisissez un nouveau mot de passe.");

    guesser.get("/mot-de-passe").await;
    guesser.fill("/mot-de-passe", &[("email", ada.email.as_str())]).await;
    let link = link_sent_to(&app, ada.email.as_str()).await;
    guesser.get(&link).await;
    guesser.fill(&link, &[("password", "Un-autre-chêne-7")]).await;
    guesser.fill("/connexion", &[("email", ada.email.as_str()), ("password", "Un-autre-chêne-7")]).await.sees("Ada Byron");
}

#[tokio::test]
async fn the_wait_ends_by_itself_and_a_right_password_forgets_the_wrong_ones() {
    let app = App::start().await;
    let ada = app.person("Ada Byron").await;
    let mut browser = app.browser();
    browser.get("/connexion").await;
    for _ in 0..5 {
        browser.fill("/connexion", &[("email", ada.email.as_str()), ("password", "Mauvais-mot-1")]).await;
    }
    app.at("2026-01-12T09:00:10Z");
    browser.fill("/connexion", &[("email", ada.email.as_str()), ("password", PASSWORD)]).await.sees("Ada Byron");
}

#[tokio::test]
async fn an_address_that_tries_many_accounts_is_slowed_down_on_all() {
    let app = App::start().await;
    let mut guesser = app.browser();
    guesser.get("/connexion").await;
    for number in 0..50 {
        let email = format!("cible{number}@exemple.fr");
        guesser
            .fill("/connexion", &[("email", &email), ("password", "Mauvais-mot-1")])
            .await
            .is(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let other = Email::parse("toute.autre@exemple.fr").unwrap();
    guesser
        .fill("/connexion", &[("email", other.as_str()), ("password", "Mauvais-mot-1")])
        .await
        .is(StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_stranger_who_guesses_without_end_never_keeps_the_owner_waiting() {
    let app = App::start_with(&[("TRUSTED_PROXIES", "1")]).await;
    let ada = app.person("Ada Byron").await;
    let mut stranger = app.browser().coming_from("203.0.113.7");
    stranger.get("/connexion").await;
    for _ in 0..8 {
        stranger.fill("/connexion", &[("email", ada.email.as_str()), ("password", "Mauvais-mot-1")]).await;
    }
    let slowed = stranger.fill("/connexion", &[("email", ada.email.as_str()), ("password", "Mauvais-mot-1")]).await;
    slowed.is(StatusCode::TOO_MANY_REQUESTS);

    let mut owner = app.browser().coming_from("198.51.100.4");
    owner.get("/connexion").await;
    let typo = owner.fill("/connexion", &[("email", ada.email.as_str()), ("password", "Mauvais-mot-2")]).await;
    typo.is(StatusCode::UNPROCESSABLE_ENTITY);
    owner.fill("/connexion", &[("email", ada.email.as_str()), ("password", PASSWORD)]).await.sees("Ada Byron");
}

#[tokio::test]
async fn an_address_has_thirty_letters_an_hour_written_and_others_sign_up_as_ever() {
    let app = App::start_with(&[("TRUSTED_PROXIES", "1")]).await;
    let mut visitor = app.browser().coming_from("203.0.113.7");
    for number in 0..30 {
        visitor.get("/mot-de-passe").await;
        visitor.fill("/mot-de-passe", &[("email", &format!("cible{number}@exemple.fr"))]).await.is(StatusCode::OK);
    }
    visitor.get("/inscription").await;
    let form = [("name", "Lou Petit"), ("email", "lou@exemple.fr"), ("password", PASSWORD)];
    let refused = visitor.fill("/inscription", &form).await;
    refused.is(StatusCode::TOO_MANY_REQUESTS).sees("réessayez dans une heure");

    let mut elsewhere = app.browser().coming_from("198.51.100.4");
    elsewhere.get("/inscription").await;
    elsewhere.fill("/inscription", &form).await.sees("Un courriel part vers lou@exemple.fr");
    app.at("2026-01-12T10:00:01Z");
    visitor
        .fill("/inscription", &[("email", "max@exemple.fr"), ("password", PASSWORD)])
        .await
        .sees("Un courriel part vers max@exemple.fr");
}

#[tokio::test]
async fn a_double_click_on_sign_up_opens_one_account_and_both_are_answered() {
    let app = App::start().await;
    let mut browser = app.browser();
    browser.get("/inscription").await;
    let mut again = browser.clone();
    let form = [("name", "Lou Petit"), ("email", "lou@exemple.fr"), ("password", PASSWORD)];
    let (one, other) = tokio::join!(browser.fill("/inscription", &form), again.fill("/inscription", &form));
    for answer in [one, other] {
        answer.is(StatusCode::OK).sees("Un courriel part vers lou@exemple.fr");
    }
}

#[tokio::test]
async fn what_is_known_of_people_goes_once_it_serves_no_more() {
    let app = App::start().await;
    let ada = app.person("Ada Byron").await;
    app.signed_in(&ada).await;
    let mut visitor = app.browser();
    visitor.get("/inscription").await;
    visitor.fill("/inscription", &[("name", "Lou Petit"), ("email", "lou@exemple.fr"), ("password", PASSWORD)]).await;
    let lou = Email::parse("lou@exemple.fr").unwrap();
    let is_known = async || people::actions::person_with_email(&app.database.reader(), &lou).await.unwrap().is_some();

    app.at("2026-01-19T08:59:59Z");
    jobs::round(&app.app).await.unwrap();
    assert!(is_known().await, "a week to look into one's mailbox");
    app.at("2026-01-19T09:00:01Z");
    jobs::round(&app.app).await.unwrap();
    assert!(!is_known().await, "an address that nobody confirmed is forgotten");
    app.signed_in(&ada).await.get("/compte").await.sees("Ada Byron");

    app.at("2027-02-01T09:00:00Z");
    jobs::round(&app.app).await.unwrap();
    let kept = sea_orm::Database::connect(&app.app.config().database_url).await.unwrap();
    assert_eq!(session::Entity::find().count(&kept).await.unwrap(), 0);
    assert_eq!(sign_in_attempt::Entity::find().count(&kept).await.unwrap(), 0);
    assert_eq!(single_use_link::Entity::find().count(&kept).await.unwrap(), 0);
}

#[tokio::test]
async fn an_open_session_is_listed_to_its_owner_who_closes_it() {
    let app = App::start().await;
    let ada = app.person("Ada Byron").await;
    let mut elsewhere = app.signed_in(&ada).await;
    let mut browser = app.signed_in(&ada).await;
    let account = browser.get("/compte").await;
    let others: Vec<_> = account.select("tbody tr").into_iter().filter(|(row, _)| !row.contains("Cette session")).collect();
    assert_eq!(others.len(), 1, "two sessions are open, one of them here");
    browser.fill("/compte/sessions/1/fermer", &[]).await.sees("La session est fermée");
    assert_eq!(elsewhere.get("/compte").await.path(), "/connexion?suite=%2Fcompte");
    browser.fill("/compte/sessions/2/fermer", &[]).await;
    assert_eq!(browser.get("/compte").await.path(), "/connexion?suite=%2Fcompte");

    app.signed_in(&ada).await;
    let stranger = app.person("Eve Dupont").await;
    let mut eve = app.signed_in(&stranger).await;
    eve.post("/compte/sessions/3/fermer", &[]).await.is(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours() {
    let app = App::start().await;
    let ada = app.person("Ada Byron").await;
    let mut browser = app.signed_in(&ada).await;
    app.at("2026-01-12T20:59:59Z");
    browser.get("/compte").await.sees("Ada Byron");
    app.at("2026-01-12T21:00:00Z");
    assert_eq!(browser.get("/compte").await.path(), "/connexion?suite=%2Fcompte");
}

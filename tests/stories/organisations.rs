//! The structures that people apply for.

use axum::http::StatusCode;

use crate::support::{App, siret};

const NEW: &str = "/structures/nouvelle";

#[tokio::test]
async fn somebody_names_their_structure_by_its_siret() {
    let app = App::start().await;
    let ada = app.person("Ada Byron").await;
    let mut browser = app.signed_in(&ada).await;
    browser.get("/structures").await.sees("Vous n’avez pas encore de structure").has_link(NEW);
    browser.get(NEW).await;
    for (typed, told) in [
        ("", "14 chiffres"),
        ("732 829 320 0007", "Le SIRET compte 14 chiffres"),
        ("732 829 320 00075", "erreur de frappe"),
        ("35600000012345", "erreur de frappe"),
        ("7328293200007A", "ne contient que des chiffres"),
    ] {
        let again =
            browser.fill(NEW, &[("siret", typed), ("name", "Centre hospitalier"), ("kind", "health_establishment")]).await;
        again.is(StatusCode::UNPROCESSABLE_ENTITY).sees(told);
        assert!(again.form(NEW).contains(&("name".to_owned(), "Centre hospitalier".to_owned())), "what was typed stays");
    }
    browser.fill(NEW, &[("siret", "732 829 320 00074")]).await.is(StatusCode::OK).sees("732 829 320 00074");

    // La Poste's establishments follow a rule of their own.
    browser.get(NEW).await;
    browser.fill(NEW, &[("siret", "35600000049837"), ("name", "Bureau"), ("kind", "company")]).await.sees("« Bureau » est dans");
}

#[tokio::test]
async fn a_name_or_a_kind_that_is_missing_is_asked_for() {
    let app = App::start().await;
    let ada = app.person("Ada Byron").await;
    let mut browser = app.signed_in(&ada).await;
    let siret = siret(1).to_string();
    browser.get(NEW).await;
    let again = browser.fill(NEW, &[("siret", &siret), ("name", " "), ("kind", "")]).await;
    again.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Ce champ est à remplir").sees("Choisissez ce qu’est votre structure");
    browser.fill(NEW, &[("name", "123"), ("kind", "company")]).await.sees("Le nom contient au moins une lettre");
    browser.post(NEW, &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_siret_known_already_is_joined_under_the_name_it_has() {
    let app = App::start().await;
    let ada = app.candidate("Ada Byron").await;
    let known = siret(u32::try_from(ada.id.0).unwrap()).to_string();
    let lou = app.person("Lou Petit").await;
    let mut browser = app.signed_in(&lou).await;
    browser.get(NEW).await;
    let done = browser.fill(NEW, &[("siret", &known), ("name", "Autre nom"), ("kind", "company")]).await;
    done.sees("déjà connu sous le nom « Structure Ada Byron »").does_not_see("Autre nom");

    // Naming it twice is naming it once.
    browser.get(NEW).await;
    let list = browser.fill(NEW, &[("siret", &known), ("name", "Autre nom"), ("kind", "company")]).await;
    assert_eq!(list.texts("tbody th").len(), 1);
}

#[tokio::test]
async fn a_structure_is_seen_by_those_who_act_for_it() {
    let app = App::start().await;
    let ada = app.candidate("Ada Byron").await;
    let eve = app.person("Eve Dupont").await;
    let mut browser = app.signed_in(&ada).await;
    let link = browser.get("/structures").await.links().into_iter().find(|link| link.starts_with("/structures/1")).unwrap();
    browser.get(&link).await.is(StatusCode::OK).sees("Structure Ada Byron");
    app.signed_in(&eve).await.get(&link).await.is(StatusCode::NOT_FOUND);
    app.browser().get("/structures").await.sees("Se connecter");
}

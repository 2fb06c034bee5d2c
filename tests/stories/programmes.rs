//! The programmes, as the public reads them and as those who run them follow them.

use axum::http::StatusCode;
use guichet::{
    access::Scope,
    demo::portfolio::Portfolio,
    programmes::{self, NewAction, NewTarget, gates::ManageProgramme},
};

use crate::support::{App, Person, Role};

/// Plays the announced portfolio: programmes, actions, targets, indicators; nothing is launched yet.
pub async fn announce(app: &App) -> Person {
    let manager = app.person_with("Claire Responsable", Role::ProgrammeManager, Scope::Site).await;
    let portfolio = Portfolio::read().unwrap();
    let tx = app.tx(Some(manager.id)).await;
    for facts in &portfolio.programmes {
        programmes::actions::add_programme(&tx, facts.announced()).await.unwrap();
    }
    tx.commit().await.unwrap();
    for facts in &portfolio.actions {
        let permit = app.permit::<ManageProgramme>(&manager, facts.programme.clone()).await;
        let tx = app.tx(Some(manager.id)).await;
        let linked = match &facts.linked_programme {
            Some(code) => programmes::actions::programme_by_code(&tx, code).await.unwrap().map(|programme| programme.id),
            None => None,
        };
        programmes::actions::add_action(&tx, &permit, facts.announced(linked)).await.unwrap();
        tx.commit().await.unwrap();
    }
    for facts in &portfolio.targets {
        let permit = app.permit::<ManageProgramme>(&manager, facts.programme.clone()).await;
        let tx = app.tx(Some(manager.id)).await;
        let action = match &facts.action {
            Some(code) => programmes::actions::action_by_code(&tx, permit.id, code).await.unwrap().map(|action| action.id),
            None => None,
        };
        programmes::actions::add_target(&tx, &permit, facts.announced(action)).await.unwrap();
        tx.commit().await.unwrap();
    }
    for facts in &portfolio.indicators {
        let permit = app.permit::<ManageProgramme>(&manager, facts.programme.clone()).await;
        let tx = app.tx(Some(manager.id)).await;
        let indicator = programmes::actions::add_indicator(&tx, &permit, facts.announced()).await.unwrap();
        for observation in facts.observations() {
            programmes::actions::observe(&tx, &permit, indicator.id, observation).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    manager
}

#[tokio::test]
async fn the_six_programmes_stand_on_a_timeline_with_its_table_twin() {
    let app = App::start().await;
    announce(&app).await;
    let page = app.browser().get("/programmes").await;
    page.is(StatusCode::OK).has_link("/programmes/SASN");
    assert_eq!(page.header("cache-control"), "public, max-age=1");
    assert_eq!(page.select(".gu-timeline ol")[0].1["aria-label"], "Les programmes, de 2018 à 2028");
    let names = page.texts(".gu-timeline__name");
    assert_eq!(names.len(), 6, "{names:?}");
    let words = page.texts(".gu-timeline .gu-bar-text");
    assert_eq!(words, ["25 actions", "2 Md€", "400 M€", "30 M€", "718 M€", "400 M€"]);
    assert_eq!(page.texts("tbody tr").len(), 6);
    page.sees("718 000 000,00 €").sees("juillet 2020 – juillet 2025");
}

#[tokio::test]
async fn the_earmark_is_part_of_its_programme_and_is_not_added_to_the_total() {
    let app = App::start().await;
    announce(&app).await;
    let page = app.browser().get("/programmes").await;
    page.sees("dont 600 000 000,00 € pour le médico-social").sees("2 000 000 000,00 €");
    assert_eq!(page.texts("tfoot td")[0], "3 548 000 000,00 €");
    app.browser().get("/programmes/SEGUR-NUM").await.sees("dont 600 000 000,00 € pour le médico-social");
}

#[tokio::test]
async fn the_page_of_a_programme_shows_its_axes_actions_and_targets() {
    let app = App::start().await;
    announce(&app).await;
    let page = app.browser().get("/programmes/SASN").await;
    page.is(StatusCode::OK)
        .sees("Axe 5 : Favoriser les conditions de la réussite d’un déploiement à grande échelle")
        .sees("18 octobre 2021")
        .sees("15 M€ par an")
        .sees("63 000 000,00 €")
        .sees("Loi de financement de la sécurité sociale 2022")
        .sees("Plan Dispositifs Médicaux")
        .sees("apprenants en santé formés")
        .sees("500 000")
        .sees("Pas encore relevé");
    app.browser().get("/programmes/RIEN").await.is(StatusCode::NOT_FOUND);
    app.browser().get("/programmes/%FF").await.is(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_growth_of_documents_is_computed_from_the_observations() {
    let app = App::start().await;
    announce(&app).await;
    let page = app.browser().get("/programmes/SEGUR-NUM").await;
    let growth = page.texts(".gu-bars__title .fr-tag");
    assert_eq!(growth, ["+459 %", "+281 %", "+396 %"]);
    page.sees("2 941 686").sees("65 320 000").sees("septembre 2022");
}

#[tokio::test]
async fn a_manager_launches_an_action_once_and_writes_down_what_is_observed() {
    let app = App::start().await;
    let manager = announce(&app).await;
    let mut browser = app.signed_in(&manager).await;
    browser.get("/programmes/SASN").await.has_link("/gestion/programmes/SASN");
    let page = browser.get("/gestion/programmes/SASN").await;
    let buttons = page.texts("form button").iter().filter(|text| text.starts_with("Lancer")).count();
    browser.fill("/gestion/programmes/SASN/lancement", &[]).await.sees("L’action est lancée.").sees("12 janvier 2026");
    let left = browser.get("/gestion/programmes/SASN").await;
    assert_eq!(left.texts("form button").iter().filter(|text| text.starts_with("Lancer")).count(), buttons - 1);

    let first = page.form("/gestion/programmes/SASN/lancement");
    let action = first.iter().find(|(name, _)| name == "action").unwrap().1.clone();
    let again = browser.post("/gestion/programmes/SASN/lancement", &[("action", &action)]).await;
    again.is(StatusCode::CONFLICT).sees("déjà lancée, depuis le 12 janvier 2026");

    browser.get("/gestion/programmes/SASN").await;
    let target =
        left.select("select[name=target] option[value]").into_iter().find(|(text, _)| text.contains("tiers lieux")).unwrap();
    let target = target.1["value"].clone();
    let typed = [("target", target.as_str()), ("day", "2026-01-12"), ("reached", "12"), ("source", "bilan annuel")];
    browser.fill("/gestion/programmes/SASN/avancement", &typed).await.sees("L’avancement est enregistré.");
    browser.get("/programmes/SASN").await.sees("12 au 12 janvier 2026, bilan annuel");
    browser.get("/gestion/programmes/SASN").await;
    let typed = [("target", target.as_str()), ("day", "2026-01-13"), ("reached", "-1"), ("source", "bilan annuel")];
    let wrong = browser.fill("/gestion/programmes/SASN/avancement", &typed).await;
    wrong.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Indiquez un nombre entier");
    assert_eq!(wrong.select("input[name=source]")[0].1["value"], "bilan annuel");
}

#[tokio::test]
async fn an_observation_is_not_rewritten_nor_made_ahead_of_time() {
    let app = App::start().await;
    let manager = announce(&app).await;
    let mut browser = app.signed_in(&manager).await;
    let page = browser.get("/gestion/programmes/SEGUR-NUM").await;
    let indicator =
        page.select("select[name=indicator] option[value]").into_iter().find(|(text, _)| text.contains("Profils")).unwrap();
    let indicator = indicator.1["value"].clone();
    let observed =
        |month: &'static str| [("indicator", indicator.clone()), ("month", month.to_owned()), ("count", "65 400 000".to_owned())];
    for (month, told) in [("2022-07", "déjà relevé"), ("2026-02", "à venir"), ("juillet", "par exemple 2022-09")] {
        let typed = observed(month);
        let typed: Vec<_> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.fill("/gestion/programmes/SEGUR-NUM/releve", &typed).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees(told);
    }
    let typed = observed("2022-08");
    let typed: Vec<_> = typed.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.fill("/gestion/programmes/SEGUR-NUM/releve", &typed).await.sees("Le relevé est enregistré.");
}

#[tokio::test]
async fn only_those_who_run_a_programme_may_change_it() {
    let app = App::start().await;
    announce(&app).await;
    let applicant = app.person("Paul Candidat").await;
    let mut browser = app.signed_in(&applicant).await;
    browser.get("/gestion/programmes/SASN").await.is(StatusCode::FORBIDDEN);
    let refused = browser.post("/gestion/programmes/SASN/lancement", &[("action", "1")]).await;
    refused.is(StatusCode::FORBIDDEN);
    browser.get("/gestion/programmes/RIEN").await.is(StatusCode::NOT_FOUND);
    app.browser().get("/gestion/programmes/SASN").await.sees("Se connecter");
}

#[tokio::test]
async fn an_action_of_another_programme_is_not_launched_from_here() {
    let app = App::start().await;
    let manager = announce(&app).await;
    let permit = app.permit::<ManageProgramme>(&manager, "PSC".to_owned()).await;
    let other = app.permit::<ManageProgramme>(&manager, "SASN".to_owned()).await;
    let tx = app.tx(Some(manager.id)).await;
    let action = programmes::actions::action_by_code(&tx, other.id, "AAP-TL").await.unwrap().unwrap();
    assert!(programmes::actions::launch_action(&tx, &permit, action.id).await.is_err());
    let refused = NewAction::named("AAP-TL", "Encore", action.kind);
    assert!(programmes::actions::add_action(&tx, &other, refused).await.is_err());
    let target =
        NewTarget { action: None, key: "solutions".to_owned(), label: "x".to_owned(), value: 1, horizon: "2025".to_owned() };
    assert!(programmes::actions::add_target(&tx, &other, target).await.is_err());
}

#[tokio::test]
async fn every_page_that_the_law_asks_for_answers_and_so_does_the_service() {
    let app = App::start().await;
    announce(&app).await;
    for path in ["/", "/accessibilite", "/mentions-legales", "/donnees-personnelles", "/donnees-ouvertes", "/laureats"] {
        app.browser().get(path).await.is(StatusCode::OK);
    }
    app.browser().get("/").await.sees("Quel projet souhaitez-vous financer ?").sees("Aucun appel n’est ouvert en ce moment");
    app.browser().get("/donnees-ouvertes").await.has_link("/programmes/SASN.json");
    let health = app.browser().get("/sante").await;
    health.is(StatusCode::OK);
    assert_eq!(health.body(), "ok");
    assert_eq!(health.header("cache-control"), "no-store");
}

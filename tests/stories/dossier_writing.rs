//! Writing a dossier: saved as one types, never lost, told what would be right.

use axum::http::{Method, StatusCode};
use entity::values::QuestionKind;
use guichet::calls::{
    self,
    actions::NewQuestion,
    gates::{ManageWave, PublishWave},
};

use crate::{
    dossiers::{FIRST, START, field, of_first},
    support::{Answer, App, Browser, terms},
};

/// Sends a form as the script of the page does.
async fn autosave(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
    let csrf = browser.csrf().await;
    let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("csrf", csrf.as_str())]).collect();
    let body = serde_html_form::to_string(&fields).unwrap();
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("x-requested-with", "autosave")];
    browser.raw(Method::POST, path, &headers, body).await
}

#[tokio::test]
async fn a_page_saves_itself_as_one_types_even_incomplete_or_wrong() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.drafted_wave(&funded, "AAP-TL", terms()).await;
    ask(&app, &funded, "AAP-TL-V1", "Coût", QuestionKind::Money).await;
    publish(&app, &funded, "AAP-TL-V1").await;
    let ada = app.candidate("Ada Byron").await;
    app.begun(&ada, &wave).await;
    let mut browser = app.signed_in(&ada).await;
    let path = of_first("rubriques/1");
    let page = browser.get(&path).await;
    let (summary, cost) = (field(&page, "Résumé"), field(&page, "Coût"));
    let version = page.form(&path).into_iter().find(|(name, _)| name == "version").unwrap().1;

    let saved = autosave(&mut browser, &path, &[(&summary, "Un début"), (&cost, "12,345"), ("version", &version)]).await;
    saved.is(StatusCode::OK);
    assert_eq!(saved.json()["saved_at_words"], "Enregistré à 10 h 00");
    let next = saved.json()["version"].as_str().unwrap().to_owned();
    assert_ne!(next, version);

    // What is wrong is kept as it was typed, and said where it stands.
    let page = browser.get(&path).await;
    page.sees("Un début").sees("au plus deux décimales, par exemple 1 234,50").sees("Enregistré à 10 h 00");
    assert!(page.form(&path).contains(&(cost.clone(), "12,345".to_owned())));
    browser.get(&of_first("recapitulatif")).await.sees("Réponse à corriger : « Coût »");

    autosave(&mut browser, &path, &[(&summary, "Une suite"), ("version", &next)]).await.is(StatusCode::OK);
    let stale = autosave(&mut browser, &path, &[(&summary, "Un autre début"), ("version", &next)]).await;
    stale.is(StatusCode::CONFLICT);
    browser.get(&path).await.sees("Une suite").does_not_see("Un autre début");
}

#[tokio::test]
async fn a_stale_form_shows_both_texts_and_loses_neither() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    app.begun(&ada, &wave).await;
    let path = of_first("rubriques/1");
    let (mut one, mut other) = (app.signed_in(&ada).await, app.signed_in(&ada).await);
    let summary = field(&one.get(&path).await, "Résumé");
    one.fill(&path, &[(&summary, "D’abord ceci"), ("puis", "rester")]).await;
    one.get(&path).await;
    other.get(&path).await;
    one.fill(&path, &[(&summary, "Le texte du bureau"), ("puis", "rester")]).await.sees("est enregistré");

    let both = other.fill(&path, &[(&summary, "Le texte du train")]).await;
    both.is(StatusCode::CONFLICT).sees("voici les deux textes").sees("Le texte du bureau");
    assert!(both.form(&path).contains(&(summary.clone(), "Le texte du train".to_owned())), "what was typed is in the field");
    other.fill(&path, &[(&summary, "Le texte du train, relu")]).await.sees("est enregistré");
    one.get(&path).await.sees("Le texte du train, relu");

    // Two tabs that write the same thing, or different answers, do not disturb each other.
    one.fill(&path, &[(&summary, "Le texte du train, relu"), ("puis", "rester")]).await.is(StatusCode::OK);
}

#[tokio::test]
async fn a_stale_plan_shows_both_plans() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    app.begun(&ada, &wave).await;
    let path = of_first("plan");
    let (mut one, mut other) = (app.signed_in(&ada).await, app.signed_in(&ada).await);
    one.get(&path).await;
    other.get(&path).await;
    one.fill(&path, &[("label_1", "Ingénieure"), ("amount_1", "50 000"), ("aid", "20 000")]).await.sees("est enregistré");
    let both = other.fill(&path, &[("label_1", "Serveur"), ("amount_1", "70 000"), ("aid", "30 000")]).await;
    both.is(StatusCode::CONFLICT).sees("voici les deux versions").sees("Ingénieure").sees("50 000,00 €");
    assert!(both.form(&path).contains(&("label_1".to_owned(), "Serveur".to_owned())));
    other.fill(&path, &[]).await.is(StatusCode::OK).sees("est enregistré");
    one.get(&path).await.does_not_see("Ingénieure");
    assert_eq!(app.dossier(&"AAP-TL-V1-0001".parse().unwrap()).await.aid_requested, crate::support::euros(30_000));
}

#[tokio::test]
async fn amounts_are_read_the_french_way_or_refused_with_an_example() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    let reference = app.begun(&ada, &wave).await;
    let mut browser = app.signed_in(&ada).await;
    let path = of_first("plan");
    for typed in ["1 234,5 €", "1\u{a0}234,5\u{a0}€", "1\u{202f}234,5 €", "1234.50", "1234,5"] {
        browser.get(&path).await;
        browser.fill(&path, &[("label_1", "Poste"), ("amount_1", typed)]).await.is(StatusCode::OK);
        assert_eq!(app.dossier(&reference).await.expenses.cents(), 123_450, "{typed:?}");
    }
    for (typed, told) in [
        ("12,345", "au plus deux décimales, par exemple 1 234,50"),
        ("1,234.56", "écrivez-le à la française, par exemple 1 234,56"),
        ("-5", "doit être positif, par exemple 1 234,50"),
        ("1234567890123456", "15 au plus, par exemple 1 234 567,89"),
        ("douze", "s’écrit en chiffres, par exemple 1 234,50"),
        ("12 34", "par trois, par exemple 1 234 567,89"),
        ("", "Indiquez un montant, par exemple 1 234,50"),
    ] {
        browser.get(&path).await;
        let again =
            browser.fill(&path, &[("label_1", "Poste"), ("amount_1", typed), ("label_2", "Serveur"), ("amount_2", "10")]).await;
        again.is(StatusCode::UNPROCESSABLE_ENTITY).sees(told);
        let form = again.form(&path);
        assert!(form.contains(&("amount_1".to_owned(), typed.to_owned())), "{typed:?} is still there to be mended");
        assert!(form.contains(&("label_2".to_owned(), "Serveur".to_owned())), "and so is the rest");
        assert_eq!(app.dossier(&reference).await.expenses.cents(), 123_450, "nothing of it is kept");
    }
}

#[tokio::test]
async fn an_aid_beyond_what_the_wave_gives_is_kept_as_a_draft_and_told_at_once() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    app.begun(&ada, &wave).await;
    let mut browser = app.signed_in(&ada).await;
    let path = of_first("plan");
    for (expenses, aid, told) in [
        ("40 000,01", "20 000,01", "dépasse 50 % des dépenses : 20 000,00 € au plus"),
        ("40 000", "9 999,99", "10 000,00 € au moins"),
        ("4 000 000", "1 000 000,01", "1 000 000,00 € au plus"),
    ] {
        browser.get(&path).await;
        let again = browser.fill(&path, &[("label_1", "Poste"), ("amount_1", expenses), ("aid", aid)]).await;
        again.is(StatusCode::UNPROCESSABLE_ENTITY).sees(told).sees("Enregistré à 10 h 00");
        browser.get(&path).await.sees(told);
        browser.get(&of_first("recapitulatif")).await.sees(told);
    }
}

#[tokio::test]
async fn a_row_is_added_without_a_script() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    app.begun(&ada, &wave).await;
    let mut browser = app.signed_in(&ada).await;
    let path = of_first("plan");
    assert_eq!(browser.get(&path).await.select("tbody select").len(), 3);
    let more = browser.fill(&path, &[("label_1", "Poste"), ("amount_1", "10"), ("puis", "ligne")]).await;
    assert_eq!(more.select("tbody select").len(), 4);
    let faulty = browser.fill(&path, &[("amount_2", "dix"), ("puis", "ligne")]).await;
    assert_eq!(faulty.is(StatusCode::UNPROCESSABLE_ENTITY).select("tbody select").len(), 5);
}

#[tokio::test]
async fn what_cannot_be_read_is_a_clear_error_and_never_a_fault() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    app.begun(&ada, &wave).await;
    let mut browser = app.signed_in(&ada).await;
    let path = of_first("rubriques/1");
    let summary = field(&browser.get(&path).await, "Résumé");
    let csrf = browser.csrf().await;

    let form = [("content-type", "application/x-www-form-urlencoded")];
    let ten_megabytes = format!("csrf={csrf}&{summary}={}", "a".repeat(10_000_000));
    browser.raw(Method::POST, &path, &form, ten_megabytes).await.is(StatusCode::PAYLOAD_TOO_LARGE).sees("trop volumineux");
    let not_text = format!("csrf={csrf}&{summary}=%ff%fe");
    browser.raw(Method::POST, &path, &form, not_text).await.is(StatusCode::BAD_REQUEST).sees("n’a pas pu être lu");

    browser.get(&path).await;
    let long = "é".repeat(50_001);
    browser
        .fill(&path, &[(&summary, &long)])
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .sees("50001 caractères ; 50000 sont possibles");
    browser.fill(&path, &[(&summary, "a\u{7}b")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("caractères invisibles");
    browser.get(&path).await.does_not_see("ééé");

    // A field that is missing altogether: nothing is changed, or it is asked for.
    browser.post(&path, &[]).await.is(StatusCode::OK);
    browser
        .post(START, &[])
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .sees("Ce champ est à remplir")
        .sees("une de vos structures");
    browser.post(START, &[("title", "Projet"), ("organisation", "999")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    browser.post(FIRST, &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Donnez un nom à votre projet");
    browser.get(&of_first("rubriques/99")).await.is(StatusCode::NOT_FOUND);
    browser.get(&of_first("rubriques/x")).await.is(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_sent_after_the_session_ended_is_given_back_once_signed_in_again() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    app.begun(&ada, &wave).await;
    let mut browser = app.signed_in(&ada).await;
    let path = of_first("rubriques/1");
    let summary = field(&browser.get(&path).await, "Résumé");
    app.at("2026-02-28T09:00:00Z");

    let page = browser.fill(&path, &[(&summary, "Deux heures de travail")]).await;
    assert!(page.path().starts_with("/connexion?reprise="), "{}", page.path());
    let typed = [("email", ada.email.as_str()), ("password", crate::support::PASSWORD)];
    let back = browser.fill("/connexion", &typed).await;
    back.sees("Deux heures de travail");
    browser.fill(&path, &[]).await.is(StatusCode::OK).sees("est enregistré");
    browser.get(&path).await.sees("Deux heures de travail");
}

#[tokio::test]
async fn a_form_sent_after_signing_out_elsewhere_is_given_back_and_never_acts_by_itself() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    app.begun(&ada, &wave).await;
    let mut browser = app.signed_in(&ada).await;
    let path = of_first("rubriques/1");
    let page = browser.get(&path).await;
    let mut fields = page.form(&path);
    fields.retain(|(name, _)| name != "csrf");
    fields.push((field(&page, "Résumé"), "Trois heures de travail".to_owned()));
    let body = serde_html_form::to_string(&fields).unwrap();

    let mut stranger = app.browser();
    let form = ("content-type", "application/x-www-form-urlencoded");
    for site in [vec![form], vec![form, ("sec-fetch-site", "cross-site")], vec![form, ("sec-fetch-site", "none")]] {
        stranger.raw(Method::POST, &path, &site, body.clone()).await.is(StatusCode::FORBIDDEN);
    }
    let from_here = [form, ("sec-fetch-site", "same-origin")];
    browser.raw(Method::POST, &path, &from_here, body.clone()).await.is(StatusCode::FORBIDDEN);
    stranger.raw(Method::POST, "/mot-de-passe", &from_here, format!("email={}", ada.email)).await.is(StatusCode::FORBIDDEN);

    let aside = stranger.raw(Method::POST, &path, &from_here, body).await;
    let sign_in = aside.location().unwrap();
    assert!(sign_in.starts_with("/connexion?reprise="), "{sign_in}");
    stranger.get(&sign_in).await;
    let typed = [("email", ada.email.as_str()), ("password", crate::support::PASSWORD)];
    stranger.fill("/connexion", &typed).await.sees("Trois heures de travail");
    browser.get(&path).await.does_not_see("Trois heures de travail");
}

#[tokio::test]
async fn a_project_is_named_anew_while_it_is_a_draft() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    app.begun(&ada, &wave).await;
    let mut browser = app.signed_in(&ada).await;
    browser.get(FIRST).await;
    browser.fill(FIRST, &[("title", "  Nouveau   nom ")]).await.sees("Nouveau nom");
    browser.fill(FIRST, &[("title", " ")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
}

pub async fn ask(app: &App, funded: &crate::support::Funded, wave: &str, label: &str, kind: QuestionKind) {
    let permit = app.permit::<ManageWave>(&funded.manager, wave.parse().unwrap()).await;
    let tx = app.tx(Some(funded.manager.id)).await;
    let question = NewQuestion {
        section: "Projet".to_owned(),
        label: label.to_owned(),
        help: String::new(),
        kind,
        required: false,
        max_length: None,
        choices: Vec::new(),
    };
    calls::actions::add_question(&tx, &permit, question).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn publish(app: &App, funded: &crate::support::Funded, wave: &str) {
    let permit = app.permit::<PublishWave>(&funded.manager, wave.parse().unwrap()).await;
    let tx = app.tx(Some(funded.manager.id)).await;
    calls::actions::publish(&tx, &permit).await.unwrap();
    tx.commit().await.unwrap();
}

//! Dossiers: written, saved as one types, submitted once and in time, examined.

use axum::http::{Method, StatusCode};
use entity::values::{AwardOutcome, Fingerprint, QuestionKind, Reference, Role};
use guichet::{
    access::Scope,
    calls::{
        self,
        actions::NewQuestion,
        gates::{ManageWave, PublishWave},
    },
    dossiers::actions::{own_dossiers, receipt_of, record_outcome},
    mail,
};

use crate::support::{Answer, App, Browser, terms};

const START: &str = "/vagues/AAP-TL-V1/dossier";
const FIRST: &str = "/dossiers/AAP-TL-V1-0001";

fn of_first(page: &str) -> String {
    format!("{FIRST}/{page}")
}

/// The name of the field under a label.
#[track_caller]
fn field(page: &Answer, label: &str) -> String {
    let labels = page.select("label");
    let found = labels.iter().find(|(text, _)| text.starts_with(label));
    let id = found.and_then(|(_, attributes)| attributes.get("for")).unwrap_or_else(|| panic!("no field « {label} »"));
    id.trim_start_matches("champ-").to_owned()
}

/// Sends a form as the script of the page does.
async fn autosave(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
    let csrf = browser.csrf().await;
    let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("csrf", csrf.as_str())]).collect();
    let body = serde_html_form::to_string(&fields).unwrap();
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("x-requested-with", "autosave")];
    browser.raw(Method::POST, path, &headers, body).await
}

#[tokio::test]
async fn an_applicant_writes_a_dossier_submits_it_and_holds_a_receipt() {
    let app = App::start().await;
    let funded = app.funded().await;
    app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    let mut browser = app.signed_in(&ada).await;

    browser.get(START).await.sees("Nouveau dossier").sees("2 mars 2026 à 12 h 00");
    let organisation = browser.get(START).await.select("option")[1].1["value"].clone();
    let begun = browser.fill(START, &[("title", "Télésuivi des patients"), ("organisation", &organisation)]).await;
    begun
        .is(StatusCode::OK)
        .sees("Brouillon, non déposé")
        .sees("Télésuivi des patients")
        .sees("AAP-TL-V1-0001")
        .sees("À remplir");
    browser.get("/dossiers").await.sees("Brouillon, non déposé").sees("dans 49 jours");

    let page = browser.get(&of_first("rubriques/1")).await;
    let summary = field(&page, "Résumé");
    let saved = browser.fill(&of_first("rubriques/1"), &[(&summary, "Un projet\r\nutile.")]).await;
    assert_eq!(saved.path(), of_first("plan"), "on to the next step");
    saved.sees("« Projet » est enregistré").sees("Complet");

    let plan =
        [("label_1", "Équipe"), ("amount_1", "30 000,50 €"), ("label_2", "Serveur"), ("amount_2", "9 999,50"), ("aid", "20 000")];
    let saved = browser.fill(&of_first("plan"), &plan).await;
    assert_eq!(saved.path(), of_first("pieces"));
    browser.upload(&of_first("pieces"), "file", "lettre.pdf", b"%PDF-1.7\nune lettre").await.sees("« lettre.pdf » est joint");

    let recap = browser.get(&of_first("recapitulatif")).await;
    recap.sees("Un projet utile.").sees("40 000,00 €").sees("20 000,00 €").sees("lettre.pdf").sees("ne peut plus être modifié");
    recap.has_link(&of_first("rubriques/1")).has_link(&of_first("plan")).has_link(&of_first("pieces"));
    app.at("2026-02-01T10:30:15Z");
    let mut browser = app.signed_in(&ada).await;
    browser.get(&of_first("recapitulatif")).await;
    let receipt = browser.fill(&of_first("depot"), &[]).await;
    receipt.is(StatusCode::OK).sees("Votre dossier est déposé").sees("Accusé de réception AR-AAP-TL-V1-0001");
    receipt.sees("1er février 2026 à 11 h 30 min 15 s").sees("réputée rejetée le 1er avril 2026").sees("tribunal administratif");

    // The fingerprint is that of what is kept.
    let dossier = app.dossier(&"AAP-TL-V1-0001".parse().unwrap()).await;
    let kept = receipt_of(&app.database.reader(), dossier.id).await.unwrap().unwrap();
    assert_eq!(kept.fingerprint, Fingerprint::of(serde_json::to_string(&kept.content).unwrap()));
    receipt.sees(&kept.fingerprint.to_string());
    let letters = mail::recent(&app.database.reader()).await.unwrap();
    let letter = letters.iter().find(|letter| letter.recipient == ada.email).unwrap();
    assert!(letter.subject.contains("AR-AAP-TL-V1-0001"));
    assert!(letter.text_body.contains(&kept.fingerprint.to_string()) && letter.text_body.contains(&of_first("accuse")));

    let pdf = browser.get(&of_first("accuse.pdf")).await;
    assert_eq!(pdf.header("content-type"), "application/pdf");
    assert!(pdf.bytes().starts_with(b"%PDF"));
    assert_eq!(pdf.bytes(), browser.get(&of_first("accuse.pdf")).await.bytes(), "the same receipt is the same paper");

    // Submitted, it reads as before and no longer changes.
    browser.get(FIRST).await.sees("Un projet").sees("Déposé").has_link(&of_first("accuse"));
    assert_eq!(browser.get(&of_first("rubriques/1")).await.path(), FIRST);
    browser.post(&of_first("rubriques/1"), &[(&summary, "Autre chose")]).await.is(StatusCode::CONFLICT).sees("il ne change plus");
    browser.post(&of_first("plan"), &[("rows", "1"), ("aid", "1")]).await.is(StatusCode::CONFLICT);
}

#[tokio::test]
async fn everything_that_stands_in_the_way_is_said_at_once_with_the_way_to_mend_it() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    app.begun(&ada, &wave).await;
    let mut browser = app.signed_in(&ada).await;
    let recap = browser.get(&of_first("recapitulatif")).await;
    recap.sees("ne peut pas encore être déposé").sees("Réponse à donner : « Résumé »").sees("aucune dépense");
    recap.has_link(&of_first("rubriques/1")).has_link(&of_first("plan"));
    assert!(recap.select(&format!("form[action='{}']", of_first("depot"))).is_empty(), "the button comes when it can be pressed");
    let version = app.dossier(&"AAP-TL-V1-0001".parse().unwrap()).await.version.to_string();
    browser.post(&of_first("depot"), &[("version", &version)]).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("aucune dépense");
    browser.get(&of_first("accuse")).await.is(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_closing_instant_counts_and_one_millisecond_later_does_not() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let (ada, lou) = (app.candidate("Ada Byron").await, app.candidate("Lou Petit").await);
    app.complete(&ada, &wave, 20_000).await;
    app.complete(&lou, &wave, 20_000).await;
    app.at("2026-03-02T10:59:00Z");
    let (mut in_time, mut late) = (app.signed_in(&ada).await, app.signed_in(&lou).await);
    in_time.get(&of_first("recapitulatif")).await;
    late.get("/dossiers/AAP-TL-V1-0002/recapitulatif").await;

    app.at("2026-03-02T11:00:00.000Z");
    in_time.fill(&of_first("depot"), &[]).await.is(StatusCode::OK).sees("Votre dossier est déposé");
    app.at("2026-03-02T11:00:00.001Z");
    let refused = late.fill("/dossiers/AAP-TL-V1-0002/depot", &[]).await;
    refused.is(StatusCode::UNPROCESSABLE_ENTITY).sees("L’appel a fermé le 2 mars 2026 à 12 h 00");

    // The draft stays readable, and cannot be submitted.
    late.get("/dossiers/AAP-TL-V1-0002")
        .await
        .is(StatusCode::OK)
        .sees("ne peut plus être déposé")
        .does_not_see("Relire et déposer");
    late.get("/dossiers/AAP-TL-V1-0002/rubriques/1").await.is(StatusCode::OK).sees("Réponse");
    late.get("/dossiers").await.sees("ne peut plus être déposé");
    late.get(START).await.is(StatusCode::CONFLICT).sees("L’appel a fermé le 2 mars 2026 à 12 h 00");
}

#[tokio::test]
async fn nothing_starts_before_the_opening_nor_on_a_wave_that_nobody_published() {
    let app = App::start().await;
    let funded = app.funded().await;
    let opens_at = crate::support::instant("2026-02-01T09:00:00Z");
    app.published_wave(&funded, "AAP-TL", calls::actions::NewWave { opens_at, ..terms() }).await;
    app.drafted_wave(&funded, "CACHE", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    let mut browser = app.signed_in(&ada).await;
    browser.get(START).await.is(StatusCode::CONFLICT).sees("L’appel ouvre le 1er février 2026 à 10 h 00");
    browser.get("/vagues/CACHE-V1/dossier").await.is(StatusCode::NOT_FOUND);
    browser.get("/vagues/nulle-part/dossier").await.is(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_dossier_is_its_owners_alone() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let (ada, eve) = (app.candidate("Ada Byron").await, app.candidate("Eve Dupont").await);
    app.complete(&ada, &wave, 20_000).await;
    let mut stranger = app.signed_in(&eve).await;
    let mut staff = app.signed_in(&funded.staff).await;
    let pages =
        ["", "/rubriques/1", "/plan", "/pieces", "/recapitulatif", "/accuse", "/accuse.pdf"].map(|page| format!("{FIRST}{page}"));
    for page in &pages {
        stranger.get(page).await.is(StatusCode::NOT_FOUND).sees("Page introuvable");
        staff.get(page).await.is(StatusCode::NOT_FOUND);
        app.browser().get(page).await.sees("Se connecter");
    }
    for form in ["", "/rubriques/1", "/plan", "/depot"].map(|page| format!("{FIRST}{page}")) {
        stranger.post(&form, &[("title", "Volé")]).await.is(StatusCode::NOT_FOUND);
    }
    // A draft does not exist for staff either: it is only counted.
    staff.get("/gestion/dossiers/AAP-TL-V1-0001").await.is(StatusCode::NOT_FOUND);
    staff.get("/gestion/vagues/AAP-TL-V1/dossiers").await.sees("Brouillons : 1").does_not_see("Projet de Ada Byron");
}

#[tokio::test]
async fn two_clicks_begin_one_dossier_and_submit_it_once() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    let mut browser = app.signed_in(&ada).await;
    let form = browser.get(START).await;
    let organisation = form.select("option")[1].1["value"].clone();
    let key = form.form(START).into_iter().find(|(name, _)| name == "idempotency_key").unwrap().1;
    let typed = [("title", "Télésuivi"), ("organisation", organisation.as_str()), ("idempotency_key", key.as_str())];
    for _ in 0..2 {
        browser.post(START, &typed).await.sees("AAP-TL-V1-0001");
    }
    assert_eq!(own_dossiers(&app.database.reader(), ada.id).await.unwrap().len(), 1);

    app.complete(&ada, &wave, 20_000).await;
    let second = "/dossiers/AAP-TL-V1-0002";
    browser.get(&format!("{second}/recapitulatif")).await;
    let order = browser.get(&format!("{second}/recapitulatif")).await.form(&format!("{second}/depot"));
    let order: Vec<(&str, &str)> = order.iter().filter(|(n, _)| n != "csrf").map(|(n, v)| (n.as_str(), v.as_str())).collect();
    for _ in 0..2 {
        browser.post(&format!("{second}/depot"), &order).await.is(StatusCode::OK).sees("AR-AAP-TL-V1-0002");
    }
    let letters = mail::recent(&app.database.reader()).await.unwrap();
    assert_eq!(letters.iter().filter(|letter| letter.subject.contains("AR-")).count(), 1, "one submission, one letter");
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
    assert_eq!(browser.get(&path).await.select("tbody tr").len(), 3);
    let more = browser.fill(&path, &[("label_1", "Poste"), ("amount_1", "10"), ("puis", "ligne")]).await;
    assert_eq!(more.select("tbody tr").len(), 4);
    let faulty = browser.fill(&path, &[("amount_2", "dix"), ("puis", "ligne")]).await;
    assert_eq!(faulty.is(StatusCode::UNPROCESSABLE_ENTITY).select("tbody tr").len(), 5);
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
    browser.get(&of_first("rubriques/x")).await.is(StatusCode::BAD_REQUEST);
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
async fn a_dossier_that_changed_since_its_recap_is_read_again_before_it_goes() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    app.complete(&ada, &wave, 20_000).await;
    let (mut one, mut other) = (app.signed_in(&ada).await, app.signed_in(&ada).await);
    one.get(&of_first("recapitulatif")).await;
    let path = of_first("rubriques/1");
    let summary = field(&other.get(&path).await, "Résumé");
    other.fill(&path, &[(&summary, "Tout autre chose")]).await.is(StatusCode::OK);

    let again = one.fill(&of_first("depot"), &[]).await;
    again.is(StatusCode::CONFLICT).sees("a changé depuis que vous avez ouvert ce récapitulatif").sees("Tout autre chose");
    one.fill(&of_first("depot"), &[]).await.is(StatusCode::OK).sees("Votre dossier est déposé");
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

#[tokio::test]
async fn staff_find_a_dossier_eligible_or_not_with_a_reason_that_its_owner_reads() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    let (first, second) = (app.submitted(&ada, &wave, 20_000).await, app.submitted(&ada, &wave, 30_000).await);
    let mut staff = app.signed_in(&funded.staff).await;
    let sheet = |reference: &Reference| format!("/gestion/dossiers/{reference}");
    let form = |reference: &Reference| format!("/gestion/dossiers/{reference}/recevabilite");

    staff.get(&sheet(&first)).await.sees("Structure Ada Byron").sees("Réponse").sees("40 000,00 €").sees("ne se reprend pas");
    staff.fill(&form(&first), &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Dites si le dossier est recevable");
    staff
        .fill(&form(&first), &[("eligible", "non"), ("reason", " ")])
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .sees("Dites pourquoi");
    staff.fill(&form(&first), &[("reason", "Hors du champ de l’appel")]).await.is(StatusCode::OK).sees("Non recevable");
    staff.get(&sheet(&second)).await;
    staff.fill(&form(&second), &[("eligible", "oui")]).await.is(StatusCode::OK).sees("Le dossier est recevable");
    staff
        .post(&form(&second), &[("eligible", "non"), ("reason", "Finalement")])
        .await
        .is(StatusCode::CONFLICT)
        .sees("« Recevable »");

    let mut owner = app.signed_in(&ada).await;
    owner.get(FIRST).await.sees("Non recevable").sees("Hors du champ de l’appel");
    owner.get("/dossiers/AAP-TL-V1-0002").await.sees("Recevable");
}

#[tokio::test]
async fn an_auditor_reads_and_does_not_act_and_other_programmes_see_nothing() {
    let app = App::start().await;
    let funded = app.funded().await;
    let elsewhere = app.funded_as("AUTRE").await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    app.submitted(&ada, &wave, 20_000).await;
    let auditor = app.person_with("Dominique Audit", Role::Auditor, Scope::Site).await;
    let (sheet, list) = ("/gestion/dossiers/AAP-TL-V1-0001", "/gestion/vagues/AAP-TL-V1/dossiers");
    let act = format!("{sheet}/recevabilite");

    let mut auditor = app.signed_in(&auditor).await;
    auditor.get(list).await.is(StatusCode::OK).sees("1 dossier · 20 000,00 € demandés");
    auditor.get(sheet).await.is(StatusCode::OK).sees("Réponse").does_not_see("Enregistrer l’examen");
    auditor.post(&act, &[("eligible", "oui")]).await.is(StatusCode::FORBIDDEN);
    for person in [&elsewhere.staff, &elsewhere.manager, &ada] {
        let mut browser = app.signed_in(person).await;
        browser.get(list).await.is(StatusCode::NOT_FOUND);
        browser.get(sheet).await.is(StatusCode::NOT_FOUND);
        browser.post(&act, &[("eligible", "oui")]).await.is(StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn an_outcome_is_not_known_to_its_owner_before_the_decision_is_published() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    let reference = app.submitted(&ada, &wave, 20_000).await;
    let mut staff = app.signed_in(&funded.staff).await;
    staff.get("/gestion/dossiers/AAP-TL-V1-0001").await;
    staff.fill("/gestion/dossiers/AAP-TL-V1-0001/recevabilite", &[("eligible", "oui")]).await;
    let tx = app.tx(Some(funded.manager.id)).await;
    record_outcome(&tx, app.dossier(&reference).await.id, AwardOutcome::Laureate).await.unwrap();
    tx.commit().await.unwrap();

    let mut owner = app.signed_in(&ada).await;
    owner.get(FIRST).await.sees("Recevable").does_not_see("Lauréat");
    owner.get("/dossiers").await.sees("Recevable").does_not_see("Lauréat");
    staff.get("/gestion/vagues/AAP-TL-V1/dossiers").await.sees("Lauréat");
}

async fn ask(app: &App, funded: &crate::support::Funded, wave: &str, label: &str, kind: QuestionKind) {
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

async fn publish(app: &App, funded: &crate::support::Funded, wave: &str) {
    let permit = app.permit::<PublishWave>(&funded.manager, wave.parse().unwrap()).await;
    let tx = app.tx(Some(funded.manager.id)).await;
    calls::actions::publish(&tx, &permit).await.unwrap();
    tx.commit().await.unwrap();
}

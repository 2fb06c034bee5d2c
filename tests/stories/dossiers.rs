//! Dossiers: begun, submitted once and in time, their owner's alone.

use axum::http::StatusCode;
use entity::values::Fingerprint;
use guichet::{
    calls,
    dossiers::actions::{own_dossiers, receipt_of},
    mail,
};

use crate::support::{Answer, App, terms};

pub const START: &str = "/vagues/AAP-TL-V1/dossier";
pub const FIRST: &str = "/dossiers/AAP-TL-V1-0001";

/// A page of the first dossier.
pub fn of_first(page: &str) -> String {
    format!("{FIRST}/{page}")
}

/// The name of the field under a label.
#[track_caller]
pub fn field(page: &Answer, label: &str) -> String {
    let labels = page.select("label");
    let found = labels.iter().find(|(text, _)| text.starts_with(label));
    let id = found.and_then(|(_, attributes)| attributes.get("for")).unwrap_or_else(|| panic!("no field « {label} »"));
    id.trim_start_matches("champ-").to_owned()
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
    assert!(letter.text.contains(&kept.fingerprint.to_string()));
    assert!(letter.link.as_ref().is_some_and(|link| link.ends_with(&of_first("accuse"))));

    let pdf = browser.get(&of_first("accuse.pdf")).await;
    assert_eq!(pdf.header("content-type"), "application/pdf");
    assert!(pdf.bytes().starts_with(b"%PDF"));
    // Our own paper is downloaded as any page is protected: viewers refuse a sandboxed one.
    assert!(pdf.header("content-disposition").starts_with("attachment; filename=\"AR-AAP-TL-V1-0001.pdf\""));
    assert!(pdf.header("content-security-policy").contains("form-action 'self'"));
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

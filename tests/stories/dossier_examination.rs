//! Examining dossiers: eligible or not, with reasons, by those who may.

use axum::http::StatusCode;
use entity::values::{AwardOutcome, Day};
use guichet::{
    access::Scope,
    dossiers::{actions::record_outcome, rules::remedies::remedies},
    mail::{self, OutboxRow},
};
use sea_orm::ConnectionTrait;

use crate::{
    dossiers::FIRST,
    support::{App, Funded, Person, Role, terms},
};

const SHEET: &str = "/gestion/dossiers/AAP-TL-V1-0001";
const CHECK: &str = "/gestion/dossiers/AAP-TL-V1-0001/recevabilite";
const RECONSIDER: &str = "/gestion/dossiers/AAP-TL-V1-0001/reexamen";
const REASON: &str = "Hors du champ de l’appel";

/// What was written to somebody about their dossier, the latest first.
async fn letters_to(app: &App, person: &Person) -> Vec<OutboxRow> {
    let all = mail::recent(&app.database.reader()).await.unwrap();
    all.into_iter().filter(|letter| letter.recipient == person.email && letter.subject.contains("AAP-TL-V1-0001")).collect()
}

#[tokio::test]
async fn staff_find_a_dossier_eligible_in_one_step_and_once() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    app.submitted(&ada, &wave, 20_000).await;
    let mut staff = app.signed_in(&funded.staff).await;

    staff.get(SHEET).await.sees("Structure Ada Byron").sees("Réponse").sees("40 000,00 €");
    staff.fill(CHECK, &[]).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Dites si le dossier est recevable");
    let told = letters_to(&app, &ada).await.len();
    staff.fill(CHECK, &[("eligible", "oui")]).await.is(StatusCode::OK).sees("Le dossier est recevable").sees("par Gestion SASN");
    let again = [("eligible", "non"), ("reason", "Finalement"), ("capacity", "gestionnaire"), ("etape", "confirmer")];
    staff.post(CHECK, &again).await.is(StatusCode::CONFLICT).sees("« Recevable »");
    assert_eq!(letters_to(&app, &ada).await.len(), told, "nothing is decided by finding a dossier eligible");
    app.signed_in(&ada).await.get(FIRST).await.sees("Recevable").does_not_see("recours");
}

#[tokio::test]
async fn an_ineligibility_is_read_again_before_it_is_decided() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    app.submitted(&ada, &wave, 20_000).await;
    let mut staff = app.signed_in(&funded.staff).await;

    staff.get(SHEET).await;
    staff.fill(CHECK, &[("eligible", "non"), ("reason", " ")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Dites pourquoi");
    staff
        .fill(CHECK, &[("eligible", "non"), ("reason", "Hors\u{8}sujet")])
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .sees("caractères invisibles");
    let recap = staff.fill(CHECK, &[("eligible", "non"), ("reason", REASON)]).await;
    recap.is(StatusCode::OK).sees("Rien n’est encore décidé").sees(REASON).sees("Structure Ada Byron");
    let changing = staff.fill(CHECK, &[("etape", "modifier")]).await;
    changing.is(StatusCode::OK).sees(REASON).sees("Le dossier respecte-t-il");
    app.signed_in(&ada).await.get(FIRST).await.sees("Déposé").does_not_see(REASON);

    staff.fill(CHECK, &[("reason", "Hors sujet")]).await;
    let incomplete = staff.fill(CHECK, &[("etape", "confirmer"), ("capacity", " ")]).await;
    incomplete.is(StatusCode::UNPROCESSABLE_ENTITY).sees("en quelle qualité").sees("Hors sujet");
    let decided = staff.fill(CHECK, &[("etape", "confirmer"), ("capacity", "chef de bureau")]).await;
    decided.is(StatusCode::OK).sees("Non recevable").sees("par Gestion SASN, chef de bureau");
}

#[tokio::test]
async fn an_ineligibility_tells_its_reasons_its_author_and_the_remedies() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    app.submitted(&ada, &wave, 20_000).await;
    find_ineligible(&app, &funded).await;

    let remedies = remedies(Day::parse("2026-01-12").unwrap());
    let letter = letters_to(&app, &ada).await.remove(0);
    let sheet = app.signed_in(&ada).await.get(FIRST).await;
    sheet.sees("Non recevable");
    for told in [REASON, "Gestion SASN, chef de bureau", "12 janvier 2026"].into_iter().chain(remedies.iter().map(String::as_str))
    {
        assert!(letter.text.contains(told), "{told} is not in {}", letter.text);
        sheet.sees(told);
    }
    assert!(letter.link.unwrap().ends_with(FIRST));
}

#[tokio::test]
async fn an_ineligibility_is_taken_back_until_the_decision_is_prepared() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    app.submitted(&ada, &wave, 20_000).await;
    let received = app.dossier(&"AAP-TL-V1-0001".parse().unwrap()).await.submitted_at;
    app.at("2026-01-13T09:00:00Z");
    find_ineligible(&app, &funded).await;

    let mut staff = app.signed_in(&funded.staff).await;
    staff.get(SHEET).await;
    staff.fill(RECONSIDER, &[("reconsideration", "")]).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Dites pourquoi");
    let back = staff.fill(RECONSIDER, &[("reconsideration", "La pièce y était")]).await;
    back.is(StatusCode::OK).sees("de nouveau à examiner").sees("Le dossier respecte-t-il").does_not_see(REASON);
    assert_eq!(app.dossier(&"AAP-TL-V1-0001".parse().unwrap()).await.submitted_at, received, "it was received when it was");
    assert!(letters_to(&app, &ada).await[0].text.contains("La pièce y était"));
    app.signed_in(&ada).await.get(FIRST).await.sees("Déposé").does_not_see(REASON);
    staff.post(RECONSIDER, &[("reconsideration", "Encore")]).await.is(StatusCode::CONFLICT);

    find_ineligible(&app, &funded).await;
    let raw = app.raw().await;
    let draft = format!("INSERT INTO decision (wave_id, state, version) VALUES ({}, 'draft', 1)", wave.id);
    raw.execute_unprepared(&draft).await.unwrap();
    raw.close().await.unwrap();
    staff.get(SHEET).await.does_not_see("Retirer la décision");
    let late = staff.post(RECONSIDER, &[("reconsideration", "Trop tard")]).await;
    late.is(StatusCode::CONFLICT).sees("La décision de la vague est préparée");
}

/// Staff find the first dossier ineligible, as its pages have them do.
async fn find_ineligible(app: &App, funded: &Funded) {
    let mut staff = app.signed_in(&funded.staff).await;
    staff.get(SHEET).await;
    staff.fill(CHECK, &[("eligible", "non"), ("reason", REASON)]).await;
    staff
        .fill(CHECK, &[("etape", "confirmer"), ("capacity", "chef de bureau")])
        .await
        .is(StatusCode::OK)
        .sees("envoyée au candidat");
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
    record_outcome(&tx, &[app.dossier(&reference).await.id], AwardOutcome::Laureate).await.unwrap();
    tx.commit().await.unwrap();

    let mut owner = app.signed_in(&ada).await;
    owner.get(FIRST).await.sees("Recevable").does_not_see("Lauréat");
    owner.get("/dossiers").await.sees("Recevable").does_not_see("Lauréat");
    staff.get("/gestion/vagues/AAP-TL-V1/dossiers").await.sees("Lauréat");
}

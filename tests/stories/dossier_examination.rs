//! Examining dossiers: eligible or not, with reasons, by those who may.

use axum::http::StatusCode;
use entity::values::{AwardOutcome, Reference};
use guichet::{access::Scope, dossiers::actions::record_outcome};

use crate::{
    dossiers::FIRST,
    support::{App, Role, terms},
};

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
    record_outcome(&tx, &[app.dossier(&reference).await.id], AwardOutcome::Laureate).await.unwrap();
    tx.commit().await.unwrap();

    let mut owner = app.signed_in(&ada).await;
    owner.get(FIRST).await.sees("Recevable").does_not_see("Lauréat");
    owner.get("/dossiers").await.sees("Recevable").does_not_see("Lauréat");
    staff.get("/gestion/vagues/AAP-TL-V1/dossiers").await.sees("Lauréat");
}

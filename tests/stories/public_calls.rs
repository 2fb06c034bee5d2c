//! What the public sees of calls.

use axum::http::StatusCode;
use guichet::{access::Scope, calls::actions::NewWave};

use crate::support::{App, Role, euros, instant, terms};

fn wave(opens_at: &str, closes_at: &str) -> NewWave {
    NewWave { opens_at: instant(opens_at), closes_at: instant(closes_at), envelope: euros(1_000_000), ..terms() }
}

async fn titles(app: &App, query: &str) -> Vec<String> {
    app.browser().get(&format!("/appels{query}")).await.is(StatusCode::OK).texts(".fr-card__title")
}

#[tokio::test]
async fn a_call_is_announced_then_open_then_closed_by_the_clock_alone() {
    let app = App::start().await;
    let funded = app.funded().await;
    app.published_wave(&funded, "AAP-TL", wave("2026-02-01T09:00:00+01:00", "2026-03-02T12:00:00+01:00")).await;
    let mut visitor = app.browser();

    visitor.get("/appels/AAP-TL").await.sees("Annoncé").does_not_see("Déposer un dossier");
    app.at("2026-02-01T09:00:00+01:00");
    let open = visitor.get("/appels/AAP-TL").await;
    open.sees("Ouvert").has_link("/vagues/AAP-TL-V1/dossier").sees("Clôture le 2 mars 2026 à 12 h 00 (heure de Paris)");
    open.sees("Enveloppe 1 000 000,00 €")
        .sees("Taux d’aide maximal 50 %")
        .sees("Qualité du projet 60 %")
        .sees("Lettre de soutien");
    for anchor in ["objet", "criteres", "calendrier", "aide", "dossier"] {
        open.has_link(&format!("#{anchor}"));
        assert_eq!(open.select(&format!("section#{anchor}")).len(), 1);
    }

    app.at("2026-03-02T11:59:55+01:00");
    visitor.get("/appels/AAP-TL").await.sees("Clôture dans 5 s");
    app.at("2026-03-02T12:00:00+01:00");
    visitor.get("/appels/AAP-TL").await.sees("Ouvert").has_link("/vagues/AAP-TL-V1/dossier");
    app.at("2026-03-02T12:00:00.001+01:00");
    let closed = visitor.get("/appels?etat=clos").await;
    closed.sees("AAP-TL").sees("Clos (1)").sees("Ouverts (0)");
    app.at("2026-03-02T12:00:02+01:00");
    visitor
        .get("/appels/AAP-TL")
        .await
        .sees("Clos")
        .sees("L’appel a fermé le 2 mars 2026 à 12 h 00")
        .does_not_see("Déposer un dossier");
}

#[tokio::test]
async fn what_can_be_answered_first_comes_first() {
    let app = App::start().await;
    let funded = app.funded().await;
    for (reference, opens, closes) in [
        ("CLOS-HIER", "2026-01-12T10:00:00Z", "2026-01-20T12:00:00Z"),
        ("FERME-TARD", "2026-01-12T10:00:00Z", "2026-05-02T12:00:00Z"),
        ("FERME-TOT", "2026-01-12T10:00:00Z", "2026-02-02T12:00:00Z"),
        ("VIENT", "2026-04-01T10:00:00Z", "2026-05-02T12:00:00Z"),
    ] {
        app.published_wave(&funded, reference, wave(opens, closes)).await;
    }
    app.drafted_wave(&funded, "BROUILLON", wave("2026-01-12T10:00:00Z", "2026-02-01T12:00:00Z")).await;
    app.at("2026-01-21T09:00:00Z");
    let expected =
        ["FERME-TOT", "FERME-TARD", "VIENT", "CLOS-HIER"].map(|reference| format!("Tiers-lieux d’expérimentation {reference}"));
    assert_eq!(titles(&app, "").await, expected);
    assert_eq!(titles(&app, "?etat=ouvert").await, expected[..2]);
    assert_eq!(titles(&app, "?etat=annonce").await, expected[2..3]);
    let page = app.browser().get("/appels").await;
    page.sees("4 appels").sees("Ouverts (2)").sees("Annoncés (1)").sees("Clos (1)").sees("Clôture dans 12 jours");
}

#[tokio::test]
async fn a_search_forgives_case_and_accents_and_takes_signs_as_they_are() {
    let app = App::start().await;
    let funded = app.funded().await;
    let other = app.funded_as("AUTRE").await;
    app.published_wave(&funded, "AAP-TL", terms()).await;
    app.published_wave(&other, "AAP-AUTRE", terms()).await;

    for (query, found) in [
        ("?q=%C3%A9valuer", 2),
        ("?q=EVALUER+numerique", 2),
        ("?q=aap-tl", 1),
        ("?q=%25", 2),
        ("?q=50+%25", 2),
        ("?q=51+%25", 0),
        ("?q=_", 0),
        ("?q=introuvable", 0),
        ("?programme=AUTRE", 1),
        ("?type=ami", 0),
        ("?type=aap", 2),
        ("?public=companies", 0),
        ("?public=health_establishments", 2),
        ("?type=nimporte&page=quoi&q=", 2),
    ] {
        assert_eq!(titles(&app, query).await.len(), found, "{query}");
    }
    let empty = app.browser().get(&format!("/appels?q=introuvable&programme={}", other.programme.code)).await;
    empty
        .sees("Aucun appel ne correspond")
        .sees("« introuvable »")
        .has_link("/appels?programme=AUTRE")
        .has_link("/appels?q=introuvable");
}

#[tokio::test]
async fn everybody_who_is_not_signed_in_gets_the_same_page() {
    let app = App::start().await;
    let funded = app.funded().await;
    app.published_wave(&funded, "AAP-TL", terms()).await;
    for path in ["/appels", "/appels/AAP-TL"] {
        let (one, other) = (app.browser().get(path).await, app.browser().get(path).await);
        assert_eq!(one.bytes(), other.bytes());
        assert_eq!(one.header("cache-control"), "public, max-age=1");
        assert_eq!(one.header("set-cookie"), "");
        let mine = app.signed_in(&funded.manager).await.get(path).await;
        mine.sees("Responsable SASN");
        assert_eq!(mine.header("cache-control"), "no-store");
    }
    let admin = app.person_with("Admin", Role::Admin, Scope::Site).await;
    app.signed_in(&admin).await.get("/appels/rien").await.is(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn lists_cost_as_much_whatever_they_hold() {
    let app = App::start().await;
    let funded = app.funded().await;
    let mut costs = Vec::new();
    for reference in ["A", "B", "C", "D"] {
        app.published_wave(&funded, reference, wave("2026-01-12T10:00:00Z", "2026-02-02T12:00:00Z")).await;
        let before = app.database.statements();
        app.browser().get("/appels?q=tiers&programme=SASN").await.is(StatusCode::OK);
        app.browser().get("/appels/A").await.is(StatusCode::OK);
        costs.push(app.database.statements() - before);
    }
    assert!(costs.iter().all(|cost| *cost == costs[0]), "{costs:?}");
}

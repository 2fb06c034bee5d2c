//! The list that staff read: what it counts and sums is what it lists.

use axum::http::StatusCode;
use entity::{
    values::{DossierState, Money},
    wave,
};
use guichet::dossiers::{
    actions::{Eligibility, check_eligibility, listed, tallies},
    gates::CheckEligibility,
    rules::list::{Filter, Sort, SortKey},
};

use crate::support::{App, Funded, Person, terms};

const LIST: &str = "/gestion/vagues/AAP-TL-V1/dossiers";

/// A wave with dossiers submitted, some found eligible, and a draft.
async fn world(app: &App, many: i64) -> (Funded, wave::Model, Person) {
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let ada = app.candidate("Ada Byron").await;
    app.begun(&ada, &wave).await;
    for number in 1..=many {
        let reference = app.submitted(&ada, &wave, 10_000 + number).await;
        if number % 2 == 0 {
            let permit = app.permit::<CheckEligibility>(&funded.staff, reference.into()).await;
            let tx = app.tx(Some(funded.staff.id)).await;
            check_eligibility(&tx, &permit, Eligibility { eligible: true, ..Eligibility::default() }).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
    (funded, wave, ada)
}

#[tokio::test]
async fn count_and_sum_are_those_of_the_very_rows_listed_under_every_filter() {
    let app = App::start().await;
    let (_, wave, _) = world(&app, 7).await;
    let reader = app.database.reader();
    let searches = ["", "ada", "ADA BYRON", "0003", "aap-tl-v1-0004", "%", "_", "nulle part", "800", "80000003"];
    let states = [None, Some(DossierState::Submitted), Some(DossierState::Eligible), Some(DossierState::Refused)];
    for search in searches {
        for state in states {
            let filter = Filter { search: search.to_owned(), state };
            let first = guichet::db::PageNumber::parse(None);
            let rows = listed(&reader, wave.id, &filter, Sort::default(), first, 1_000).await.unwrap();
            let tallies = tallies(&reader, wave.id, &filter).await.unwrap();
            let counted = tallies.iter().filter(|t| t.state != DossierState::Draft && state.is_none_or(|state| state == t.state));
            let (count, sum) = counted.fold((0, Money::ZERO), |(n, sum), t| (n + t.dossiers, sum.checked_add(t.aid).unwrap()));
            assert_eq!(count, i64::try_from(rows.len()).unwrap(), "{filter:?}");
            assert_eq!(Some(sum), Money::sum(rows.iter().map(|row| row.aid_requested)), "{filter:?}");
            assert!(rows.iter().all(|row| row.state != DossierState::Draft), "a draft is its owner's alone");
        }
    }
}

#[tokio::test]
async fn a_search_sets_case_and_accents_aside_on_both_databases() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (_, wave) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let candidate = app.candidate("Éloïse Œuvrard").await;
    app.submitted(&candidate, &wave, 10_000).await;
    app.submitted(&app.candidate("Zoé Ânon").await, &wave, 10_000).await;

    let mut staff = app.signed_in(&funded.staff).await;
    for typed in ["eloise", "ÉLOÏSE", "oeuvrard", "Œuvrard%20Éloïse", "projet%20ELOISE", "e%CC%81loi%CC%88se"] {
        staff.get(&format!("{LIST}?q={typed}")).await.sees("1 dossier ·").sees("Projet de Éloïse Œuvrard");
    }
    staff.get(&format!("{LIST}?q=eloise%20anon")).await.sees("Aucun dossier ne correspond");
}

#[tokio::test]
async fn the_list_is_searched_filtered_sorted_and_shows_the_columns_one_wants() {
    let app = App::start().await;
    let (funded, ..) = world(&app, 4).await;
    let mut staff = app.signed_in(&funded.staff).await;
    let page = staff.get(LIST).await;
    page.sees("4 dossiers · 40 010,00 € demandés").sees("Brouillons : 1").sees("Déposé (2)").sees("Recevable (2)");
    assert_eq!(page.texts("tbody th"), ["AAP-TL-V1-0002", "AAP-TL-V1-0003", "AAP-TL-V1-0004", "AAP-TL-V1-0005"]);
    assert!(page.texts("thead th").contains(&"Aide demandée".to_owned()));

    let sorted = staff.get(&format!("{LIST}?tri=-aide&etat=eligible")).await;
    sorted.sees("2 dossiers · 20 006,00 € demandés");
    assert_eq!(sorted.texts("tbody th"), ["AAP-TL-V1-0005", "AAP-TL-V1-0003"]);
    assert_eq!(sorted.select("th[aria-sort='descending']")[0].0, "Aide demandée");
    sorted.has_link(&format!("{LIST}?etat=eligible&tri=aide"));

    let columns = staff.get(&format!("{LIST}?colonne=siret&colonne=depenses")).await;
    assert_eq!(columns.texts("thead th"), ["Référence", "SIRET", "Dépenses", "Action"]);
    staff.get(&format!("{LIST}?q=0003")).await.sees("1 dossier · 10 002,00 € demandés").does_not_see("Brouillons");
    staff.get(&format!("{LIST}?q=personne")).await.sees("Aucun dossier ne correspond").has_link(LIST);
    for odd in ["?tri=%27&etat=draft&page=-3", "?page=99999999999999999999", "?q=%25%00%ff", "?colonne=x"] {
        staff.get(&format!("{LIST}{odd}")).await.is(StatusCode::OK);
    }
}

#[tokio::test]
async fn pages_follow_one_another_without_overlap() {
    let app = App::start().await;
    let (_, wave, _) = world(&app, 5).await;
    let reader = app.database.reader();
    for key in SortKey::ALL {
        let mut seen = Vec::new();
        for number in ["1", "2", "3"] {
            let page = guichet::db::PageNumber::parse(Some(number));
            let rows = listed(&reader, wave.id, &Filter::default(), Sort { key, descending: true }, page, 2).await.unwrap();
            seen.extend(rows.into_iter().map(|row| row.reference));
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 5, "{key:?}");
    }
}

#[tokio::test]
async fn a_page_costs_as_many_queries_whatever_it_lists() {
    let app = App::start().await;
    let (funded, wave, ada) = world(&app, 2).await;
    let mut staff = app.signed_in(&funded.staff).await;
    let mut owner = app.signed_in(&ada).await;
    let mut costs = Vec::new();
    for more in [0, 12] {
        for _ in 0..more {
            app.submitted(&ada, &wave, 15_000).await;
        }
        let before = app.database.statements();
        staff.get(LIST).await.is(StatusCode::OK);
        let between = app.database.statements();
        owner.get("/dossiers").await.is(StatusCode::OK);
        costs.push((between - before, app.database.statements() - between));
    }
    assert_eq!(costs[0], costs[1]);
    assert!(costs[0].0 <= 6, "the list must serve a thousand readers a second: {costs:?}");
}

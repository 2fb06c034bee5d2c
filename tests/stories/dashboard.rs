//! The dashboard of a programme: every figure is computed at a date, and leads to the very rows it counts.

use axum::http::StatusCode;
use entity::{
    organisation,
    values::{ActionKind, Money, OrganisationKind, Reference, Siren, Siret},
};
use guichet::{
    budget::{
        self,
        actions::{NewCommitment, line_by_code},
    },
    calls::actions::NewWave,
    organisations::{self, actions::NewOrganisation},
    programmes::{self, NewAction, gates::ManageProgramme},
};

use crate::support::{Answer, App, Funded, euros, instant, terms, year};

/// The tiles of the page, as (value, label).
fn tiles(page: &Answer) -> Vec<(String, String)> {
    page.texts(".gu-figure__value").into_iter().zip(page.texts(".gu-figure__label")).collect()
}

fn values(page: &Answer) -> Vec<String> {
    tiles(page).into_iter().map(|(value, _)| value).collect()
}

/// Launches an action of the programme, now.
async fn launch(app: &App, funded: &Funded, code: &str, kind: ActionKind) {
    let permit = app.permit::<ManageProgramme>(&funded.manager, "SASN".to_owned()).await;
    let tx = app.tx(Some(funded.manager.id)).await;
    let action = match programmes::actions::action_by_code(&tx, funded.programme.id, code).await.unwrap() {
        Some(action) => action,
        None => programmes::actions::add_action(&tx, &permit, NewAction::named(code, code, kind)).await.unwrap(),
    };
    programmes::actions::launch_action(&tx, &permit, action.id).await.unwrap();
    tx.commit().await.unwrap();
}

async fn beneficiary(app: &App, number: usize) -> organisation::Model {
    let owner = app.person(&format!("Porteur {number}")).await;
    let tx = app.tx(Some(owner.id)).await;
    let siren = (0..10).find_map(|check| Siren::parse(&format!("9000000{number}{check}")).ok()).unwrap();
    let siret = Siret::with_check_digit(&format!("{siren}0001")).unwrap();
    let new = NewOrganisation { siret, name: format!("Structure fictive {number}"), kind: OrganisationKind::Company };
    let organisation = organisations::actions::name_organisation(&tx, new).await.unwrap();
    tx.commit().await.unwrap();
    organisation
}

async fn commit(app: &App, wave: &str, number: usize, amount: Money) {
    let beneficiary = beneficiary(app, number).await.id;
    let tx = app.tx(None).await;
    let line = line_by_code(&tx, wave).await.unwrap().unwrap().id;
    let reference = Reference::parse(&format!("{wave}-000{number}")).unwrap();
    let new = NewCommitment { line, year: year(), reference, beneficiary, label: format!("Projet {number}"), amount };
    budget::actions::commit(&tx, new).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_actions_launched_depend_on_the_date_and_their_list_holds_as_many_rows() {
    let app = App::start().await;
    let funded = app.funded().await;
    launch(&app, &funded, "AAP-TL", ActionKind::Aap).await;
    app.at("2026-01-20T22:30:00Z");
    launch(&app, &funded, "DIAG-DM", ActionKind::Guichet).await;
    // Half past midnight in Paris: already the 21st.
    app.at("2026-01-20T23:30:00Z");
    launch(&app, &funded, "AMI-CMA", ActionKind::Ami).await;
    app.at("2026-02-01T09:00:00Z");

    for (day, actions, calls) in
        [("2026-01-11", "0", "0"), ("2026-01-12", "1", "1"), ("2026-01-20", "2", "1"), ("2026-01-21", "3", "2")]
    {
        let page = app.browser().get(&format!("/programmes/SASN/tableau-de-bord?as_of={day}")).await;
        assert_eq!(values(&page)[..2], [actions, calls], "{day}");
        let list = format!("/programmes/SASN/actions?as_of={day}");
        page.has_link(&list).has_link(&format!("/programmes/SASN/actions?type=appels&as_of={day}"));
        assert_eq!(app.browser().get(&list).await.texts("tbody tr").len().to_string(), actions);
        let calls_listed = app.browser().get(&format!("/programmes/SASN/actions?type=appels&as_of={day}")).await;
        assert_eq!(calls_listed.texts("tbody tr").len().to_string(), calls);
    }
}

#[tokio::test]
async fn the_amount_committed_is_the_sum_of_its_list() {
    let app = App::start().await;
    let funded = app.funded().await;
    app.published_wave(&funded, "AAP-TL", terms()).await;
    commit(&app, "AAP-TL-V1", 1, euros(300_000)).await;
    app.at("2026-03-02T09:00:00Z");
    commit(&app, "AAP-TL-V1", 2, Money::from_cents(12_345_678)).await;

    let at = async |day: &str| app.browser().get(&format!("/programmes/SASN/engagements?as_of={day}")).await;
    at("2026-01-11").await.sees("0 engagement · 0,00 € engagés");
    at("2026-01-12").await.sees("1 engagement · 300 000,00 € engagés");
    let list = at("2026-03-02").await;
    list.sees("2 engagements · 423 456,78 € engagés").sees("Structure fictive 1").sees("AAP-TL-V1-0002");
    let page = app.browser().get("/programmes/SASN/tableau-de-bord?as_of=2026-03-02").await;
    page.sees("engagés, soit 423 456,78 €");
    let json = app.browser().get("/programmes/SASN.json?as_of=2026-01-12").await.json();
    assert_eq!(json["committed"], "300000.00");
}

#[tokio::test]
async fn machines_read_the_same_figures_as_people() {
    let app = App::start().await;
    let funded = app.funded().await;
    launch(&app, &funded, "AAP-TL", ActionKind::Aap).await;
    let answer = app.browser().get("/programmes/SASN.json").await;
    answer.is(StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "public, max-age=1");
    assert!(!answer.header("etag").is_empty());
    let expected = serde_json::json!({
        "programme": "SASN", "as_of": "2026-01-12", "actions_launched": 1, "calls_launched": 1,
        "committed": "0.00", "laureates": 0, "candidates": 0,
    });
    assert_eq!(answer.json(), expected);
    app.browser().get("/programmes/RIEN.json").await.is(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_wrong_date_is_said_and_what_was_typed_is_kept() {
    let app = App::start().await;
    app.funded().await;
    let lists = ["tableau-de-bord", "actions", "engagements", "laureats", "candidatures"];
    for (typed, told) in
        [("hier", "La date s’écrit jour, mois, année"), ("2026-02-30", "La date s’écrit"), ("2026-01-13", "à venir")]
    {
        for list in lists {
            let page = app.browser().get(&format!("/programmes/SASN/{list}?as_of={typed}")).await;
            page.is(StatusCode::UNPROCESSABLE_ENTITY).sees(told);
            assert_eq!(page.select("input[name=as_of]")[0].1["value"], typed);
        }
        let json = app.browser().get(&format!("/programmes/SASN.json?as_of={typed}")).await;
        assert!(json.is(StatusCode::UNPROCESSABLE_ENTITY).json()["error"].as_str().unwrap().contains(told));
    }
    app.browser().get("/programmes/SASN/tableau-de-bord?as_of=11/01/2026").await.is(StatusCode::OK).sees("Au 11 janvier 2026");
    app.browser().get("/programmes/SASN/tableau-de-bord?as_of=%FF%00&as_of=").await.is(StatusCode::OK);
}

#[tokio::test]
async fn the_home_page_shows_open_calls_first_to_close_first_and_no_draft() {
    let app = App::start().await;
    let funded = app.funded().await;
    app.drafted_wave(&funded, "BROUILLON", terms()).await;
    app.published_wave(&funded, "TARD", NewWave { envelope: euros(1_000_000), ..terms() }).await;
    let soon = NewWave { envelope: euros(1_000_000), closes_at: instant("2026-01-12T10:00:00Z"), ..terms() };
    app.published_wave(&funded, "BIENTOT", soon).await;
    let later = NewWave { envelope: euros(1_000_000), opens_at: instant("2026-01-13T09:00:00Z"), ..terms() };
    app.published_wave(&funded, "ANNONCE", later).await;

    let titles = async || app.browser().get("/").await.texts(".fr-card__title");
    let title = |reference: &str| format!("Tiers-lieux d’expérimentation {reference}");
    assert_eq!(titles().await, [title("BIENTOT"), title("TARD")]);
    app.browser().get("/").await.sees("dans 1 heure").has_link("/appels/BIENTOT").does_not_see("BROUILLON");

    // The closing instant still counts; the next second, when the page kept is out of date, it is gone.
    app.at("2026-01-12T10:00:00Z");
    assert_eq!(titles().await, [title("BIENTOT"), title("TARD")]);
    app.at("2026-01-12T10:00:01Z");
    assert_eq!(titles().await, [title("TARD")]);
}

//! The demo: the figures that were announced for the end of 2022, what goes on around today, and the same story each time.

use std::collections::{BTreeSet, VecDeque};

use axum::http::StatusCode;
use entity::{
    event, transfer,
    values::{Day, Money},
};
use guichet::demo::{
    self,
    portfolio::{DashboardFacts, Portfolio},
};
use sea_orm::{EntityTrait, QueryOrder};

use crate::support::{App, Browser};

/// The password of the demo's accounts, which it prints.
const PUBLISHED: &str = "Demonstration-2022";
/// How many pages of each person are looked at for the banner.
const PAGES: usize = 40;

/// One play up to the end of 2022 and one up to today serve every promise: a play takes seconds.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_tells_the_announced_story_and_goes_on_around_today() {
    let announced = Portfolio::read().unwrap().dashboard;
    let (then, now) = tokio::join!(tokio::spawn(played(Some(announced.as_of))), tokio::spawn(played(None)));
    let (then, now) = (then.unwrap(), now.unwrap());

    it_is_the_same_story(&then, &now).await;
    then.clock.set(announced.as_of.end_in_paris());
    for app in [&then, &now] {
        it_comes_to_the_figures(app, &announced).await;
    }
    nothing_that_closed_in_the_story_waits_for_its_decision(&now).await;
    four_calls_are_under_way(&now).await;
    every_page_says_that_it_is_a_demo(&now).await;
}

/// The demo played up to a day, or to now and around it, in a program that was started afterwards.
async fn played(as_of: Option<Day>) -> App {
    let app = App::start().await;
    demo::play(&app.database, &app.clock, as_of, false).await.unwrap();
    app.reopened().await
}

/// The story up to a day is the beginning of the longer one, event for event and transfer for transfer.
async fn it_is_the_same_story(shorter: &App, longer: &App) {
    let (first, second) = (told(shorter).await, told(longer).await);
    assert!(first.0.len() > 4_000 && first.1.len() > 100, "{} events, {} transfers", first.0.len(), first.1.len());
    assert_eq!(first.0.iter().zip(&second.0).find(|(first, second)| first != second), None);
    assert_eq!(first.1.iter().zip(&second.1).find(|(first, second)| first != second), None);
    assert!(first.0.len() < second.0.len() && first.1.len() < second.1.len());
}

/// What the journal and the ledger keep, without the seals: they are set at the end.
async fn told(app: &App) -> (Vec<event::Model>, Vec<transfer::Model>) {
    let database = sea_orm::Database::connect(app.app.config().database_url.as_str()).await.unwrap();
    let events = event::Entity::find().order_by_asc(event::Column::Id).all(&database).await.unwrap();
    let transfers = transfer::Entity::find().order_by_asc(transfer::Column::Id).all(&database).await.unwrap();
    (events.into_iter().map(|event| event::Model { seal_number: None, ..event }).collect(), transfers)
}

async fn it_comes_to_the_figures(app: &App, announced: &DashboardFacts) {
    let json = app.browser().get(&format!("/programmes/SASN.json?as_of={}", announced.as_of)).await.json();
    assert_eq!(json["actions_launched"], announced.actions_launched);
    assert_eq!(json["calls_launched"], announced.calls_launched);
    assert!(json["laureates"].as_u64().unwrap() > announced.laureates_over, "{json}");
    assert!(json["candidates"].as_u64().unwrap() > announced.candidates_over, "{json}");
    let committed = Money::parse_plain(json["committed"].as_str().unwrap()).unwrap();
    let least = announced.committed_about.cents() / 100 * 95;
    assert!((least..=announced.committed_about.cents()).contains(&committed.cents()), "{committed}");
    // To the unit and to the cent: whatever is played after that day leaves it as it was.
    let exact = ["actions_launched", "calls_launched", "laureates", "candidates"].map(|key| json[key].as_u64().unwrap());
    assert_eq!((exact, committed), ([31, 9, 71, 544], Money::from_cents(14_719_103_640)));

    lists_hold_what_is_counted(app, &json, announced.as_of).await;
    let before = app.browser().get("/programmes/SASN.json?as_of=2021-12-31").await.json();
    assert!(before["actions_launched"].as_u64() < json["actions_launched"].as_u64());
    assert_eq!((&before["laureates"], &before["committed"]), (&0.into(), &"0.00".into()));

    let register = app.browser().get("/laureats").await;
    register.is(StatusCode::OK).sees("Structure fictive").has_link("/programmes/SASN");
    let found = app.browser().get("/laureats?q=aucune+structure+de+ce+nom").await;
    found.sees("Aucun lauréat ne correspond").sees("0 lauréat · 0,00 €");
    app.browser().get("/laureats?annee=2020").await.sees("0 lauréat · 0,00 €");
    app.browser().get("/laureats?programme=PSC").await.sees("0 lauréat · 0,00 €");
}

/// Screen, list and JSON say the same.
async fn lists_hold_what_is_counted(app: &App, json: &serde_json::Value, day: Day) {
    let list = async |name: &str| app.browser().get(&format!("/programmes/SASN/{name}?as_of={day}")).await;
    list("actions").await.sees(&format!("{} actions", json["actions_launched"]));
    list("laureats").await.sees(&format!("{} lauréats", json["laureates"]));
    let candidates = list("candidatures").await;
    candidates.sees(&format!("{} candidatures", json["candidates"])).does_not_see("Structure fictive");
    assert_eq!(candidates.texts("tbody tr").len(), 50, "long lists come in pages");
    candidates.has_link(&format!("/programmes/SASN/candidatures?as_of={day}&page=2"));
    let committed = Money::parse_plain(json["committed"].as_str().unwrap()).unwrap();
    list("engagements").await.sees(&format!("{committed} engagés"));
    let page = list("tableau-de-bord").await;
    let counts = ["actions_launched", "calls_launched", "laureates", "candidates"].map(|key| json[key].to_string());
    let shown = page.texts(".gu-figure__value");
    assert_eq!([&shown[0], &shown[1], &shown[3], &shown[4]], [&counts[0], &counts[1], &counts[2], &counts[3]]);
    page.sees(&format!("engagés, soit {committed}"));
}

/// The wave that was open at the end of 2022 has its laureates, within its envelope of 20 M€.
async fn nothing_that_closed_in_the_story_waits_for_its_decision(now: &App) {
    let page = now.browser().get("/laureats?annee=2023").await;
    page.sees("16 lauréats · ");
    let mut manager = signed_in(now, "responsable").await;
    for wave in ["AMI-CMA-V1", "I-NOV-V1", "AAP-TL-V1", "AAP-EVAL-V1", "AAP-FICTIF-1-V1", "AMI-FICTIF-5-V1"] {
        manager.get(&format!("/gestion/vagues/{wave}/classement")).await.sees("Publiée");
    }
}

/// One open for a month, one that closes within the hour, one whose reviews are not all in, one ready to be decided.
async fn four_calls_are_under_way(now: &App) {
    let home = now.browser().get("/").await;
    assert_eq!(home.texts(".fr-card__title"), ["Imagerie médicale", "Tiers lieux d’expérimentation"]);
    home.sees("dans 1 heure").sees("dans 30 jours");

    let mut staff = signed_in(now, "gestion").await;
    let reviews = async |staff: &mut Browser, wave: &str| {
        let figures = staff.get(&format!("/gestion/vagues/{wave}/jury")).await.texts(".gu-figure__value");
        figures.iter().map(|figure| figure.parse::<u32>().unwrap()).collect::<Vec<_>>()
    };
    let [_, expected, done, missing] = reviews(&mut staff, "I-NOV-V2").await[..] else { panic!("four figures") };
    assert!(done > 0 && missing > 0 && done + missing == expected);
    staff.get("/gestion/vagues/I-NOV-V2/classement").await.sees("Le classement est provisoire");

    let [_, expected, done, missing] = reviews(&mut staff, "AAP-EVAL-V2").await[..] else { panic!("four figures") };
    assert!(done > 0 && done == expected && missing == 0);
    let ranking = staff.get("/gestion/vagues/AAP-EVAL-V2/classement").await;
    ranking.does_not_see("provisoire").has_link("/gestion/vagues/AAP-EVAL-V2/decision");
}

async fn every_page_says_that_it_is_a_demo(now: &App) {
    let banner = "Démonstration : les structures, les dossiers et les décisions de ce site sont fictifs.";
    now.browser().get("/nulle-part").await.is(StatusCode::NOT_FOUND).sees(banner);
    let mut people = vec![now.browser()];
    for address in ["administration", "responsable", "gestion", "comptable", "audit", "jury1", "candidate"] {
        people.push(signed_in(now, address).await);
    }
    for mut person in people {
        let (mut seen, mut ahead) = (BTreeSet::new(), VecDeque::from(["/".to_owned()]));
        while let Some(path) = ahead.pop_front().filter(|_| seen.len() < PAGES) {
            if !seen.insert(path.clone()) {
                continue;
            }
            let page = person.get(&path).await;
            if page.header("content-type").starts_with("text/html") {
                page.sees(banner);
                ahead.extend(page.links().into_iter().filter(|link| link.starts_with('/') && !link.contains(['#', '?'])));
            }
        }
        assert!(seen.len() > 15, "{seen:?}");
    }
}

async fn signed_in(app: &App, name: &str) -> Browser {
    let mut browser = app.browser();
    browser.get("/connexion").await;
    let email = format!("{name}@guichet.example");
    browser.fill("/connexion", &[("email", &email), ("password", PUBLISHED)]).await.does_not_see("Se connecter");
    browser
}

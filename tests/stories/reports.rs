//! Reports on two dates: what was true, and what was known of it.

use entity::values::{Book, Day, Year};
use guichet::{
    access::Scope,
    budget::{
        actions::{self, Opening},
        gates::ManageLine,
    },
    web::urls,
};

use crate::{
    budget::{World, euros},
    support::{Answer, Role},
};

/// The manager opens a thousand euros that count on an earlier day.
async fn opened_late(world: &World, counted: &str) {
    let permit = world.app.permit::<ManageLine>(&world.manager, world.top.id).await;
    let tx = world.app.tx(Some(world.manager.id)).await;
    let opening = Opening {
        book: Book::Ae,
        year: Year::new(2026).unwrap(),
        amount: euros("1000"),
        day: Some(Day::parse(counted).unwrap()),
        reason: "Rectification".to_owned(),
        document: None,
        key: None,
    };
    actions::open(&tx, &permit, opening).await.unwrap();
    tx.commit().await.unwrap();
}

/// Where the page can be had again as it is.
fn permanent(page: &Answer) -> String {
    let link = page.links().into_iter().find(|link| link.contains("connu=") && !link.contains("/rapport/"));
    link.expect("the page has a permanent link")
}

#[tokio::test]
async fn a_report_is_had_again_as_it_was_whatever_is_recorded_since() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    world.open(&mut manager, "1 000 000").await;
    world.delegate(&mut manager, "600 000").await;
    world.app.at("2026-02-01T10:00:00.250Z");
    let ada = world.app.person_with("Ada Auditrice", Role::Auditor, Scope::Site).await;
    let mut auditor = world.app.signed_in(&ada).await;
    let asked = urls::with_query(&urls::budget_report(world.top.id), &[("au", "2026-01-31")]);
    let first = auditor.get(&asked).await;
    first.sees("Au 31 janvier 2026, tel que connu le 1er février 2026 à 11 h 00 min 00 s");
    let link = permanent(&first);
    let kept = auditor.get(&link).await;
    assert_eq!(kept.texts("tbody td"), first.texts("tbody td"));
    assert_eq!(kept.texts("h1 + p"), first.texts("h1 + p"));
    for format in ["csv", "xlsx", "pdf"] {
        let query = [("au", "2026-01-31"), ("connu", "2026-02-01T10:00:00.25Z")];
        kept.has_link(&urls::with_query(&urls::budget_report_file(world.top.id, format), &query));
    }
    let figures: Vec<_> = kept.select("td.gu-amount a").into_iter().map(|(_, attributes)| attributes["href"].clone()).collect();
    assert!(figures.iter().all(|link| link.contains("connu=2026-02-01T10%3A00%3A00.25Z")), "{figures:?}");
    let entries = auditor.get(&figures[0]).await;

    world.app.at("2026-02-03T09:00:00Z");
    opened_late(&world, "2026-01-20").await;
    let mut auditor = world.app.signed_in(&ada).await;
    auditor.get(&asked).await.sees("1 001 000,00");
    let again = auditor.get(&link).await;
    assert_eq!(again.texts("main"), kept.texts("main"));
    assert_eq!(auditor.get(&figures[0]).await.texts("main"), entries.texts("main"));
}

#[tokio::test]
async fn what_was_known_is_asked_as_people_write_a_moment() {
    let world = World::begin().await;
    let mut manager = world.manager().await;
    world.open(&mut manager, "1 000").await;
    world.app.at("2026-02-03T09:00:00Z");
    opened_late(&world, "2026-01-20").await;
    let mut manager = world.manager().await;
    let asked = |known| urls::with_query(&urls::budget_report(world.top.id), &[("au", "2026-12-31"), ("connu", known)]);
    manager.get(&asked("02/02/2026 12:00")).await.sees("tel que connu le 2 février 2026 à 12 h 00").sees("1 000,00");
    manager.get(&asked("03/02/2026 10:00")).await.sees("2 000,00");
    manager.get(&asked("04/02/2026 10:00")).await.sees("Ce moment est à venir");
    manager.get(&asked("hier")).await.sees("La date et l’heure s’écrivent par exemple 02/03/2026 12:00");
}

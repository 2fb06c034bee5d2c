//! What a page costs the database does not depend on how many rows it lists.

use axum::http::StatusCode;
use guichet::{
    awards::{self, gates::SignDecision},
    web::urls,
};

use crate::{judged::World, support::Browser};

/// As many laureates as amounts, published, with what each left behind: commitment, entries, events.
async fn decided(asked: &[i64]) -> World {
    let world = World::with_requests(asked).await;
    let prepared = world.prepare(asked.len()).await;
    world.sign(&prepared, &"1".repeat(64)).await.unwrap();
    let permit = world.app.permit::<SignDecision>(&world.manager, world.wave.reference.clone()).await;
    let tx = world.app.tx(Some(world.manager.id)).await;
    awards::actions::publish(&tx, &permit).await.unwrap();
    tx.commit().await.unwrap();
    world
}

async fn statements(world: &World, browser: &mut Browser, page: &str) -> u64 {
    let before = world.app.database.statements();
    browser.get(page).await.is(StatusCode::OK);
    world.app.database.statements() - before
}

#[tokio::test]
async fn lists_cost_as_many_statements_for_two_rows_as_for_seven() {
    let (few, many) = (decided(&[10_000; 2]).await, decided(&[10_000; 7]).await);
    let programme = "SASN";
    let pages = [
        urls::home(),
        urls::programmes(),
        urls::programme(programme),
        urls::dashboard(programme),
        urls::programme_actions(programme),
        urls::programme_commitments(programme),
        urls::programme_laureates(programme),
        urls::programme_candidates(programme),
        urls::laureates(),
        urls::calls(),
        // Of one kind: each kind of thing on the page is named by one statement.
        urls::with_query(&urls::events(), &[("kind", "dossier_submitted")]),
        urls::budgets(),
        urls::budget_line(1),
        urls::budget_report(1),
        urls::entries(1),
        urls::commitments(1),
        urls::payments(),
    ];
    let (mut one, mut other) = (few.browser_of(&few.auditor).await, many.browser_of(&many.auditor).await);
    for page in pages {
        let cost = (statements(&few, &mut one, &page).await, statements(&many, &mut other, &page).await);
        assert_eq!(cost.0, cost.1, "{page}");
    }
}

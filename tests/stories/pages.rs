//! What holds for every page.

use axum::http::StatusCode;

use guichet::web::urls;

use crate::{judged::World, support::App};

#[tokio::test]
async fn an_address_that_leads_nowhere_says_so_and_shows_a_way_back() {
    let app = App::start().await;
    let page = app.browser().get("/nulle-part").await;
    assert_eq!(page.status(), StatusCode::NOT_FOUND);
    page.sees("Page introuvable").has_link("/");
}

#[tokio::test]
async fn the_address_of_a_form_leads_to_the_page_it_stands_on() {
    let (world, juror) = World::judged().await;
    let (wave, dossier) = (&world.wave.reference, world.reference(0));
    let mut manager = world.browser_of(&world.manager).await;
    for (form, page) in
        [(urls::invite_juror(wave), urls::jury(wave)), (urls::check_eligibility(&dossier), urls::reviewed_dossier(&dossier))]
    {
        assert_eq!(manager.get(&form).await.is(StatusCode::OK).path(), page);
    }
    let mut judge = world.browser_of(&juror).await;
    judge.get(&urls::submit_review(&dossier)).await.is(StatusCode::OK).sees("Évaluation rendue");
    // It leads to a page, and gives no right to it.
    judge.get(&urls::invite_juror(wave)).await.is(StatusCode::NOT_FOUND);
}

//! What holds for every page.

use axum::http::StatusCode;

use crate::support::App;

#[tokio::test]
async fn an_address_that_leads_nowhere_says_so_and_shows_a_way_back() {
    let app = App::start().await;
    let page = app.browser().get("/nulle-part").await;
    assert_eq!(page.status(), StatusCode::NOT_FOUND);
    page.sees("Page introuvable").has_link("/");
}

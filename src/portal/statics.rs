//! The pages that the law asks for, open data, and whether the service answers.

use askama::Template;
use axum::http::StatusCode;

use super::page;
use crate::{
    access::Public,
    programmes,
    web::{Failure, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "portal/accessibility.html")]
struct Accessibility {
    page: Page,
}

#[derive(Template)]
#[template(path = "portal/legal.html")]
struct Legal {
    page: Page,
}

#[derive(Template)]
#[template(path = "portal/privacy.html")]
struct Privacy {
    page: Page,
    account_url: String,
}

#[derive(Template)]
#[template(path = "portal/open_data.html")]
struct OpenData {
    page: Page,
    programmes: Vec<DataOf>,
    laureates_url: String,
}

/// The data of one programme.
struct DataOf {
    name: String,
    url: String,
}

pub(super) async fn accessibility(visit: Public) -> Result<Reply, Failure> {
    page(&visit, &Accessibility { page: Page::of(&visit) })
}

pub(super) async fn legal(visit: Public) -> Result<Reply, Failure> {
    page(&visit, &Legal { page: Page::of(&visit) })
}

pub(super) async fn privacy(visit: Public) -> Result<Reply, Failure> {
    page(&visit, &Privacy { page: Page::of(&visit), account_url: urls::account() })
}

pub(super) async fn open_data(visit: Public) -> Result<Reply, Failure> {
    let programmes = programmes::actions::programmes(&visit.read()).await?;
    let programmes = programmes
        .into_iter()
        .map(|programme| DataOf { url: format!("{}.json", urls::programme(&programme.code)), name: programme.name })
        .collect();
    page(&visit, &OpenData { page: Page::of(&visit), programmes, laureates_url: urls::laureates() })
}

/// For whoever watches the service: never from a cache.
pub(super) async fn health(visit: Public) -> Result<Reply, Failure> {
    let answers = visit.app().database().answers().await;
    Ok(if answers {
        Reply::text(StatusCode::OK, "ok")
    } else {
        Reply::text(StatusCode::SERVICE_UNAVAILABLE, "la base ne répond pas")
    })
}

//! The secrets that links carry.

use askama::Template;
use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
};

use crate::{
    access::Visit,
    randomness::Token,
    web::{App, Failure, Page, Path, Reply, urls},
};

/// The secret of a link, read from the address. What cannot be one names nothing: 404.
pub(super) struct Secret(pub(super) Token);

impl FromRequestParts<App> for Secret {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &App) -> Result<Self, Failure> {
        let Path(text) = Path::<String>::from_request_parts(parts, state).await?;
        Token::parse(&text).map(Self).ok_or(Failure::NotFound)
    }
}

#[derive(Template)]
#[template(path = "people/dead_link.html")]
struct DeadLink {
    page: Page,
    why: &'static str,
    forward_label: &'static str,
    forward_url: String,
}

/// A link that led here once: 410, and how to get another.
pub(super) fn dead(visit: &Visit, why: &'static str, forward_label: &'static str, forward_url: String) -> Result<Reply, Failure> {
    Reply::html(StatusCode::GONE, &DeadLink { page: Page::of(visit), why, forward_label, forward_url })
}

/// A link to confirm an address or choose a password, used or too old.
pub(super) fn dead_mail_link(visit: &Visit) -> Result<Reply, Failure> {
    let why = "Il a déjà servi, ou il a été envoyé il y a trop longtemps. Si vous avez déjà fait ce qu’il proposait, connectez-vous ; sinon, demandez-en un nouveau : il confirme votre adresse et vous laisse choisir un mot de passe.";
    dead(visit, why, "Recevoir un nouveau lien", urls::forgotten_password())
}

//! The public's pages.

mod call;
mod calls;
mod dashboard;
pub mod failures;
mod home;
mod laureates;
mod lists;
mod programmes;
mod statics;
mod store;
mod timeline;
mod words;

use crate::{
    access::{Routes, Visit},
    web::{Failure, Reply, urls},
};

/// The addresses of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(urls::HOME, home::get)
        .get(urls::PROGRAMMES, programmes::list)
        .get(urls::PROGRAMME, programmes::one)
        .get(urls::DASHBOARD, dashboard::get)
        .get(urls::PROGRAMME_ACTIONS, lists::actions)
        .get(urls::PROGRAMME_COMMITMENTS, lists::commitments)
        .get(urls::PROGRAMME_LAUREATES, lists::laureates)
        .get(urls::PROGRAMME_CANDIDATES, lists::candidates)
        .get(urls::CALLS, calls::get)
        .get(urls::CALL, call::get)
        .get(urls::LAUREATES, laureates::get)
        .get(urls::ACCESSIBILITY, statics::accessibility)
        .get(urls::LEGAL, statics::legal)
        .get(urls::PRIVACY, statics::privacy)
        .get(urls::OPEN_DATA, statics::open_data)
        .get(urls::HEALTH, statics::health)
}

/// A page that caches may keep when it is the same for everybody.
fn page(visit: &Visit, template: &impl askama::Template) -> Result<Reply, Failure> {
    Ok(Reply::page(template)?.kept(visit.sensitivity()))
}

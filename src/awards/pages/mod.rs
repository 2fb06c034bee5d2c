//! The pages of decisions: those who decide, then those who are told.

mod award;
mod decision;
mod prepare;
mod prepare_form;
mod ranking;
mod words;

pub use award::decision_pdf;

use super::actions::AwardError;
use crate::{
    access::Routes,
    dossiers::DossierError,
    web::{Failure, urls},
};

/// The addresses of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(urls::RANKING, ranking::get)
        .get(urls::PREPARE_DECISION, prepare::get)
        .post(urls::PREPARE_DECISION, prepare::post)
        .get(urls::SIGN_DECISION, decision::get)
        .post(urls::SIGN_DECISION, decision::sign)
        .post(urls::PUBLISH_DECISION, decision::publish)
        .get(urls::DOSSIER_DECISION, award::get)
        .get(urls::DOSSIER_DECISION_PDF, award::pdf)
}

/// What is left once a page has answered the refusals it knows.
fn failure(error: AwardError, forward: String) -> Failure {
    match error {
        AwardError::Store(error) => error.into(),
        AwardError::Dossier(DossierError::Store(error)) => error.into(),
        refused @ (AwardError::Refused(_) | AwardError::Budget(_) | AwardError::Dossier(_)) => {
            Failure::refused("La décision n’a pas avancé", words::refused(&refused), "Revenir à la décision", forward)
        }
    }
}

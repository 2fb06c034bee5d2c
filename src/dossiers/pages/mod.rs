//! The pages of dossiers: those who apply write them, staff examine them.

mod examine;
mod files;
mod mine;
mod overview;
mod plan;
mod recap;
mod receipt;
mod review;
mod saved;
mod section;
mod start;
mod steps;
mod wave;
mod words;

use super::actions::DossierError;
use crate::{
    access::Routes,
    db::StoreError,
    web::{Failure, FormState, urls},
};

/// The addresses of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(urls::DOSSIERS, mine::list)
        .get(urls::START_DOSSIER, start::get)
        .post(urls::START_DOSSIER, start::post)
        .get(urls::DOSSIER, overview::get)
        .post(urls::DOSSIER, overview::post)
        .get(urls::DOSSIER_SECTION, section::get)
        .post(urls::DOSSIER_SECTION, section::post)
        .get(urls::DOSSIER_PLAN, plan::get)
        .post(urls::DOSSIER_PLAN, plan::post)
        .get(urls::DOSSIER_FILES, files::get)
        .post(urls::DOSSIER_FILES, files::post)
        .get(urls::DOSSIER_FILE, files::read)
        .post(urls::REMOVE_FILE, files::remove)
        .get(urls::DOSSIER_RECAP, recap::get)
        .post(urls::SUBMIT_DOSSIER, recap::post)
        .get(urls::RECEIPT, receipt::get)
        .get(urls::RECEIPT_PDF, receipt::pdf)
        .get(urls::WAVE_DOSSIERS, wave::get)
        .get(urls::REVIEWED_DOSSIER, review::get)
        .post(urls::CHECK_ELIGIBILITY, examine::check)
        .post(urls::RECONSIDER_DOSSIER, examine::reconsider)
}

/// The key that makes a form count once. A form without one counts as the same empty form each time.
fn key_of(form: &FormState) -> String {
    form.value("idempotency_key").chars().take(100).collect()
}

/// What becomes of an error that the page does not show itself; `forward` is where the dossier can be seen as it is.
fn failure(error: DossierError, forward: String) -> Failure {
    match error {
        DossierError::Refused(refusal) => words::refused(&refusal, "Revenir au dossier", forward),
        DossierError::AnswersChanged(_) | DossierError::PlanChanged(_) | DossierError::ChangedSinceRecap => {
            StoreError::Stale.into()
        }
        DossierError::Store(error) => error.into(),
    }
}

//! The pages of those who write calls.

mod call;
mod criteria;
mod edit_call;
mod edit_wave;
mod list;
mod new_call;
mod new_wave;
mod publish;
mod questions;
mod stale;
mod terms;
mod wave_context;
pub(crate) mod words;

use crate::{access::Routes, web::urls};

/// The addresses of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(urls::MANAGED_CALLS, list::get)
        .get(urls::NEW_CALL, new_call::get)
        .post(urls::NEW_CALL, new_call::post)
        .get(urls::MANAGED_CALL, call::get)
        .get(urls::EDIT_CALL, edit_call::get)
        .post(urls::EDIT_CALL, edit_call::post)
        .get(urls::NEW_WAVE, new_wave::get)
        .post(urls::NEW_WAVE, new_wave::post)
        .get(urls::EDIT_WAVE, edit_wave::get)
        .post(urls::EDIT_WAVE, edit_wave::post)
        .get(urls::EDIT_CRITERIA, criteria::get)
        .post(urls::EDIT_CRITERIA, criteria::post)
        .post(urls::REMOVE_CRITERION, criteria::remove)
        .get(urls::EDIT_FORM, questions::get)
        .post(urls::EDIT_FORM, questions::post)
        .post(urls::REMOVE_QUESTION, questions::remove)
        .get(urls::PUBLISH_WAVE, publish::get)
        .post(urls::PUBLISH_WAVE, publish::post)
}

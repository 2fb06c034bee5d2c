//! The pages of juries: those who run one, then those who sit.

mod assignments;
mod interests;
mod members;
mod my_reviews;
mod review;
mod review_form;
mod words;

use super::actions::JuryError;
use crate::{
    access::Routes,
    web::{Failure, urls},
};

/// The addresses of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(urls::JURY, members::get)
        .post(urls::INVITE_JUROR, members::invite)
        .get(urls::ASSIGNMENTS, assignments::get)
        .post(urls::ASSIGNMENTS, assignments::post)
        .get(urls::MY_REVIEWS, my_reviews::get)
        .get(urls::INTERESTS, interests::get)
        .post(urls::INTERESTS, interests::post)
        .get(urls::REVIEW, review::get)
        .post(urls::REVIEW, review::save)
        .post(urls::SUBMIT_REVIEW, review::hand_in)
        .get(urls::JUROR_FILE, review::file)
}

/// What is left once a page has answered the refusals it knows.
fn failure(error: JuryError, forward: String) -> Failure {
    match error {
        JuryError::Refused(refusal) => {
            Failure::refused("Cela n’est pas possible", words::refusal(&refusal), "Revenir à la page", forward)
        }
        JuryError::Store(error) => error.into(),
    }
}

//! The pages of accounts.

mod account;
mod administration;
mod held;
mod invitation;
mod invite;
mod link;
mod new_password;
mod outbox;
mod passwords;
mod resume;
mod sign_in;
mod sign_up;
mod words;

use crate::{access::Routes, web::urls};

/// The addresses of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(urls::SIGN_UP, sign_up::get)
        .post(urls::SIGN_UP, sign_up::post)
        .get(urls::VERIFY_EMAIL, sign_up::verify_get)
        .post(urls::VERIFY_EMAIL, sign_up::verify_post)
        .get(urls::SIGN_IN, sign_in::get)
        .post(urls::SIGN_IN, sign_in::post)
        .post(urls::SIGN_OUT, sign_in::sign_out)
        .get(urls::FORGOTTEN_PASSWORD, new_password::forgotten_get)
        .post(urls::FORGOTTEN_PASSWORD, new_password::forgotten_post)
        .get(urls::NEW_PASSWORD, new_password::get)
        .post(urls::NEW_PASSWORD, new_password::post)
        .get(urls::ACCOUNT, account::get)
        .post(urls::REVOKE_SESSION, account::revoke)
        .get(urls::RESUME, resume::get)
        .get(urls::INVITATION, invitation::get)
        .post(urls::INVITATION, invitation::post)
        .get(urls::PEOPLE, administration::people)
        .get(urls::PERSON, administration::person)
        .post(urls::REMOVE_ROLE, administration::remove_role)
        .get(urls::INVITE, invite::get)
        .post(urls::INVITE, invite::post)
        .get(urls::OUTBOX, outbox::list)
        .get(urls::OUTBOX_MAIL, outbox::one)
}

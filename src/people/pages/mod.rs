//! The pages of accounts.

mod link;
mod new_password;
mod passwords;
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
}

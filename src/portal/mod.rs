//! The public's pages.

mod call;
mod calls;
pub mod failures;

use crate::{access::Routes, web::urls};

/// The addresses of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get(urls::CALLS, calls::get).get(urls::CALL, call::get)
}

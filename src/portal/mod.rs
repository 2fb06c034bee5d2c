//! The public's pages.

pub mod failures;

use crate::access::Routes;

/// The addresses of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
}

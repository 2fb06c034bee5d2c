//! The jury: interests, assignment, reviews.

pub mod rules;

use crate::access::Routes;

/// The addresses of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
}

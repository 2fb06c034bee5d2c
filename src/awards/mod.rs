//! Awards: the ranking, the decision, what candidates and the public learn of it.

pub mod rules;

use crate::access::Routes;

/// The addresses of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
}

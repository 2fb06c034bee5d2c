//! The pages of programmes, for those who run them.

use crate::access::Routes;

/// The addresses of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
}

//! The pages of dossiers: those who apply write them, staff examine them.

use crate::access::Routes;

/// The addresses of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
}

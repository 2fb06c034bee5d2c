//! Reading everything, changing nothing: the journal of events, its seals, the checks anyone with the right may run.

pub mod actions;
pub mod rules;
mod store;

use crate::access::Routes;

/// The addresses of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
}

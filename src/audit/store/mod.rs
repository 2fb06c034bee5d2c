//! The queries of the audit.

mod checks;
mod events;
mod seals;

pub(super) use checks::*;
pub(super) use events::*;
pub(super) use seals::*;

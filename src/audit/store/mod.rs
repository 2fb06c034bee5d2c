//! The queries of the audit.

mod checkpoints;
mod checks;
mod entries;
mod events;
mod ledger;
mod pack;
mod seals;

pub(super) use checkpoints::*;
pub(super) use checks::*;
pub(super) use entries::*;
pub(super) use events::*;
pub(super) use ledger::*;
pub(super) use pack::*;
pub(super) use seals::*;

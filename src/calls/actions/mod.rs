//! What people do with calls, one verb a function.

mod draft;
mod edit;
mod forms;
mod listing;
mod publish;
mod read;

pub use draft::{draft_call, draft_wave};
pub use edit::{edit_call, edit_wave};
pub use forms::{add_criterion, add_question, remove_criterion, remove_question};
pub use listing::{
    CallSearch, ManagedCall, ManagedLine, PublicCall, PublicList, PublicSheet, managed_call, managed_waves, public_call,
    public_calls,
};
pub use publish::{Funding, PublicationPlan, publication_plan, publish, publish_as_read};
pub use read::{
    WaveRules, actions_of, call_by_reference, next_dossier_number, wave_by_id, wave_by_reference, wave_rules, waves_of,
};

use super::rules::Refusal;
pub use super::rules::{NewCall, NewCriterion, NewQuestion, NewWave, Presentation, WaveState, state_at};
use crate::db::StoreError;

/// Why a call could not be written or published.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// A rule refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

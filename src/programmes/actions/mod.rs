//! What people do with programmes, and the questions others ask of them.

mod add;
mod observe;
mod read;
mod run;

pub use add::{add_action, add_programme};
pub use observe::{add_indicator, observe};
pub use read::{
    action, action_by_code, actions_of, axes_of, indicator_by_key, indicators_of, observations_of, programme, programme_by_code,
    programmes, progress_of, target_by_key, targets_of, topics_of,
};
pub use run::{add_target, launch_action, record_progress};

use super::Refusal;
use crate::{budget::actions::BudgetError, db::StoreError};

/// Why something could not be done on a programme.
#[derive(Debug, thiserror::Error)]
pub enum ProgrammeError {
    /// A rule refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The line of its budget was refused.
    #[error(transparent)]
    Budget(#[from] BudgetError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

//! What people do with decisions, one verb a function.

mod prepare;
mod publish;
mod read;
mod sign;

pub use prepare::{Draft, prepare};
pub use publish::publish;
pub use read::{PreparedDecision, RankedDossier, Ranking, decision_of, ranking};
pub use sign::{Signature, fingerprint_of, obstacles, sign};

use super::rules::Refusal;
use crate::{budget, db::StoreError, dossiers};

/// Why a decision did not move on.
#[derive(Debug, thiserror::Error)]
pub enum AwardError {
    /// A rule refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The ledger refuses a commitment.
    #[error(transparent)]
    Budget(budget::Refusal),
    /// A dossier refuses its outcome.
    #[error(transparent)]
    Dossier(#[from] dossiers::actions::DossierError),
    /// The database failed, or the page was out of date.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<budget::actions::BudgetError> for AwardError {
    fn from(error: budget::actions::BudgetError) -> Self {
        match error {
            budget::actions::BudgetError::Refused(refusal) => Self::Budget(refusal),
            budget::actions::BudgetError::Store(error) => Self::Store(error),
        }
    }
}

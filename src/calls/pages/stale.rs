//! Two people saved the same thing: both texts side by side, neither lost.

use super::super::{actions::CallError, rules::Refusal};
use crate::db::StoreError;

/// A field whose two versions differ.
pub(super) struct Difference {
    /// The field.
    pub(super) label: &'static str,
    /// What this form says.
    pub(super) typed: String,
    /// What was saved meanwhile.
    pub(super) stored: String,
}

/// The fields that differ between what was typed and what is stored.
pub(super) fn differences(typed: Vec<(&'static str, String)>, stored: Vec<(&'static str, String)>) -> Vec<Difference> {
    let pairs = typed.into_iter().zip(stored);
    pairs
        .filter(|((_, typed), (_, stored))| typed != stored)
        .map(|((label, typed), (_, stored))| Difference { label, typed, stored })
        .collect()
}

/// What became of a save.
pub(super) enum Outcome {
    /// Done.
    Saved,
    /// Somebody was faster.
    Stale,
    /// A rule refuses.
    Refused(Refusal),
}

/// Tells apart what a form answers itself; the rest is a failure of the store.
pub(super) fn outcome(saved: Result<(), CallError>) -> Result<Outcome, StoreError> {
    match saved {
        Ok(()) => Ok(Outcome::Saved),
        Err(CallError::Store(StoreError::Stale)) => Ok(Outcome::Stale),
        Err(CallError::Refused(refusal)) => Ok(Outcome::Refused(refusal)),
        Err(CallError::Store(error)) => Err(error),
    }
}

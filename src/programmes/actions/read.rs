//! What the other slices and the public's pages ask of programmes.

use entity::{
    action, action_topic, axis, indicator, indicator_observation, programme, target, target_progress,
    values::{ActionId, ProgrammeId},
};

use super::super::store;
use crate::db::{Source, StoreError};

macro_rules! questions {
    ($($(#[$doc:meta])* $question:ident($($key:ident: $of:ty),*) -> $answer:ty;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// When the database fails.
        pub async fn $question(db: &impl Source, $($key: $of),*) -> Result<$answer, StoreError> {
            store::$question(db, $($key),*).await
        }
    )*};
}

questions! {
    /// Every programme, in its place.
    programmes() -> Vec<programme::Model>;
    /// A programme by its key.
    programme(id: ProgrammeId) -> Option<programme::Model>;
    /// A programme by its code.
    programme_by_code(code: &str) -> Option<programme::Model>;
    /// The axes of a programme, in order.
    axes_of(programme: ProgrammeId) -> Vec<axis::Model>;
    /// The actions of a programme, in order.
    actions_of(programme: ProgrammeId) -> Vec<action::Model>;
    /// An action by its key.
    action(id: ActionId) -> Option<action::Model>;
    /// An action by its code within a programme.
    action_by_code(programme: ProgrammeId, code: &str) -> Option<action::Model>;
    /// The themes and conditions of a programme's actions, action by action, in order.
    topics_of(programme: ProgrammeId) -> Vec<action_topic::Model>;
    /// The targets of a programme.
    targets_of(programme: ProgrammeId) -> Vec<target::Model>;
    /// A target by its name for programs.
    target_by_key(programme: ProgrammeId, key: &str) -> Option<target::Model>;
    /// Everything written down on the targets of a programme, oldest first.
    progress_of(programme: ProgrammeId) -> Vec<target_progress::Model>;
    /// The indicators of a programme.
    indicators_of(programme: ProgrammeId) -> Vec<indicator::Model>;
    /// An indicator by its name for programs.
    indicator_by_key(programme: ProgrammeId, key: &str) -> Option<indicator::Model>;
    /// What the indicators of a programme showed, in the order in which it was written down.
    observations_of(programme: ProgrammeId) -> Vec<indicator_observation::Model>;
}

//! A theme of an action, or a condition to enter it.

use crate::values::{ActionId, ActionTopicId, TopicKind};
use sea_orm::entity::prelude::*;

/// A row of `action_topic`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "action_topic")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: ActionTopicId,
    /// Of which action.
    pub action_id: ActionId,
    /// Theme or condition.
    pub kind: TopicKind,
    /// Its place in the list, from 1.
    pub position: i32,
    /// As it is shown.
    pub label: String,
}

relations! {
    Action: ActionId => action (default),
}

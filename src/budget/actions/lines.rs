//! Lines: added when a programme, an action or a wave begins.

use entity::{budget_line, values::BudgetLineId};

use super::{
    super::{Refusal, rules::tree, store},
    BudgetError,
};
use crate::{
    db::Tx,
    journal::{self, Event, EventKind, Subject},
};

/// A line about to be added.
#[derive(Clone, Debug)]
pub struct NewLine {
    /// The line it is part of; absent at the top.
    pub parent: Option<BudgetLineId>,
    /// Its own code, unique in the whole tree.
    pub code: String,
    /// As it is shown.
    pub label: String,
}

/// Adds a line after its siblings.
///
/// # Errors
/// [`Refusal::NotACode`], [`Refusal::CodeTaken`], [`Refusal::NoSuchLine`] when the parent does not exist.
pub async fn add_line(tx: &Tx, new: NewLine) -> Result<budget_line::Model, BudgetError> {
    let code = tree::code(&new.code)?;
    if store::line_by_code(tx, &code).await?.is_some() {
        return Err(Refusal::CodeTaken(code).into());
    }
    let parent = match new.parent {
        Some(parent) => Some(store::line(tx, parent).await?.ok_or(Refusal::NoSuchLine)?),
        None => None,
    };
    let position = store::next_position(tx, new.parent).await?;
    let line = store::insert_line(tx, parent.as_ref(), &code, &new.label, position).await?;
    let added = serde_json::json!({ "path": line.path, "label": line.label });
    journal::record(tx, Event::new(EventKind::BudgetLineAdded, Subject::BudgetLine(line.id)).after(&added)).await?;
    Ok(line)
}

/// The line that carries the money of a wave: made when the envelope is first reserved.
pub(super) async fn wave_line(
    tx: &Tx,
    from: &budget_line::Model,
    code: &str,
    label: String,
) -> Result<budget_line::Model, BudgetError> {
    match store::line_by_code(tx, &tree::code(code)?).await? {
        Some(line) if line.parent_id == Some(from.id) => Ok(line),
        Some(line) => Err(Refusal::CodeTaken(line.code).into()),
        None => add_line(tx, NewLine { parent: Some(from.id), code: code.to_owned(), label }).await,
    }
}

//! Parts of a line's authority reserved to a use: checked like a ceiling, never added to the total.

use entity::{budget_line, earmark, values::Money};
use serde_json::json;

use super::{super::store, BudgetError};
use crate::{
    db::{Source, StoreError, Tx},
    journal::{self, Event, EventKind, Subject},
};

/// Reserves part of a line's authority to a use.
///
/// # Errors
/// When the database fails.
pub async fn add_earmark(tx: &Tx, line: &budget_line::Model, name: &str, amount: Money) -> Result<earmark::Model, BudgetError> {
    let earmark = store::insert_earmark(tx, line.id, name, amount).await?;
    let event = Event::new(EventKind::EarmarkSet, Subject::BudgetLine(line.id));
    journal::record(tx, event.after(&json!({ "name": name, "amount": amount }))).await?;
    Ok(earmark)
}

/// Every part that is reserved to a use.
///
/// # Errors
/// When the database fails.
pub async fn earmarks(db: &impl Source) -> Result<Vec<earmark::Model>, StoreError> {
    store::earmarks(db).await
}

/// The parts of one line that are reserved to a use.
///
/// # Errors
/// When the database fails.
pub async fn earmarks_of(db: &impl Source, line: &budget_line::Model) -> Result<Vec<earmark::Model>, StoreError> {
    store::earmarks_of(db, &[line.id]).await
}

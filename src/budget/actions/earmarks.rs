//! Parts of a line's authority reserved to a use: checked like a ceiling, never added to the total.

use entity::{budget_line, earmark, values::Money};
use serde_json::json;

use super::{
    super::{Refusal, gates::GovernLine, store},
    BudgetError,
    lines::event_on,
};
use crate::{
    access::Permit,
    db::{Source, StoreError, Tx},
    journal::{self, Event, EventKind, Subject},
};

/// Reserves part of a line's authority to a use. The same part twice is reserved once.
///
/// # Errors
/// [`Refusal::NotPositive`], [`Refusal::EarmarkTaken`] when the use has another part already.
pub async fn reserve_part(tx: &Tx, permit: &Permit<GovernLine>, name: &str, amount: Money) -> Result<(), BudgetError> {
    if !amount.is_positive() {
        return Err(Refusal::NotPositive.into());
    }
    let line = store::line_for_update(tx, permit.line.id).await?.ok_or(Refusal::NoSuchLine)?;
    let parts = store::earmarks_of(tx, &[line.id]).await?;
    match parts.iter().find(|part| part.name == name) {
        Some(part) if part.amount == amount => Ok(()),
        Some(part) => Err(Refusal::EarmarkTaken { name: name.to_owned(), amount: part.amount }.into()),
        None => {
            store::insert_earmark(tx, line.id, name, amount).await?;
            Ok(journal::record(tx, told(event_on(permit.subject(), EventKind::EarmarkSet), name, amount)).await?)
        }
    }
}

/// Reserves, with a programme that begins, a part that was announced with it. Whoever adds the programme was admitted to do
/// so by the programmes' own policy.
///
/// # Errors
/// When the database fails.
pub async fn add_earmark(tx: &Tx, line: &budget_line::Model, name: &str, amount: Money) -> Result<(), BudgetError> {
    store::insert_earmark(tx, line.id, name, amount).await?;
    let event = Event::new(EventKind::EarmarkSet, Subject::BudgetLine(line.id));
    Ok(journal::record(tx, told(event, name, amount)).await?)
}

fn told(event: Event, name: &str, amount: Money) -> Event {
    event.after(&json!({ "name": name, "amount": amount }))
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

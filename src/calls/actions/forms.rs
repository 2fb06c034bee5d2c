//! What a draft wave judges by and asks.

use entity::{criterion, question, wave};
use serde_json::json;

use super::{
    super::{
        gates::{ManageCriterion, ManageQuestion, ManageWave},
        rules::{NewCriterion, NewQuestion, Refusal},
        store,
    },
    CallError,
};
use crate::{
    access::Permit,
    db::Tx,
    journal::{self, Event, EventKind, Subject},
};

/// Adds a criterion after the others.
///
/// # Errors
/// [`Refusal::Published`], [`Refusal::Weight`], [`Refusal::CriterionTwice`].
pub async fn add_criterion(tx: &Tx, permit: &Permit<ManageWave>, new: NewCriterion) -> Result<criterion::Model, CallError> {
    let wave = &permit.subject().wave;
    hold(tx, wave).await?;
    let there = store::forms::criteria(tx, wave.id).await?;
    let new = new.checked(there.iter().map(|criterion| criterion.name.as_str()))?;

    let added = store::forms::insert_criterion(tx, wave.id, &new).await?;
    journal::record(tx, edited(wave).after(&json!({ "critere": added.name, "poids": added.weight }))).await?;
    Ok(added)
}

/// Removes a criterion.
///
/// # Errors
/// [`Refusal::Published`].
pub async fn remove_criterion(tx: &Tx, permit: &Permit<ManageCriterion>) -> Result<(), CallError> {
    let (managed, criterion) = permit.subject();
    hold(tx, &managed.wave).await?;
    store::forms::delete_criterion(tx, criterion.id).await?;
    let removed = edited(&managed.wave).before(&json!({ "critere": criterion.name, "poids": criterion.weight }));
    Ok(journal::record(tx, removed).await?)
}

/// Adds a question after the others.
///
/// # Errors
/// [`Refusal::Published`], and what is wrong with the question.
pub async fn add_question(tx: &Tx, permit: &Permit<ManageWave>, new: NewQuestion) -> Result<question::Model, CallError> {
    let wave = &permit.subject().wave;
    hold(tx, wave).await?;
    let there = store::forms::questions(tx, wave.id).await?;
    let new = new.checked(there.iter().map(|question| (question.section.as_str(), question.label.as_str())))?;

    let added = store::forms::insert_question(tx, wave.id, &new).await?;
    journal::record(tx, edited(wave).after(&json!({ "rubrique": added.section, "question": added.label, "sorte": added.kind })))
        .await?;
    Ok(added)
}

/// Removes a question.
///
/// # Errors
/// [`Refusal::Published`].
pub async fn remove_question(tx: &Tx, permit: &Permit<ManageQuestion>) -> Result<(), CallError> {
    let (managed, question) = permit.subject();
    hold(tx, &managed.wave).await?;
    store::forms::delete_question(tx, question.id).await?;
    let removed = edited(&managed.wave)
        .before(&json!({ "rubrique": question.section, "question": question.label, "sorte": question.kind }));
    Ok(journal::record(tx, removed).await?)
}

/// The wave stays a draft until the transaction ends, or the change is refused.
async fn hold(tx: &Tx, wave: &wave::Model) -> Result<(), CallError> {
    if store::calls::hold_draft(tx, wave.id).await? { Ok(()) } else { Err(Refusal::Published.into()) }
}

fn edited(wave: &wave::Model) -> Event {
    Event::new(EventKind::CallEdited, Subject::Wave(wave.id)).in_programme(wave.programme_id)
}

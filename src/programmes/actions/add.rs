//! Programmes and their actions are entered with the facts that were announced, each with its line of budget.

use entity::{action, programme, values::BudgetLineId};

use super::{
    super::{
        gates::ManageProgramme,
        rules::{
            self, Refusal,
            announced::{NewAction, NewProgramme},
            period::Period,
        },
        store,
    },
    ProgrammeError,
};
use crate::{
    access::Permit,
    budget::actions::{NewLine, add_earmark, add_line},
    db::Tx,
    journal::{self, Event, EventKind, Subject},
};

/// Adds a programme, with the top of its budget under the same code.
///
/// # Errors
/// [`Refusal::CodeTaken`], [`Refusal::NotAPeriod`], [`Refusal::EndsBeforeItStarts`] or [`Refusal::EarmarksExceedAmount`].
pub async fn add_programme(tx: &Tx, new: NewProgramme) -> Result<programme::Model, ProgrammeError> {
    Period::parse(&new.starts, &new.ends)?;
    rules::check_earmarks(new.amount, new.earmarks.iter().map(|earmark| earmark.amount))?;
    if store::programme_by_code(tx, &new.code).await?.is_some() {
        return Err(Refusal::CodeTaken.into());
    }
    let line = add_line(tx, NewLine { parent: None, code: new.code.clone(), label: new.name.clone() }).await?;
    for part in &new.earmarks {
        add_earmark(tx, &line, &part.name, part.amount).await?;
    }
    let programme = store::insert_programme(tx, &new, line.id).await?;
    let event = Event::new(EventKind::ProgrammeAdded, Subject::Programme(programme.id)).in_programme(programme.id).after(&new);
    journal::record(tx, event).await?;
    Ok(programme)
}

/// Adds an action to the programme, with its line of budget under the programme's. The line's code holds both codes.
///
/// # Errors
/// [`Refusal::CodeTaken`] or [`Refusal::NoSuchAxis`].
pub async fn add_action(tx: &Tx, permit: &Permit<ManageProgramme>, new: NewAction) -> Result<action::Model, ProgrammeError> {
    let programme = permit.subject();
    if store::action_by_code(tx, programme.id, &new.code).await?.is_some() {
        return Err(Refusal::CodeTaken.into());
    }
    let axis = match new.axis {
        Some(number) => Some(store::axis_numbered(tx, programme.id, number).await?.ok_or(Refusal::NoSuchAxis(number))?),
        None => None,
    };
    let line = line_of(tx, programme, &new).await?;
    let action = store::insert_action(tx, programme.id, &new, axis.map(|axis| axis.id), line).await?;
    let event = Event::new(EventKind::ActionAdded, Subject::Programme(programme.id)).in_programme(programme.id).after(&new);
    journal::record(tx, event).await?;
    Ok(action)
}

async fn line_of(tx: &Tx, programme: &programme::Model, new: &NewAction) -> Result<Option<BudgetLineId>, ProgrammeError> {
    if !rules::needs_budget(new.kind, new.amount.or(new.amount_per_year).is_some()) {
        return Ok(None);
    }
    let code = format!("{}-{}", programme.code, new.code);
    let line = add_line(tx, NewLine { parent: programme.budget_line_id, code, label: new.name.clone() }).await?;
    Ok(Some(line.id))
}

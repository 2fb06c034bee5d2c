//! Calls and waves, one by one.

use entity::{
    action, call, programme,
    values::{ActionId, BudgetLineId, CallId, EntryId, Instant, PersonId, ProgrammeId, Reference, WaveId},
    wave,
};
use sea_orm::{
    ActiveValue::NotSet,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
    sea_query::{Expr, ExprTrait},
};

use super::super::rules::{NewCall, NewWave, Presentation, Timetable};
use crate::db::{Source, StoreError, Tx};

impl Timetable for wave::Model {
    fn published_at(&self) -> Option<Instant> {
        self.published_at
    }

    fn opens_at(&self) -> Instant {
        self.opens_at
    }

    fn closes_at(&self) -> Instant {
        self.closes_at
    }
}

pub(in crate::calls) async fn call_by_reference(
    db: &impl Source,
    reference: &Reference,
) -> Result<Option<call::Model>, StoreError> {
    Ok(call::Entity::find().filter(call::Column::Reference.eq(reference.clone())).one(db.connection()).await?)
}

pub(in crate::calls) async fn wave_by_reference(
    db: &impl Source,
    reference: &Reference,
) -> Result<Option<(call::Model, wave::Model)>, StoreError> {
    with_call(db, wave::Column::Reference.eq(reference.clone())).await
}

pub(in crate::calls) async fn wave_by_id(db: &impl Source, id: WaveId) -> Result<Option<(call::Model, wave::Model)>, StoreError> {
    with_call(db, wave::Column::Id.eq(id)).await
}

async fn with_call(
    db: &impl Source,
    which: sea_orm::sea_query::SimpleExpr,
) -> Result<Option<(call::Model, wave::Model)>, StoreError> {
    let found = wave::Entity::find().filter(which).find_also_related(call::Entity).one(db.connection()).await?;
    Ok(found.and_then(|(wave, call)| Some((call?, wave))))
}

/// The waves of a call, in order.
pub(in crate::calls) async fn waves_of(db: &impl Source, call: CallId) -> Result<Vec<wave::Model>, StoreError> {
    let waves = wave::Entity::find().filter(wave::Column::CallId.eq(call)).order_by_asc(wave::Column::Number);
    Ok(waves.all(db.connection()).await?)
}

pub(in crate::calls) async fn action(db: &impl Source, id: ActionId) -> Result<Option<action::Model>, StoreError> {
    Ok(action::Entity::find_by_id(id).one(db.connection()).await?)
}

/// Every programme among `only`, or every programme there is, in order.
pub(in crate::calls) async fn programmes(
    db: &impl Source,
    only: Option<&[ProgrammeId]>,
) -> Result<Vec<programme::Model>, StoreError> {
    let mut found = programme::Entity::find().order_by_asc(programme::Column::Position);
    if let Some(ids) = only {
        found = found.filter(programme::Column::Id.is_in(ids.iter().copied()));
    }
    Ok(found.all(db.connection()).await?)
}

/// The actions of these programmes, programme by programme.
pub(in crate::calls) async fn actions_of(db: &impl Source, programmes: &[ProgrammeId]) -> Result<Vec<action::Model>, StoreError> {
    let found = action::Entity::find()
        .filter(action::Column::ProgrammeId.is_in(programmes.iter().copied()))
        .order_by_asc(action::Column::ProgrammeId)
        .order_by_asc(action::Column::Position);
    Ok(found.all(db.connection()).await?)
}

/// The line that funds a call: its action's own.
pub(in crate::calls) async fn budget_line(db: &impl Source, call: &call::Model) -> Result<Option<BudgetLineId>, StoreError> {
    Ok(action(db, call.action_id).await?.and_then(|action| action.budget_line_id))
}

pub(in crate::calls) async fn insert_call(
    tx: &Tx,
    author: PersonId,
    action: &action::Model,
    new: &NewCall,
) -> Result<call::Model, StoreError> {
    let row = call::ActiveModel {
        id: NotSet,
        action_id: Set(action.id),
        programme_id: Set(action.programme_id),
        reference: Set(new.reference.clone()),
        kind: Set(action.kind),
        title: Set(new.title.clone()),
        summary: Set(new.summary.clone()),
        audience: Set(new.audience),
        created_by: Set(author),
        created_at: Set(tx.at()),
        version: Set(1),
    };
    Ok(call::Entity::insert(row).exec_with_returning(tx.connection()).await?)
}

/// Inserts a draft wave.
pub(in crate::calls) async fn insert_wave(
    tx: &Tx,
    call: &call::Model,
    number: i32,
    reference: Reference,
    terms: &NewWave,
) -> Result<wave::Model, StoreError> {
    let row = wave::ActiveModel {
        id: NotSet,
        call_id: Set(call.id),
        programme_id: Set(call.programme_id),
        number: Set(number),
        reference: Set(reference),
        announced_at: Set(None),
        published_at: Set(None),
        published_by: Set(None),
        reservation_entry_id: Set(None),
        last_dossier_number: Set(0),
        version: Set(1),
        ..with_terms(terms)
    };
    Ok(wave::Entity::insert(row).exec_with_returning(tx.connection()).await?)
}

fn with_terms(terms: &NewWave) -> wave::ActiveModel {
    wave::ActiveModel {
        opens_at: Set(terms.opens_at),
        closes_at: Set(terms.closes_at),
        results_on: Set(terms.results_on),
        envelope: Set(terms.envelope),
        fiscal_year: Set(terms.fiscal_year),
        max_aid_rate: Set(terms.max_aid_rate),
        min_aid: Set(terms.min_aid),
        max_aid: Set(terms.max_aid),
        max_file_bytes: Set(terms.max_file_bytes),
        ..Default::default()
    }
}

/// Rewrites a call that is still at `version`.
pub(in crate::calls) async fn update_call(tx: &Tx, id: CallId, version: i32, said: &Presentation) -> Result<(), StoreError> {
    let row = call::ActiveModel {
        title: Set(said.title.clone()),
        summary: Set(said.summary.clone()),
        audience: Set(said.audience),
        version: Set(version + 1),
        ..Default::default()
    };
    let at_version =
        call::Entity::update_many().set(row).filter(call::Column::Id.eq(id)).filter(call::Column::Version.eq(version));
    one_row(at_version.exec(tx.connection()).await?.rows_affected)
}

/// Rewrites the terms of a draft that is still at `version`.
pub(in crate::calls) async fn update_terms(tx: &Tx, id: WaveId, version: i32, terms: &NewWave) -> Result<(), StoreError> {
    let row = wave::ActiveModel { version: Set(version + 1), ..with_terms(terms) };
    let at_version = wave::Entity::update_many()
        .set(row)
        .filter(wave::Column::Id.eq(id))
        .filter(wave::Column::Version.eq(version))
        .filter(wave::Column::PublishedAt.is_null());
    one_row(at_version.exec(tx.connection()).await?.rows_affected)
}

/// Holds a draft wave until the transaction ends, so that nobody publishes or changes it meanwhile; `false` when it is
/// no longer a draft. It is a write that changes nothing, because SQLite has no other lock on a row.
pub(in crate::calls) async fn hold_draft(tx: &Tx, id: WaveId) -> Result<bool, StoreError> {
    let held = wave::Entity::update_many()
        .col_expr(wave::Column::Version, Expr::col(wave::Column::Version))
        .filter(wave::Column::Id.eq(id))
        .filter(wave::Column::PublishedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(held.rows_affected == 1)
}

/// Fixes a draft's rules; the caller holds it.
pub(in crate::calls) async fn mark_published(
    tx: &Tx,
    wave: &wave::Model,
    by: PersonId,
    reservation: EntryId,
) -> Result<(), StoreError> {
    let row = wave::ActiveModel {
        announced_at: Set((tx.at() < wave.opens_at).then(|| tx.at())),
        published_at: Set(Some(tx.at())),
        published_by: Set(Some(by)),
        reservation_entry_id: Set(Some(reservation)),
        version: Set(wave.version + 1),
        ..Default::default()
    };
    let draft =
        wave::Entity::update_many().set(row).filter(wave::Column::Id.eq(wave.id)).filter(wave::Column::PublishedAt.is_null());
    one_row(draft.exec(tx.connection()).await?.rows_affected)
}

/// Takes the next number of a dossier: the update holds the wave's row, so that two dossiers never share one.
pub(in crate::calls) async fn next_dossier_number(tx: &Tx, id: WaveId) -> Result<i32, StoreError> {
    let taken = wave::Entity::update_many()
        .col_expr(wave::Column::LastDossierNumber, Expr::col(wave::Column::LastDossierNumber).add(1))
        .filter(wave::Column::Id.eq(id))
        .exec(tx.connection())
        .await?;
    one_row(taken.rows_affected)?;
    let number = wave::Entity::find_by_id(id).select_only().column(wave::Column::LastDossierNumber).into_tuple::<i32>();
    number.one(tx.connection()).await?.ok_or(StoreError::Stale)
}

fn one_row(affected: u64) -> Result<(), StoreError> {
    if affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

//! The criteria and the questions of waves.

use entity::{
    criterion, question,
    values::{CriterionId, QuestionId, WaveId},
};
use sea_orm::{ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use super::super::rules::{NewCriterion, NewQuestion};
use crate::db::{Source, StoreError, Tx};

/// The criteria of a wave, in order.
pub(in crate::calls) async fn criteria(db: &impl Source, wave: WaveId) -> Result<Vec<criterion::Model>, StoreError> {
    criteria_of(db, &[wave]).await
}

/// The questions of a wave, in order.
pub(in crate::calls) async fn questions(db: &impl Source, wave: WaveId) -> Result<Vec<question::Model>, StoreError> {
    questions_of(db, &[wave]).await
}

/// The criteria of several waves, those of each in order.
pub(in crate::calls) async fn criteria_of(db: &impl Source, waves: &[WaveId]) -> Result<Vec<criterion::Model>, StoreError> {
    let found = criterion::Entity::find()
        .filter(criterion::Column::WaveId.is_in(waves.iter().copied()))
        .order_by_asc(criterion::Column::Position);
    Ok(found.all(db.connection()).await?)
}

/// The questions of several waves, those of each in order.
pub(in crate::calls) async fn questions_of(db: &impl Source, waves: &[WaveId]) -> Result<Vec<question::Model>, StoreError> {
    let found = question::Entity::find()
        .filter(question::Column::WaveId.is_in(waves.iter().copied()))
        .order_by_asc(question::Column::Position);
    Ok(found.all(db.connection()).await?)
}

pub(in crate::calls) async fn criterion(
    db: &impl Source,
    wave: WaveId,
    id: CriterionId,
) -> Result<Option<criterion::Model>, StoreError> {
    Ok(criterion::Entity::find_by_id(id).filter(criterion::Column::WaveId.eq(wave)).one(db.connection()).await?)
}

pub(in crate::calls) async fn question(
    db: &impl Source,
    wave: WaveId,
    id: QuestionId,
) -> Result<Option<question::Model>, StoreError> {
    Ok(question::Entity::find_by_id(id).filter(question::Column::WaveId.eq(wave)).one(db.connection()).await?)
}

/// Adds a criterion after the others.
pub(in crate::calls) async fn insert_criterion(
    tx: &Tx,
    wave: WaveId,
    new: &NewCriterion,
) -> Result<criterion::Model, StoreError> {
    let last = criterion::Entity::find()
        .filter(criterion::Column::WaveId.eq(wave))
        .select_only()
        .column_as(criterion::Column::Position.max(), "last");
    let row = criterion::ActiveModel {
        id: NotSet,
        wave_id: Set(wave),
        position: Set(after(last.into_tuple().one(tx.connection()).await?)),
        name: Set(new.name.clone()),
        guidance: Set(new.guidance.clone()),
        weight: Set(new.weight),
    };
    Ok(criterion::Entity::insert(row).exec_with_returning(tx.connection()).await?)
}

/// Adds a question after the others.
pub(in crate::calls) async fn insert_question(tx: &Tx, wave: WaveId, new: &NewQuestion) -> Result<question::Model, StoreError> {
    let last = question::Entity::find()
        .filter(question::Column::WaveId.eq(wave))
        .select_only()
        .column_as(question::Column::Position.max(), "last");
    let row = question::ActiveModel {
        id: NotSet,
        wave_id: Set(wave),
        position: Set(after(last.into_tuple().one(tx.connection()).await?)),
        section: Set(new.section.clone()),
        label: Set(new.label.clone()),
        help: Set(new.help.clone()),
        kind: Set(new.kind),
        required: Set(new.required),
        max_length: Set(new.max_length),
        choices: Set(new.choices.join("\n")),
    };
    Ok(question::Entity::insert(row).exec_with_returning(tx.connection()).await?)
}

/// The place after the last one, from 1.
fn after(last: Option<Option<i32>>) -> i32 {
    last.flatten().unwrap_or(0) + 1
}

pub(in crate::calls) async fn delete_criterion(tx: &Tx, id: CriterionId) -> Result<(), StoreError> {
    criterion::Entity::delete_by_id(id).exec(tx.connection()).await?;
    Ok(())
}

pub(in crate::calls) async fn delete_question(tx: &Tx, id: QuestionId) -> Result<(), StoreError> {
    question::Entity::delete_by_id(id).exec(tx.connection()).await?;
    Ok(())
}

/// Copies what one wave asks and judges by to another, which has nothing yet.
pub(in crate::calls) async fn copy(tx: &Tx, from: WaveId, to: WaveId) -> Result<(), StoreError> {
    let criteria =
        criteria(tx, from).await?.into_iter().map(|row| criterion::ActiveModel { id: NotSet, wave_id: Set(to), ..row.into() });
    let questions =
        questions(tx, from).await?.into_iter().map(|row| question::ActiveModel { id: NotSet, wave_id: Set(to), ..row.into() });
    criterion::Entity::insert_many(criteria).exec_without_returning(tx.connection()).await?;
    question::Entity::insert_many(questions).exec_without_returning(tx.connection()).await?;
    Ok(())
}

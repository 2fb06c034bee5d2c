//! What a dossier is made of: answers, expenses, files.

use entity::{
    answer, dossier_file, expense,
    values::{DossierFileId, DossierId, PersonId, QuestionId},
};
use sea_orm::{
    ActiveValue::NotSet,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set,
    sea_query::{Expr, ExprTrait},
};

use super::super::rules::plan::Expense;
use crate::db::{Source, StoreError, Tx};

pub(in crate::dossiers) async fn answers(db: &impl Source, dossier: DossierId) -> Result<Vec<answer::Model>, StoreError> {
    Ok(answer::Entity::find().filter(answer::Column::DossierId.eq(dossier)).all(db.connection()).await?)
}

/// Keeps an answer for the first time.
pub(in crate::dossiers) async fn insert_answer(
    tx: &Tx,
    dossier: DossierId,
    question: QuestionId,
    value: &str,
    author: PersonId,
) -> Result<(), StoreError> {
    let row = answer::ActiveModel {
        id: NotSet,
        dossier_id: Set(dossier),
        question_id: Set(question),
        value: Set(value.to_owned()),
        version: Set(1),
        updated_at: Set(tx.at()),
        updated_by: Set(author),
    };
    answer::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Keeps another text for an answer, if it is still the one that was read; otherwise [`StoreError::Stale`].
pub(in crate::dossiers) async fn change_answer(
    tx: &Tx,
    read: &answer::Model,
    value: &str,
    author: PersonId,
) -> Result<(), StoreError> {
    let changed = answer::Entity::update_many()
        .col_expr(answer::Column::Value, Expr::value(value))
        .col_expr(answer::Column::Version, Expr::col(answer::Column::Version).add(1))
        .col_expr(answer::Column::UpdatedAt, Expr::value(tx.at()))
        .col_expr(answer::Column::UpdatedBy, Expr::value(author))
        .filter(answer::Column::Id.eq(read.id))
        .filter(answer::Column::Version.eq(read.version))
        .exec(tx.connection())
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

pub(in crate::dossiers) async fn expenses(db: &impl Source, dossier: DossierId) -> Result<Vec<Expense>, StoreError> {
    let lines = expense::Entity::find().filter(expense::Column::DossierId.eq(dossier)).order_by_asc(expense::Column::Position);
    let lines = lines.all(db.connection()).await?;
    Ok(lines.into_iter().map(|line| Expense { category: line.category, label: line.label, amount: line.amount }).collect())
}

/// Replaces the lines of a draft's plan.
pub(in crate::dossiers) async fn replace_expenses(tx: &Tx, dossier: DossierId, expenses: &[Expense]) -> Result<(), StoreError> {
    expense::Entity::delete_many().filter(expense::Column::DossierId.eq(dossier)).exec(tx.connection()).await?;
    let rows = (1..).zip(expenses).map(|(position, line)| expense::ActiveModel {
        id: NotSet,
        dossier_id: Set(dossier),
        position: Set(position),
        category: Set(line.category),
        label: Set(line.label.clone()),
        amount: Set(line.amount),
    });
    expense::Entity::insert_many(rows).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// The files that a dossier holds, in the order in which they came.
pub(in crate::dossiers) async fn files(db: &impl Source, dossier: DossierId) -> Result<Vec<dossier_file::Model>, StoreError> {
    let held = dossier_file::Entity::find()
        .filter(dossier_file::Column::DossierId.eq(dossier))
        .filter(dossier_file::Column::RemovedAt.is_null())
        .order_by_asc(dossier_file::Column::Id);
    Ok(held.all(db.connection()).await?)
}

pub(in crate::dossiers) async fn file(
    db: &impl Source,
    dossier: DossierId,
    id: DossierFileId,
) -> Result<Option<dossier_file::Model>, StoreError> {
    let held = dossier_file::Entity::find_by_id(id)
        .filter(dossier_file::Column::DossierId.eq(dossier))
        .filter(dossier_file::Column::RemovedAt.is_null());
    Ok(held.one(db.connection()).await?)
}

/// A file about to be joined.
pub(in crate::dossiers) struct Joined<'a> {
    pub(in crate::dossiers) question: Option<QuestionId>,
    pub(in crate::dossiers) received: &'a crate::files::Received,
    pub(in crate::dossiers) size: i64,
    pub(in crate::dossiers) media_type: &'a str,
    pub(in crate::dossiers) scan: entity::values::ScanState,
}

pub(in crate::dossiers) async fn join_file(
    tx: &Tx,
    dossier: DossierId,
    author: PersonId,
    joined: Joined<'_>,
) -> Result<dossier_file::Model, StoreError> {
    let row = dossier_file::ActiveModel {
        id: NotSet,
        dossier_id: Set(dossier),
        question_id: Set(joined.question),
        name: Set(joined.received.name.clone()),
        media_type: Set(joined.media_type.to_owned()),
        size: Set(joined.size),
        sha256: Set(joined.received.sha256),
        storage_key: Set(joined.received.key.clone()),
        scan: Set(joined.scan),
        uploaded_by: Set(author),
        uploaded_at: Set(tx.at()),
        removed_at: Set(None),
    };
    Ok(dossier_file::Entity::insert(row).exec_with_returning(tx.connection()).await?)
}

/// Takes a file out of its dossier; its content stays in storage until the dossier itself goes. `false` when it was out
/// already.
pub(in crate::dossiers) async fn remove_file(tx: &Tx, id: DossierFileId) -> Result<bool, StoreError> {
    let removed = dossier_file::Entity::update_many()
        .col_expr(dossier_file::Column::RemovedAt, Expr::value(tx.at()))
        .filter(dossier_file::Column::Id.eq(id))
        .filter(dossier_file::Column::RemovedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(removed.rows_affected == 1)
}

//! Lines in their tree.

use entity::{
    budget_line, programme,
    values::{BudgetLineId, PersonId, ProgrammeId, Role},
};
use sea_orm::{
    ActiveValue::NotSet, ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Set,
    sea_query::Expr,
};

use super::super::rules::tree;
use crate::db::{Source, StoreError, Tx, count_rows};

pub(in crate::budget) async fn line(db: &impl Source, id: BudgetLineId) -> Result<Option<budget_line::Model>, StoreError> {
    Ok(budget_line::Entity::find_by_id(id).one(db.connection()).await?)
}

pub(in crate::budget) async fn line_by_code(db: &impl Source, code: &str) -> Result<Option<budget_line::Model>, StoreError> {
    Ok(budget_line::Entity::find().filter(budget_line::Column::Code.eq(code)).one(db.connection()).await?)
}

/// The line at this path.
pub(in crate::budget) async fn line_at(db: &impl Source, path: &str) -> Result<Option<budget_line::Model>, StoreError> {
    Ok(budget_line::Entity::find().filter(budget_line::Column::Path.eq(path)).one(db.connection()).await?)
}

/// Holds a line: nobody posts to it, or to its tree when it is the top, before the transaction ends.
pub(in crate::budget) async fn line_for_update(tx: &Tx, id: BudgetLineId) -> Result<Option<budget_line::Model>, StoreError> {
    Ok(budget_line::Entity::find_by_id(id).lock_exclusive().one(tx.connection()).await?)
}

/// A line just below this one that is open.
pub(in crate::budget) async fn children_open(
    db: &impl Source,
    line: BudgetLineId,
) -> Result<Option<budget_line::Model>, StoreError> {
    let open = budget_line::Entity::find()
        .filter(budget_line::Column::ParentId.eq(line))
        .filter(budget_line::Column::ClosedAt.is_null())
        .order_by_asc(budget_line::Column::Position);
    Ok(open.one(db.connection()).await?)
}

/// Closes a line, or opens it again when nobody closes it.
pub(in crate::budget) async fn close(tx: &Tx, line: BudgetLineId, by: Option<PersonId>) -> Result<(), StoreError> {
    budget_line::Entity::update_many()
        .col_expr(budget_line::Column::ClosedAt, Expr::value(by.map(|_| tx.at())))
        .col_expr(budget_line::Column::ClosedBy, Expr::value(by))
        .filter(budget_line::Column::Id.eq(line))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Says who moves the money of a line.
pub(in crate::budget) async fn own(tx: &Tx, line: BudgetLineId, role: Role) -> Result<(), StoreError> {
    budget_line::Entity::update_many()
        .col_expr(budget_line::Column::OwnerRole, Expr::value(role))
        .filter(budget_line::Column::Id.eq(line))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// The line that this one is part of.
pub(in crate::budget) async fn parent(
    db: &impl Source,
    line: &budget_line::Model,
) -> Result<Option<budget_line::Model>, StoreError> {
    match line.parent_id {
        Some(parent) => self::line(db, parent).await,
        None => Ok(None),
    }
}

/// The place after the last child of a line, or after the last top.
pub(in crate::budget) async fn next_position(tx: &Tx, parent: Option<BudgetLineId>) -> Result<i32, StoreError> {
    let siblings = budget_line::Entity::find();
    let siblings = match parent {
        Some(parent) => siblings.filter(budget_line::Column::ParentId.eq(parent)),
        None => siblings.filter(budget_line::Column::ParentId.is_null()),
    };
    let count = count_rows(tx, siblings).await?;
    Ok(i32::try_from(count.saturating_add(1)).unwrap_or(i32::MAX))
}

pub(in crate::budget) async fn insert_line(
    tx: &Tx,
    parent: Option<&budget_line::Model>,
    code: &str,
    label: &str,
    position: i32,
) -> Result<budget_line::Model, StoreError> {
    let row = budget_line::ActiveModel {
        id: NotSet,
        parent_id: Set(parent.map(|parent| parent.id)),
        path: Set(tree::path(parent.map(|parent| parent.path.as_str()), code)),
        code: Set(code.to_owned()),
        label: Set(label.to_owned()),
        position: Set(position),
        owner_role: Set(Role::ProgrammeManager),
        closed_at: Set(None),
        closed_by: Set(None),
        closed_through: Set(None),
    };
    Ok(budget_line::Entity::insert(row).exec_with_returning(tx.connection()).await?)
}

/// The programme whose budget the top of this line's tree is.
pub(in crate::budget) async fn programme_of(
    db: &impl Source,
    line: &budget_line::Model,
) -> Result<Option<ProgrammeId>, StoreError> {
    Ok(programmes_at(db, &[tree::top(&line.path)]).await?.into_iter().next())
}

pub(super) async fn programmes_at(db: &impl Source, tops: &[&str]) -> Result<Vec<ProgrammeId>, StoreError> {
    let found = programme::Entity::find()
        .join(JoinType::InnerJoin, programme::Relation::BudgetLine.def())
        .filter(budget_line::Column::Path.is_in(tops.iter().copied()));
    Ok(found.select_only().column(programme::Column::Id).into_tuple().all(db.connection()).await?)
}

//! Parts of lines reserved to a use.

use entity::{
    earmark,
    values::{BudgetLineId, EarmarkId, Money},
};
use sea_orm::{ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set, sea_query::Expr};

use crate::db::{Source, StoreError, Tx};

/// The parts of these lines that are reserved to a use, in the order in which they were.
pub(in crate::budget) async fn earmarks_of(db: &impl Source, lines: &[BudgetLineId]) -> Result<Vec<earmark::Model>, StoreError> {
    let theirs = earmark::Entity::find().filter(earmark::Column::LineId.is_in(lines.iter().copied()));
    Ok(theirs.order_by_asc(earmark::Column::Id).all(db.connection()).await?)
}

/// Every part of every line that is reserved to a use.
pub(in crate::budget) async fn earmarks(db: &impl Source) -> Result<Vec<earmark::Model>, StoreError> {
    Ok(earmark::Entity::find().order_by_asc(earmark::Column::Id).all(db.connection()).await?)
}

pub(in crate::budget) async fn earmark_for_update(tx: &Tx, id: EarmarkId) -> Result<Option<earmark::Model>, StoreError> {
    Ok(earmark::Entity::find_by_id(id).lock_exclusive().one(tx.connection()).await?)
}

pub(in crate::budget) async fn insert_earmark(tx: &Tx, line: BudgetLineId, name: &str, amount: Money) -> Result<(), StoreError> {
    let row = earmark::ActiveModel {
        id: NotSet,
        line_id: Set(line),
        name: Set(name.to_owned()),
        amount: Set(amount),
        used: Set(Money::ZERO),
    };
    earmark::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Keeps what was taken for a use.
pub(in crate::budget) async fn note_used(tx: &Tx, id: EarmarkId, used: Money) -> Result<(), StoreError> {
    earmark::Entity::update_many()
        .col_expr(earmark::Column::Used, Expr::value(used))
        .filter(earmark::Column::Id.eq(id))
        .exec(tx.connection())
        .await?;
    Ok(())
}

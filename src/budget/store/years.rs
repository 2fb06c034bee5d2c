//! Fiscal years: what is left of one, and which are closed.

use entity::{
    account, budget_line,
    values::{Book, BudgetLineId, Day, Money, Stage, Year},
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, sea_query::Expr,
};

use super::reports::within;
use crate::db::{Source, StoreError, Tx, cents};

/// What the accounts of a stage of a line hold now.
#[derive(Clone, Debug, FromQueryResult)]
pub(in crate::budget) struct HeldOn {
    pub(in crate::budget) line: BudgetLineId,
    pub(in crate::budget) book: Book,
    pub(in crate::budget) stage: Stage,
    pub(in crate::budget) balance: Money,
}

/// The years before `today`'s in which a tree has accounts, the first first.
pub(in crate::budget) async fn ended_years(db: &impl Source, path: &str, today: Day) -> Result<Vec<Year>, StoreError> {
    let years = account::Entity::find()
        .join(JoinType::InnerJoin, account::Relation::Line.def())
        .filter(within(path, Expr::col((budget_line::Entity, budget_line::Column::Path))))
        .filter(account::Column::Year.lt(today.year()))
        .select_only()
        .column(account::Column::Year)
        .distinct()
        .order_by_asc(account::Column::Year);
    Ok(years.into_tuple().all(db.connection()).await?)
}

/// What the accounts of a year hold now, line by line of a tree.
pub(in crate::budget) async fn held_on(db: &impl Source, path: &str, year: Year) -> Result<Vec<HeldOn>, StoreError> {
    let line_path = Expr::col((budget_line::Entity, budget_line::Column::Path));
    let held = account::Entity::find()
        .join(JoinType::InnerJoin, account::Relation::Line.def())
        .filter(within(path, line_path.clone()))
        .filter(account::Column::Year.eq(year))
        .select_only()
        .column_as(account::Column::LineId, "line")
        .columns([account::Column::Book, account::Column::Stage])
        .expr_as(cents(account::Column::Balance), "balance")
        .group_by(account::Column::LineId)
        .group_by(line_path.clone())
        .group_by(account::Column::Book)
        .group_by(account::Column::Stage)
        .order_by(line_path, sea_orm::Order::Asc)
        .order_by_asc(account::Column::Book);
    Ok(held.into_model().all(db.connection()).await?)
}

/// Closes the years of a tree through `year`.
pub(in crate::budget) async fn note_closed_through(tx: &Tx, top: BudgetLineId, year: Year) -> Result<(), StoreError> {
    let done = budget_line::Entity::update_many()
        .col_expr(budget_line::Column::ClosedThrough, Expr::value(year))
        .filter(budget_line::Column::Id.eq(top))
        .exec(tx.connection())
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

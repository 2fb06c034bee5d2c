//! Sums and counts, written once: PostgreSQL's `SUM(bigint)` is a NUMERIC that does not fit an `i64`.

use entity::values::Money;
use sea_orm::{
    EntityTrait, FromQueryResult, IntoSimpleExpr, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Func, SimpleExpr},
};

use super::{Source, StoreError};

#[derive(FromQueryResult)]
struct Cents {
    cents: Option<Money>,
}

#[derive(FromQueryResult)]
struct Rows {
    rows: i64,
}

/// The sum of a money column over the rows of `select`; zero when there is none. An overflow is an error.
///
/// # Errors
/// When the query fails or the sum does not fit.
pub async fn sum_cents<E: EntityTrait>(
    db: &impl Source,
    select: Select<E>,
    column: impl IntoSimpleExpr,
) -> Result<Money, StoreError> {
    let row = select.select_only().expr_as(cents(column), "cents").into_model::<Cents>().one(db.connection()).await?;
    Ok(row.and_then(|row| row.cents).unwrap_or(Money::ZERO))
}

/// The sum of a money column, for queries that group.
pub fn cents(column: impl IntoSimpleExpr) -> SimpleExpr {
    Expr::expr(Func::sum(column.into_simple_expr())).cast_as("bigint")
}

/// How many rows `select` finds.
///
/// # Errors
/// When the query fails.
pub async fn count_rows<E: EntityTrait>(db: &impl Source, select: Select<E>) -> Result<u64, StoreError> {
    let count = Expr::expr(Func::count(Expr::val(1)));
    let row = select.select_only().expr_as(count, "rows").into_model::<Rows>().one(db.connection()).await?;
    Ok(row.and_then(|row| u64::try_from(row.rows).ok()).unwrap_or(0))
}

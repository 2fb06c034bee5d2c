//! Searching what people typed, in the rows themselves.

use entity::values::plain;
use sea_orm::{
    ColumnTrait, Condition, IntoSimpleExpr,
    sea_query::{Alias, Expr, ExprTrait, Func, LikeExpr, SimpleExpr},
};

/// A text that people search, case and accents aside: the plain column beside it ([`entity::values::Plain`]).
pub fn text(column: impl ColumnTrait) -> SimpleExpr {
    Expr::col((column.entity_name(), Alias::new(format!("{}_plain", column.as_str()))))
}

/// A reference, a number or an electronic address: ASCII, searched whatever the case.
pub fn code(column: impl IntoSimpleExpr) -> SimpleExpr {
    Expr::expr(Func::lower(column.into_simple_expr()))
}

/// Every word typed stands in one of `columns`. Nothing typed finds everything; `%` and `_` are ordinary characters.
pub fn finds(typed: &str, columns: &[SimpleExpr]) -> Condition {
    plain(typed).split_whitespace().fold(Condition::all(), |all, word| {
        let pattern = format!("%{}%", word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        let stands_in = |column: &SimpleExpr| column.clone().like(LikeExpr::new(&pattern).escape('\\'));
        all.add(columns.iter().map(stands_in).fold(Condition::any(), Condition::add))
    })
}

//! Searching text typed by people.

use sea_orm::{
    IntoSimpleExpr,
    sea_query::{Expr, ExprTrait, Func, LikeExpr, SimpleExpr},
};

/// `column` contains what was typed, whatever the case. `%` and `_` are ordinary characters for whoever types them.
pub fn contains(column: impl IntoSimpleExpr, typed: &str) -> SimpleExpr {
    let escaped = typed.trim().to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Expr::expr(Func::lower(column.into_simple_expr())).like(LikeExpr::new(format!("%{escaped}%")).escape('\\'))
}

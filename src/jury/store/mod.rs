//! The queries of the jury: who sits, who reads what, what they wrote.

pub(super) mod assignments;
pub(super) mod reviews;
pub(super) mod seats;

use entity::{assignment, recusal};
use sea_orm::{
    QueryFilter, Select,
    sea_query::{Expr, ExprTrait, Query},
};

/// Only the assignments that no recusal undoes: whatever was written, a juror who stepped aside reads and counts nowhere.
fn without_recusals(assignments: Select<assignment::Entity>) -> Select<assignment::Entity> {
    let recused = Query::select()
        .expr(Expr::val(1))
        .from(recusal::Entity)
        .and_where(
            Expr::col((recusal::Entity, recusal::Column::JurorId)).equals((assignment::Entity, assignment::Column::JurorId)),
        )
        .and_where(
            Expr::col((recusal::Entity, recusal::Column::DossierId)).equals((assignment::Entity, assignment::Column::DossierId)),
        )
        .to_owned();
    assignments.filter(Expr::exists(recused).not())
}

//! The queries of the jury: who sits, who reads what, what they wrote.

pub(super) mod assignments;
pub(super) mod reviews;
pub(super) mod seats;

use entity::{assignment, recusal};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter, Select,
    sea_query::{Expr, ExprTrait, Query},
};

/// Only the assignments from which no juror stepped aside: what is left out is not theirs to read any more.
fn readable(assignments: Select<assignment::Entity>) -> Select<assignment::Entity> {
    without(assignments, Condition::all())
}

/// Only the assignments that count in the ranking: those of jurors who stepped aside before the decision do not, whatever
/// they wrote. What was judged by the time of the decision stays judged.
fn counted(assignments: Select<assignment::Entity>) -> Select<assignment::Entity> {
    without(assignments, Condition::all().add(recusal::Column::AfterDecision.eq(false)))
}

fn without(assignments: Select<assignment::Entity>, recusals: Condition) -> Select<assignment::Entity> {
    let recused = Query::select()
        .expr(Expr::val(1))
        .from(recusal::Entity)
        .and_where(
            Expr::col((recusal::Entity, recusal::Column::JurorId)).equals((assignment::Entity, assignment::Column::JurorId)),
        )
        .and_where(
            Expr::col((recusal::Entity, recusal::Column::DossierId)).equals((assignment::Entity, assignment::Column::DossierId)),
        )
        .cond_where(recusals)
        .to_owned();
    assignments.filter(Expr::exists(recused).not())
}

//! What a programme does: a call, a desk, a contest, a route.

use crate::values::{ActionId, ActionKind, AxisId, BudgetLineId, Day, Money, ProgrammeId, Rate};
use sea_orm::entity::prelude::*;

/// A row of `action`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "action")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: ActionId,
    /// Of which programme.
    pub programme_id: ProgrammeId,
    /// On which axis, where the programme has some.
    pub axis_id: Option<AxisId>,
    /// Its short name within the programme: `AAP-TL`.
    pub code: String,
    /// As it is shown.
    pub name: String,
    /// The sort of action.
    pub kind: ActionKind,
    /// Whole euro cents for its whole life; absent when none was announced.
    pub amount: Option<Money>,
    /// Whole euro cents for each year; absent when none was announced.
    pub amount_per_year: Option<Money>,
    /// Where it stands, in the announcer's words.
    pub status_note: Option<String>,
    /// How often it opens, in the announcer's words.
    pub recurrence: Option<String>,
    /// Who runs it, when another body does.
    pub operator: Option<String>,
    /// The share of the expense that is paid, in millionths.
    pub aid_rate: Option<Rate>,
    /// The law it rests on.
    pub legal_basis: Option<String>,
    /// Another programme that it serves too.
    pub linked_programme_id: Option<ProgrammeId>,
    /// The day it opened for the first time.
    pub launched_on: Option<Day>,
    /// Its place in the programme, from 1.
    pub position: i32,
    /// The line that funds it.
    pub budget_line_id: Option<BudgetLineId>,
    /// What it is for, in a paragraph.
    pub summary: Option<String>,
}

relations! {
    Programme: ProgrammeId => programme (default),
    Axis: AxisId => axis (default),
    LinkedProgramme: LinkedProgrammeId => programme,
    BudgetLine: BudgetLineId => budget_line (default),
}

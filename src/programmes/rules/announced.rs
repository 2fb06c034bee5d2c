//! What programmes and actions are announced with, and what is written down of them later. What was not announced is
//! absent: nothing is made up.

use entity::values::{ActionId, ActionKind, Day, Money, ProgrammeId, Rate};
use serde::Serialize;

use super::period::Month;

/// A programme as it was announced.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewProgramme {
    /// Its short name: `SASN`.
    pub code: String,
    /// As it is shown.
    pub name: String,
    /// Its promise, in a line.
    pub tagline: Option<String>,
    /// What it is for, in a paragraph.
    pub summary: Option<String>,
    /// Its first year or month: `2018` or `2020-07`.
    pub starts: String,
    /// Its last year or month, in the same form.
    pub ends: String,
    /// The day it was announced.
    pub launched_on: Option<Day>,
    /// How many orientations it was announced with.
    pub orientations: Option<i32>,
    /// How many actions it was announced with.
    pub actions_announced: Option<i32>,
    /// What it was announced with.
    pub amount: Option<Money>,
    /// The parts set apart within the amount.
    pub earmarks: Vec<NewEarmark>,
    /// The names of its axes, in order.
    pub axes: Vec<String>,
}

/// A part of a programme's amount, set apart.
#[derive(Clone, Debug, Serialize)]
pub struct NewEarmark {
    /// For what.
    pub name: String,
    /// How much, within the programme's amount.
    pub amount: Money,
}

/// An action as it was announced.
#[derive(Clone, Debug, Serialize)]
pub struct NewAction {
    /// Its short name within the programme: `AAP-TL`.
    pub code: String,
    /// As it is shown.
    pub name: String,
    /// The sort of action.
    pub kind: ActionKind,
    /// The number of its axis, where the programme has some.
    pub axis: Option<i32>,
    /// For its whole life.
    pub amount: Option<Money>,
    /// For each year.
    pub amount_per_year: Option<Money>,
    /// Where it stands, in the announcer's words.
    pub status_note: Option<String>,
    /// How often it opens, in the announcer's words.
    pub recurrence: Option<String>,
    /// Who runs it, when another body does.
    pub operator: Option<String>,
    /// The share of the expense that is paid.
    pub aid_rate: Option<Rate>,
    /// The law it rests on.
    pub legal_basis: Option<String>,
    /// Another programme that it serves too.
    pub linked_programme: Option<ProgrammeId>,
    /// What it is for, in a paragraph.
    pub summary: Option<String>,
    /// The themes that it funds.
    pub topics: Vec<String>,
    /// The conditions to enter it.
    pub eligibility: Vec<String>,
}

impl NewAction {
    /// An action of which nothing more is known yet.
    #[must_use]
    pub fn named(code: impl Into<String>, name: impl Into<String>, kind: ActionKind) -> Self {
        Self {
            code: code.into(),
            name: name.into(),
            kind,
            axis: None,
            amount: None,
            amount_per_year: None,
            status_note: None,
            recurrence: None,
            operator: None,
            aid_rate: None,
            legal_basis: None,
            linked_programme: None,
            summary: None,
            topics: Vec::new(),
            eligibility: Vec::new(),
        }
    }
}

/// A figure that a programme promises to reach.
#[derive(Clone, Debug, Serialize)]
pub struct NewTarget {
    /// By which action, when only one serves it.
    pub action: Option<ActionId>,
    /// Its name for programs: `test_sites`.
    pub key: String,
    /// What is counted.
    pub label: String,
    /// The promised count.
    pub value: i64,
    /// By when, as announced: « 2025 », « cinq ans ».
    pub horizon: String,
}

/// How far a target was reached on a day.
#[derive(Clone, Debug, Serialize)]
pub struct Progress {
    /// On which day.
    pub day: Day,
    /// The count on that day.
    pub value: i64,
    /// Where the count comes from.
    pub source: String,
}

/// A figure to observe month after month.
#[derive(Clone, Debug, Serialize)]
pub struct NewIndicator {
    /// Its name for programs: `mes_documents`.
    pub key: String,
    /// What is counted.
    pub label: String,
    /// In what it is counted.
    pub unit: String,
}

/// What an indicator showed for a month.
#[derive(Clone, Debug, Serialize)]
pub struct Observation {
    /// For which part of the whole; absent for the whole.
    pub category: Option<String>,
    /// For which month.
    pub month: Month,
    /// The count.
    pub value: i64,
}

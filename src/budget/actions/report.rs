//! The report on execution.

use entity::budget_line;

use super::{
    super::{
        Refusal,
        gates::VisibleBudgets,
        rules::{
            report::{self, AsOf, BookReport, Late, Report, Stood},
            tree::{self, Line},
        },
        store,
    },
    BudgetError,
};
use crate::db::Source;

/// The report on execution of a line and of everything below it. Two queries, whatever the size and however long the past.
///
/// # Errors
/// When the database fails.
pub async fn report(db: &impl Source, line: &budget_line::Model, as_of: AsOf) -> Result<Report, BudgetError> {
    let lines = store::tree_of(db, &line.path).await?;
    let (stood, late) = store::stood(db, &line.path, as_of).await?;
    Ok(report::of(store::as_line(line.clone()), &lines, as_of, &stood, &late)?)
}

/// A tree of lines, as a list shows it.
#[derive(Clone, Debug)]
pub struct Budget {
    /// The top of the tree.
    pub line: Line,
    /// What the tree holds, in each book.
    pub books: Vec<BookReport>,
}

/// The budgets that one may see, as they stood. Constant in queries: every tree is read at once.
///
/// # Errors
/// When the database fails.
pub async fn budgets(db: &impl Source, visible: &VisibleBudgets, as_of: AsOf) -> Result<Vec<Budget>, BudgetError> {
    let lines = store::tree_of(db, "").await?;
    let financed = store::financed(db).await?;
    let (stood, late) = store::stood(db, "", as_of).await?;
    let is_visible = |line: &&Line| match visible {
        VisibleBudgets::All => true,
        VisibleBudgets::Of(programmes) => {
            financed.iter().any(|(programme, top)| *top == line.id && programmes.contains(programme))
        }
    };
    let mut tops: Vec<_> = lines.iter().filter(|line| line.parent.is_none()).filter(is_visible).collect();
    tops.sort_by_key(|top| top.position);
    Ok(tops.into_iter().map(|top| budget(top, &lines, as_of, &stood, &late)).collect::<Result<_, _>>()?)
}

/// A line with those just below it, each with all that is below.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The line and everything below it.
    pub report: Report,
    /// The lines just below, in their order.
    pub children: Vec<Budget>,
}

/// A line and those just below it, as they stood. Two queries, whatever the size.
///
/// # Errors
/// When the database fails.
pub async fn overview(db: &impl Source, line: &budget_line::Model, as_of: AsOf) -> Result<Overview, BudgetError> {
    let lines = store::tree_of(db, &line.path).await?;
    let (stood, late) = store::stood(db, &line.path, as_of).await?;
    let mut children: Vec<_> = lines.iter().filter(|child| child.parent == Some(line.id)).collect();
    children.sort_by_key(|child| child.position);
    Ok(Overview {
        report: report::of(store::as_line(line.clone()), &lines, as_of, &stood, &late)?,
        children: children.into_iter().map(|child| budget(child, &lines, as_of, &stood, &late)).collect::<Result<_, _>>()?,
    })
}

fn budget(top: &Line, lines: &[Line], as_of: AsOf, stood: &[Stood], late: &[Late]) -> Result<Budget, Refusal> {
    let is_in_it = |line: &&Line| line.id == top.id || tree::is_below(&line.path, &top.path);
    let own: Vec<_> = lines.iter().filter(is_in_it).cloned().collect();
    let report = report::of(top.clone(), &own, as_of, stood, late)?;
    Ok(Budget { line: report.line, books: report.books })
}

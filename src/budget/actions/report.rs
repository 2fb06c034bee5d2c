//! The report on execution.

use entity::{budget_line, values::Day};

use super::{
    super::{
        Refusal,
        gates::VisibleBudgets,
        rules::{
            figure::Way,
            report::{self, BookReport, Report, Side},
            tree::{self, Line},
        },
        store,
    },
    BudgetError,
};
use crate::db::{Source, StoreError};

/// The report on execution of a line and of everything below it, at the end of `day`. Three queries, whatever the size.
///
/// # Errors
/// When the database fails.
pub async fn report(db: &impl Source, line: &budget_line::Model, day: Day) -> Result<Report, BudgetError> {
    let lines = store::tree_of(db, &line.path).await?;
    let sides = sides(db, &line.path, day).await?;
    Ok(report::of(store::as_line(line.clone()), &lines, day, &sides)?)
}

/// A tree of lines, as a list shows it.
#[derive(Clone, Debug)]
pub struct Budget {
    /// The top of the tree.
    pub line: Line,
    /// What the tree holds now, in each book.
    pub books: Vec<BookReport>,
}

/// The budgets that one may see, as they are at the end of `day`. Constant in queries: every tree is read at once.
///
/// # Errors
/// When the database fails.
pub async fn budgets(db: &impl Source, visible: &VisibleBudgets, day: Day) -> Result<Vec<Budget>, BudgetError> {
    let lines = store::tree_of(db, "").await?;
    let financed = store::financed(db).await?;
    let sides = sides(db, "", day).await?;
    let is_visible = |line: &&Line| match visible {
        VisibleBudgets::All => true,
        VisibleBudgets::Of(programmes) => {
            financed.iter().any(|(programme, top)| *top == line.id && programmes.contains(programme))
        }
    };
    let mut tops: Vec<_> = lines.iter().filter(|line| line.parent.is_none()).filter(is_visible).collect();
    tops.sort_by_key(|top| top.position);
    Ok(tops.into_iter().map(|top| budget(top, &lines, day, &sides)).collect::<Result<_, _>>()?)
}

/// A line with those just below it, each with all that is below.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The line and everything below it.
    pub report: Report,
    /// The lines just below, in their order.
    pub children: Vec<Budget>,
}

/// A line and those just below it, as they are at the end of `day`. Three queries, whatever the size.
///
/// # Errors
/// When the database fails.
pub async fn overview(db: &impl Source, line: &budget_line::Model, day: Day) -> Result<Overview, BudgetError> {
    let lines = store::tree_of(db, &line.path).await?;
    let sides = sides(db, &line.path, day).await?;
    let mut children: Vec<_> = lines.iter().filter(|child| child.parent == Some(line.id)).collect();
    children.sort_by_key(|child| child.position);
    Ok(Overview {
        report: report::of(store::as_line(line.clone()), &lines, day, &sides)?,
        children: children.into_iter().map(|child| budget(child, &lines, day, &sides)).collect::<Result<_, _>>()?,
    })
}

fn budget(top: &Line, lines: &[Line], day: Day, sides: &[Side]) -> Result<Budget, Refusal> {
    let is_in_it = |line: &&Line| line.id == top.id || tree::is_below(&line.path, &top.path);
    let own: Vec<_> = lines.iter().filter(is_in_it).cloned().collect();
    let report = report::of(top.clone(), &own, day, sides)?;
    Ok(Budget { line: report.line, books: report.books })
}

async fn sides(db: &impl Source, path: &str, day: Day) -> Result<Vec<Side>, StoreError> {
    let mut sides = Vec::new();
    for way in [Way::In, Way::Out] {
        sides.extend(store::through(db, path, way, day).await?.into_iter().map(|through| Side {
            line: through.line,
            book: through.book,
            year: through.year,
            stage: through.stage,
            way,
            other: tree::standing(&through.other_path, &through.path),
            amount: through.amount,
        }));
    }
    Ok(sides)
}

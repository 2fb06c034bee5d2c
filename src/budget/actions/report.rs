//! The report on execution.

use entity::{
    budget_line,
    values::{Day, ProgrammeId},
};

use super::{
    super::{
        gates::VisibleBudgets,
        rules::{
            figure::Way,
            report::{self, BookReport, Report, Side},
            tree,
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
    Ok(report::of(line.clone(), &lines, day, &sides)?)
}

/// A tree of lines, as the list of budgets shows it.
#[derive(Clone, Debug)]
pub struct Budget {
    /// The top of the tree.
    pub line: budget_line::Model,
    /// What the tree holds now, in each book.
    pub books: Vec<BookReport>,
}

/// The budgets that one may see, as they are at the end of `day`. Constant in queries: every tree is read at once.
///
/// # Errors
/// When the database fails.
pub async fn budgets(db: &impl Source, visible: &VisibleBudgets, day: Day) -> Result<Vec<Budget>, BudgetError> {
    let tops = store::tops(db).await?;
    let lines = store::tree_of(db, "").await?;
    let sides = sides(db, "", day).await?;
    let is_visible = |programme: Option<ProgrammeId>| match visible {
        VisibleBudgets::All => true,
        VisibleBudgets::Of(programmes) => programme.is_some_and(|programme| programmes.contains(&programme)),
    };
    let mut budgets = Vec::new();
    for (line, _) in tops.into_iter().filter(|(_, programme)| is_visible(*programme)) {
        let own: Vec<_> = lines.iter().filter(|other| tree::top(&other.path) == line.path).cloned().collect();
        let report = report::of(line, &own, day, &sides)?;
        budgets.push(Budget { line: report.line, books: report.books });
    }
    Ok(budgets)
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

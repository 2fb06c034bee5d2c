//! The report on execution: what was opened, handed on, set aside and promised, by line, year and book, at the end of a
//! day. Computed from transfers, so that any past day can be told again.
//!
//! On every row: opened + received − delegated = available + frozen + reserved + committed + due + ordered + paid.

use std::collections::BTreeMap;

use entity::values::{Book, BudgetLineId, Day, Money, Stage, Year};

use super::{
    Refusal,
    figure::{Effect, Figure, Way, apply, effect},
    tree::{self, Line, Standing},
};

/// The report of a line and of everything below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The line.
    pub line: Line,
    /// The last accounting day that counts.
    pub day: Day,
    /// Each book in which money moved: AE and CP are never added up.
    pub books: Vec<BookReport>,
}

/// The report in one book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookReport {
    /// AE or CP.
    pub book: Book,
    /// Each line on which money moved, in the order of the tree.
    pub lines: Vec<LineReport>,
    /// The whole tree, year by year.
    pub years: Vec<YearFigures>,
    /// The whole tree, all years.
    pub total: Figures,
}

/// The report of one line by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineReport {
    /// The line.
    pub line: Line,
    /// How deep it is below the report's line, from 0.
    pub depth: usize,
    /// Each year in which money moved.
    pub years: Vec<YearFigures>,
    /// All years.
    pub total: Figures,
}

/// The figures of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearFigures {
    /// The fiscal year.
    pub year: Year,
    /// Its figures.
    pub figures: Figures,
}

/// The figures of a row, in whole euro cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures([Money; Figure::ALL.len()]);

/// What went one way through the accounts of one stage of a line, to or from the accounts of another line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The line.
    pub line: BudgetLineId,
    /// AE or CP.
    pub book: Book,
    /// The fiscal year.
    pub year: Year,
    /// The stage.
    pub stage: Stage,
    /// Which way.
    pub way: Way,
    /// Where the other line stands.
    pub other: Standing,
    /// How much in all.
    pub amount: Money,
}

impl Figures {
    /// One of them.
    #[must_use]
    pub fn get(&self, figure: Figure) -> Money {
        self.0[figure as usize]
    }

    /// What may be spent here: what the law opened, and what came from above.
    #[must_use]
    pub fn granted(&self) -> Option<Money> {
        self.get(Figure::Opened).checked_add(self.get(Figure::Received))
    }

    /// What stands on the line, wherever it has gone; `None` when no amount can hold it.
    #[must_use]
    pub fn held(&self) -> Option<Money> {
        let is_held = |figure: &Figure| !matches!(figure, Figure::Opened | Figure::Received | Figure::Delegated);
        Money::sum(Figure::ALL.into_iter().filter(is_held).map(|figure| self.get(figure)))
    }

    /// Whether money was neither created nor lost: opened + received − delegated is what stands on the line.
    #[must_use]
    pub fn is_balanced(&self) -> bool {
        let came = self.granted().and_then(|granted| granted.checked_sub(self.get(Figure::Delegated)));
        came.is_some() && came == self.held()
    }

    fn slot(&mut self, figure: Figure) -> &mut Money {
        &mut self.0[figure as usize]
    }

    fn count(&mut self, side: &Side) -> Result<(), Refusal> {
        for figure in Figure::ALL {
            let slot = self.slot(figure);
            *slot = apply(*slot, effect(figure, side.stage, side.way, side.other), side.amount).ok_or(Refusal::TooLarge)?;
        }
        Ok(())
    }

    fn add(&mut self, other: &Self) -> Result<(), Refusal> {
        for figure in Figure::ALL {
            let slot = self.slot(figure);
            *slot = apply(*slot, Some(Effect::Adds), other.get(figure)).ok_or(Refusal::TooLarge)?;
        }
        Ok(())
    }

    /// The figures of several lines as those of one tree: what they handed to each other cancels out, and what is left
    /// came from above.
    fn as_one(mut self) -> Result<Self, Refusal> {
        let delegated = std::mem::take(self.slot(Figure::Delegated));
        let received = self.slot(Figure::Received);
        *received = received.checked_sub(delegated).ok_or(Refusal::TooLarge)?;
        Ok(self)
    }
}

/// The report of `line` at the end of `day`, from what went through the accounts of `lines`: it and everything below it,
/// in the order of the tree.
///
/// # Errors
/// [`Refusal::TooLarge`] when no amount can hold a sum.
pub fn of(line: Line, lines: &[Line], day: Day, sides: &[Side]) -> Result<Report, Refusal> {
    let mut moved: BTreeMap<(Book, BudgetLineId), BTreeMap<Year, Figures>> = BTreeMap::new();
    for side in sides {
        moved.entry((side.book, side.line)).or_default().entry(side.year).or_default().count(side)?;
    }
    let top = tree::depth(&line.path);
    let mut books = Vec::new();
    for book in Book::ALL.iter().copied() {
        let mut reported = Vec::new();
        for line in lines {
            if let Some(years) = moved.remove(&(book, line.id)) {
                reported.push(line_report(line, tree::depth(&line.path).saturating_sub(top), years)?);
            }
        }
        if !reported.is_empty() {
            books.push(book_report(book, reported)?);
        }
    }
    Ok(Report { line, day, books })
}

fn line_report(line: &Line, depth: usize, years: BTreeMap<Year, Figures>) -> Result<LineReport, Refusal> {
    let mut total = Figures::default();
    for figures in years.values() {
        total.add(figures)?;
    }
    Ok(LineReport { line: line.clone(), depth, years: listed(years), total })
}

fn book_report(book: Book, lines: Vec<LineReport>) -> Result<BookReport, Refusal> {
    let mut years: BTreeMap<Year, Figures> = BTreeMap::new();
    let mut total = Figures::default();
    for line in &lines {
        for year in &line.years {
            years.entry(year.year).or_default().add(&year.figures)?;
        }
        total.add(&line.total)?;
    }
    for figures in years.values_mut() {
        *figures = figures.as_one()?;
    }
    Ok(BookReport { book, lines, years: listed(years), total: total.as_one()? })
}

fn listed(years: BTreeMap<Year, Figures>) -> Vec<YearFigures> {
    years.into_iter().map(|(year, figures)| YearFigures { year, figures }).collect()
}

#[cfg(test)]
mod tests;

//! The report on execution: what was opened, handed on, set aside, promised and paid, by line, year and book, at the end of
//! a day, as it was known at an instant. Read from what accounts came to on each day, so that any past day can be told again.
//!
//! On every row: opened + received + transferred + carried over − delegated = all that stands on the line, wherever it went.

use std::collections::BTreeMap;

use entity::values::{Book, BudgetLineId, Day, Instant, Money, Stage, Year};

use super::{
    Refusal,
    figure::{Crossing, Effect, Figure, Reach, Totals, Way, apply, effect},
    tree::{self, Line},
};

/// Which past is told: what was true at the end of a day, as far as it was known at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// The last accounting day that counts.
    pub day: Day,
    /// The last instant at which what counts was recorded; now when absent.
    pub known: Option<Instant>,
}

impl AsOf {
    /// As it is known now.
    #[must_use]
    pub fn day(day: Day) -> Self {
        Self { day, known: None }
    }

    /// The same at the end of another day, as far as it was known.
    #[must_use]
    pub fn on(self, day: Day) -> Self {
        Self { day, ..self }
    }

    /// The last day on which something can count: nothing was recorded before its day.
    #[must_use]
    pub fn last_day(&self) -> Day {
        self.known.map_or(self.day, |known| self.day.min(known.paris_day()))
    }
}

/// The report of a line and of everything below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The line.
    pub line: Line,
    /// Which past it tells.
    pub as_of: AsOf,
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

/// What the accounts of one stage of a line came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stood {
    /// Where.
    pub place: Place,
    /// What they came to together.
    pub totals: Totals,
}

/// The accounts of one stage of a line, in one book and year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: BudgetLineId,
    /// AE or CP.
    pub book: Book,
    /// The fiscal year.
    pub year: Year,
    /// The stage.
    pub stage: Stage,
}

/// What went one way through such accounts and was recorded too late to be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    /// Where.
    pub place: Place,
    /// Which way.
    pub way: Way,
    /// Where the other end stands.
    pub crossing: Crossing,
    /// How much in all.
    pub amount: Money,
}

impl BookReport {
    /// The figures that the page shows: those that people expect, and those of which there is something to say.
    #[must_use]
    pub fn shown(&self) -> Vec<Figure> {
        let is_told =
            |figure: &Figure| self.lines.iter().flat_map(|line| &line.years).any(|year| !year.figures.get(*figure).is_zero());
        Figure::of(self.book).filter(|figure| figure.is_always_shown() || is_told(figure)).collect()
    }
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
        let is_held = |figure: &Figure| figure.stage().is_some_and(|stage| stage != Stage::Opened);
        Money::sum(Figure::ALL.into_iter().filter(is_held).map(|figure| self.get(figure)))
    }

    /// Whether money was neither created nor lost: opened + received + transferred + carried over − delegated is what stands
    /// on the line.
    #[must_use]
    pub fn is_balanced(&self) -> bool {
        let sources = [Figure::Opened, Figure::Received, Figure::Transferred, Figure::CarriedOver];
        let came = Money::sum(sources.map(|figure| self.get(figure)));
        let came = came.and_then(|came| came.checked_sub(self.get(Figure::Delegated)));
        came.is_some() && came == self.held()
    }

    fn slot(&mut self, figure: Figure) -> &mut Money {
        &mut self.0[figure as usize]
    }

    fn count(&mut self, stood: &Stood) -> Result<(), Refusal> {
        for figure in Figure::ALL {
            let told = stood.totals.told(figure, stood.place.stage).ok_or(Refusal::TooLarge)?;
            let slot = self.slot(figure);
            *slot = slot.checked_add(told).ok_or(Refusal::TooLarge)?;
        }
        Ok(())
    }

    /// Counts what was not known yet as if it had not been.
    fn uncount(&mut self, late: &Late) -> Result<(), Refusal> {
        for figure in Figure::ALL {
            let undone = effect(figure, late.place.stage, late.way, late.crossing).map(|effect| match effect {
                Effect::Adds => Effect::Takes,
                Effect::Takes => Effect::Adds,
            });
            let slot = self.slot(figure);
            *slot = apply(*slot, undone, late.amount).ok_or(Refusal::TooLarge)?;
        }
        Ok(())
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|figure| figure.is_zero())
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

/// The report of `line`, from what the accounts of `lines` came to: it and everything below it, in the order of the tree.
///
/// # Errors
/// [`Refusal::TooLarge`] when no amount can hold a sum.
pub fn of(line: Line, lines: &[Line], as_of: AsOf, stood: &[Stood], late: &[Late]) -> Result<Report, Refusal> {
    let mut moved: BTreeMap<(Book, BudgetLineId), BTreeMap<Year, Figures>> = BTreeMap::new();
    for stood in stood {
        figures_at(&mut moved, stood.place).count(stood)?;
    }
    for late in late {
        figures_at(&mut moved, late.place).uncount(late)?;
    }
    // A year in which nothing was known yet is not told.
    for years in moved.values_mut() {
        years.retain(|_, figures| !figures.is_empty());
    }
    moved.retain(|_, years| !years.is_empty());

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
    Ok(Report { line, as_of, books })
}

/// One figure, from what the accounts that it is about came to.
///
/// # Errors
/// [`Refusal::TooLarge`] when no amount can hold a sum.
pub fn figure(figure: Figure, reach: Reach, stood: &[Stood], late: &[Late]) -> Result<Money, Refusal> {
    let mut figures = Figures::default();
    for stood in stood {
        figures.count(stood)?;
    }
    for late in late {
        figures.uncount(late)?;
    }
    let figures = match reach {
        Reach::Line => figures,
        Reach::Tree => figures.as_one()?,
    };
    Ok(figures.get(figure))
}

fn figures_at(moved: &mut BTreeMap<(Book, BudgetLineId), BTreeMap<Year, Figures>>, place: Place) -> &mut Figures {
    moved.entry((place.book, place.line)).or_default().entry(place.year).or_default()
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

//! A table, as every writer takes it: values of ours, not texts, so that each format writes numbers its own way.

use entity::values::{Day, Money};

/// A table with its title. Every row, and every total, has one cell per column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What the table is about: « Budget de la SASN ».
    pub title: String,
    /// What was asked for: « au 31 décembre 2022 »; may be empty.
    pub subtitle: String,
    /// The columns, from left to right.
    pub columns: Vec<Column>,
    /// The rows, from top to bottom.
    pub rows: Vec<Vec<Cell>>,
    /// The last rows, set apart: their sums were computed where the rows were read, never here. One for each book where
    /// there are two, for AE and CP are never added up.
    pub totals: Vec<Vec<Cell>>,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub label: String,
    /// What its cells hold.
    pub kind: Kind,
}

/// What the cells of a column hold; a cell may always be empty or, in words, say why it holds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Words.
    Text,
    /// Euros and cents.
    Money,
    /// Whole numbers.
    Int,
    /// Days.
    Day,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words, from anyone: each writer defends its format.
    Text(String),
    /// An amount, to the cent.
    Money(Money),
    /// A whole number.
    Int(i64),
    /// A day.
    Day(Day),
    /// Nothing.
    Empty,
}

/// A row has more or fewer cells than the table has columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("row {row} has {cells} cells for {columns} columns")]
pub struct Ragged {
    /// The row, from 0; totals come after the last.
    pub row: usize,
    /// Its cells.
    pub cells: usize,
    /// The columns of the table.
    pub columns: usize,
}

impl Table {
    /// The rows, then the totals.
    pub fn rows_and_totals(&self) -> impl Iterator<Item = &[Cell]> {
        self.rows.iter().chain(&self.totals).map(Vec::as_slice)
    }

    /// Holds the writers to what they count on: one cell per column.
    pub(super) fn check(&self) -> Result<(), Ragged> {
        let columns = self.columns.len();
        match self.rows_and_totals().enumerate().find(|(_, cells)| cells.len() != columns) {
            Some((row, cells)) => Err(Ragged { row, cells: cells.len(), columns }),
            None => Ok(()),
        }
    }
}

impl Column {
    /// A column of words.
    pub fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), kind: Kind::Text }
    }

    /// A column of amounts.
    pub fn money(label: impl Into<String>) -> Self {
        Self { label: label.into(), kind: Kind::Money }
    }

    /// A column of whole numbers.
    pub fn int(label: impl Into<String>) -> Self {
        Self { label: label.into(), kind: Kind::Int }
    }

    /// A column of days.
    pub fn day(label: impl Into<String>) -> Self {
        Self { label: label.into(), kind: Kind::Day }
    }
}

impl Cell {
    /// Words.
    pub fn text(words: impl Into<String>) -> Self {
        Self::Text(words.into())
    }
}

impl From<Money> for Cell {
    fn from(amount: Money) -> Self {
        Self::Money(amount)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<Day> for Cell {
    fn from(day: Day) -> Self {
        Self::Day(day)
    }
}

impl From<String> for Cell {
    fn from(words: String) -> Self {
        Self::Text(words)
    }
}

impl From<&str> for Cell {
    fn from(words: &str) -> Self {
        Self::Text(words.to_owned())
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

#[cfg(test)]
pub(super) mod samples {
    use super::*;

    /// A budget of two lines, with a total.
    pub(in crate::export) fn budget() -> Table {
        let cents = Money::from_cents;
        Table {
            title: "Budget de la SASN".to_owned(),
            subtitle: "au 31 décembre 2022".to_owned(),
            columns: vec![
                Column::text("Ligne"),
                Column::day("Ouverte le"),
                Column::int("Engagements"),
                Column::money("Disponible"),
            ],
            rows: vec![
                vec!["Tiers-lieux".into(), Day::new(2021, 7, 1).into(), 12.into(), cents(123_456_789).into()],
                vec!["Évaluation".into(), Cell::Empty, 0.into(), cents(-5).into()],
            ],
            totals: vec![vec!["Total".into(), Cell::Empty, 12.into(), cents(123_456_784).into()]],
        }
    }

    /// A table of one column of words.
    pub(in crate::export) fn words<const N: usize>(words: [&str; N]) -> Table {
        let rows = words.into_iter().map(|word| vec![Cell::text(word)]).collect();
        Table { title: "Mots".to_owned(), columns: vec![Column::text("Mot")], rows, ..Table::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_lacks_a_cell_is_named() {
        let mut table = samples::budget();
        assert_eq!(table.check(), Ok(()));
        table.totals = vec![vec![Cell::Empty]];
        assert_eq!(table.check(), Err(Ragged { row: 2, cells: 1, columns: 4 }));
    }

    #[test]
    fn what_is_absent_is_an_empty_cell() {
        assert_eq!(Cell::from(None::<Money>), Cell::Empty);
        assert_eq!(Cell::from(Some(Money::ZERO)), Cell::Money(Money::ZERO));
    }
}

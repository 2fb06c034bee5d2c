//! PDF: tagged, accessible (PDF/UA-1), in French, on A4; reports across, documents upright.

use entity::values::Instant;
use serde::Serialize;

use super::{Cell, Column, ExportError, Kind, Table, printable::printable, typeset};

/// A document of one subject: a receipt, a decision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What it is: « Récépissé de dépôt ».
    pub title: String,
    /// On what: the name of the dossier; may be empty.
    pub subtitle: String,
    /// What it states, each with its name: (« Déposé le », « 2 mars 2026 à 11 h 59 »).
    pub facts: Vec<(String, String)>,
    /// What follows.
    pub sections: Vec<Section>,
    /// At the foot of each page, beside its number.
    pub footer: String,
}

/// A part of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Its heading; may be empty.
    pub title: String,
    /// What it says. A line of a paragraph stays a line.
    pub paragraphs: Vec<String>,
    /// What it shows; the table's own title and subtitle are not printed.
    pub table: Option<Table>,
}

/// Writes a report, on A4 across. The same report at the same moment gives the same bytes.
///
/// Takes tenths of a second, more for thousands of rows: call it where nobody waits in line.
///
/// # Errors
/// Those of [`document_pdf`].
pub fn report_pdf(report: &Document, made_at: Instant) -> Result<Vec<u8>, ExportError> {
    written(report, true, made_at)
}

/// Writes a document, on A4 upright. The same document at the same moment gives the same bytes.
///
/// # Errors
/// [`ExportError::Ragged`] when a row does not fit its columns; [`ExportError::Pdf`] when the typesetter refuses.
pub fn document_pdf(document: &Document, made_at: Instant) -> Result<Vec<u8>, ExportError> {
    written(document, false, made_at)
}

fn written(document: &Document, landscape: bool, made_at: Instant) -> Result<Vec<u8>, ExportError> {
    for table in document.sections.iter().filter_map(|section| section.table.as_ref()) {
        table.check()?;
    }
    let text = DocumentText { landscape, ..DocumentText::of(document) };
    typeset::pdf(&serde_json::to_string(&text)?, made_at)
}

/// What the template reads: texts ready to print.
#[derive(Default, Serialize)]
struct DocumentText {
    title: String,
    subtitle: String,
    facts: Vec<(String, String)>,
    sections: Vec<SectionText>,
    footer: String,
    landscape: bool,
}

#[derive(Default, Serialize)]
struct SectionText {
    title: String,
    paragraphs: Vec<String>,
    table: Option<TableText>,
}

#[derive(Serialize)]
struct TableText {
    columns: Vec<ColumnText>,
    rows: Vec<Vec<String>>,
    totals: Vec<Vec<String>>,
}

#[derive(Serialize)]
struct ColumnText {
    label: String,
    /// Aligned at the right, in figures of one width.
    figures: bool,
    /// The share of the width that words leave to one another; none for what takes just its own.
    share: Option<usize>,
}

impl DocumentText {
    fn of(document: &Document) -> Self {
        Self {
            title: printable_title(&document.title),
            subtitle: printable(&document.subtitle),
            facts: document.facts.iter().map(|(name, value)| (printable(name), printable(value))).collect(),
            sections: document.sections.iter().map(SectionText::of).collect(),
            footer: printable(&document.footer),
            landscape: false,
        }
    }
}

impl SectionText {
    fn of(section: &Section) -> Self {
        Self {
            title: printable(&section.title),
            paragraphs: section.paragraphs.iter().map(|words| printable(words)).collect(),
            table: section.table.as_ref().and_then(TableText::of),
        }
    }
}

impl TableText {
    /// A table without a column has nothing to show.
    fn of(table: &Table) -> Option<Self> {
        let row = |cells: &Vec<Cell>| cells.iter().map(printed).collect();
        (!table.columns.is_empty()).then(|| Self {
            columns: table.columns.iter().enumerate().map(|(at, column)| ColumnText::of(table, at, column)).collect(),
            rows: table.rows.iter().map(row).collect(),
            totals: table.totals.iter().map(row).collect(),
        })
    }
}

impl ColumnText {
    fn of(table: &Table, at: usize, column: &Column) -> Self {
        let (figures, share) = match column.kind {
            Kind::Text => (false, Some(longest_words(table, at).max(column.label.chars().count()).clamp(8, 48))),
            Kind::Day => (false, None),
            Kind::Money | Kind::Int => (true, None),
        };
        Self { label: printable(&column.label), figures, share }
    }
}

/// A document must have a title to be accessible.
fn printable_title(title: &str) -> String {
    let title = printable(title);
    if title.trim().is_empty() { "Document".to_owned() } else { title }
}

fn longest_words(table: &Table, at: usize) -> usize {
    let cells = table.rows_and_totals().filter_map(|row| row.get(at));
    cells.map(|cell| printed(cell).chars().count()).max().unwrap_or(0)
}

fn printed(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) => printable(words),
        Cell::Money(amount) => amount.to_string(),
        Cell::Int(number) => entity::values::grouped(*number),
        Cell::Day(day) => day.in_digits(),
        Cell::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests;

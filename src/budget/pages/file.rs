//! The report on execution, as a file: the rows of the screen, in their order, to the cent.

use entity::{
    checkpoint,
    values::{Book, Instant, Year},
};

use super::{
    super::{
        actions,
        gates::ReadReportFile,
        rules::{
            figure::Figure,
            report::{BookReport, Figures, LineReport, Report, YearFigures},
            tree::Line,
        },
    },
    as_of_asked, failure, words,
};
use crate::{
    access::Granted,
    export::{self, Cell, Column, Document, ExportError, Format, Section, Table},
    journal,
    web::{Failure, FormState, Query, Reply, urls},
};

/// How many digits of a seal's hash a footer cites: enough to compare by eye, and to find it on the page of seals.
const CITED_DIGITS: usize = 16;

pub(super) async fn get(granted: Granted<ReadReportFile>, Query(asked): Query<Vec<(String, String)>>) -> Result<Reply, Failure> {
    let mut f = FormState::typed(asked);
    let as_of = as_of_asked(&granted, &mut f);
    if f.has_errors() {
        return Err(Failure::NotFound);
    }
    let (funded, format) = granted.subject();
    let (format, made_at) = (*format, granted.now());
    let report = actions::report(&granted.read(), &funded.line, as_of).await.map_err(failure)?;
    let signed = journal::checkpoint_at(&granted.read(), as_of.known.unwrap_or(made_at)).await?;
    let footer = report_footer(signed.as_ref(), &granted.app().absolute(&urls::checkpoints()));
    let name = format!("rapport-{}-{}", report.line.code, as_of.day.iso());
    // A PDF takes tenths of a second: nobody else waits for it.
    let file = tokio::task::spawn_blocking(move || report_file(&report, format, made_at, footer)).await;
    let bytes = file.map_err(|error| Failure::fault(&error.to_string()))?.map_err(|error| Failure::fault(&error.to_string()))?;
    Ok(Reply::file(&format!("{name}.{}", format.extension()), format.media_type(), bytes))
}

/// What stands at the foot of a printed report: what it is, and the last seal that was signed by the instant at which it was
/// known, with the address where seals are published. So the same two dates cite the same seal.
#[must_use]
pub fn report_footer(signed: Option<&checkpoint::Model>, published_at: &str) -> String {
    let what = "Guichet, rapport d’exécution du budget";
    match signed {
        None => what.to_owned(),
        Some(signed) => {
            let (number, day) = (signed.seal_number, signed.signed_at.paris_day().in_words());
            let digits: String = signed.seal_hash.to_string().chars().take(CITED_DIGITS).collect();
            format!("{what} · sceau n° {number} signé le {day}, {digits}…, publié sur {published_at}")
        }
    }
}

/// The report as a file: the same figures as its page, to the cent; `footer` is for paper. `now` is the moment of writing, which
/// the file says only when the report tells what is known now: one that tells what was known at an instant is the same bytes
/// whenever it is asked for.
///
/// # Errors
/// When the file cannot be written.
pub fn report_file(report: &Report, format: Format, now: Instant, footer: String) -> Result<Vec<u8>, ExportError> {
    let known = report.as_of.known.unwrap_or(now);
    match format {
        Format::Csv | Format::Xlsx | Format::Ods | Format::Json => export::table_file(&table(report, known), format, known),
        Format::Pdf => export::report_pdf(&Document { footer, ..printed(report, known) }, known),
    }
}

fn title(report: &Report) -> String {
    format!("Rapport d’exécution : {} ({})", report.line.label, report.line.code)
}

fn subtitle(report: &Report, known: Instant) -> String {
    format!("Au {}, tel que connu le {} (heure de Paris)", report.as_of.day.in_words(), known.in_words())
}

/// The report on paper: a table for each book, with the figures that have a meaning in it.
fn printed(report: &Report, known: Instant) -> Document {
    let section = |book: &BookReport| {
        let mut columns = ["Code", "Ligne", "Exercice"].map(Column::text).to_vec();
        let shown = book.shown();
        columns.extend(shown.iter().map(|figure| Column::money(words::figure(*figure))));
        let write = |row: ReportRow<'_>| {
            let mut cells = vec![Cell::text(&row.line.code), Cell::text(row.label), Cell::text(words::year(row.year))];
            cells.extend(shown.iter().map(|figure| Cell::from(row.figures.get(*figure))));
            cells
        };
        let table =
            Table { columns, rows: rows(report, book, write), totals: vec![total(report, book, write)], ..Table::default() };
        Section { title: words::book(book.book).to_owned(), table: Some(table), ..Section::default() }
    };
    Document {
        title: title(report),
        subtitle: subtitle(report, known),
        sections: report.books.iter().map(section).collect(),
        ..Document::default()
    }
}

/// One row of the report, before it is written.
struct ReportRow<'a> {
    line: &'a Line,
    label: &'a str,
    year: Option<Year>,
    figures: &'a Figures,
}

/// Each line of a book year by year, then the whole by years when there are several, as `write` puts them.
fn rows(report: &Report, book: &BookReport, write: impl Fn(ReportRow<'_>) -> Vec<Cell>) -> Vec<Vec<Cell>> {
    let by_years = |line: &Line, label: &str, years: &[YearFigures]| -> Vec<Vec<Cell>> {
        years.iter().map(|year| write(ReportRow { line, label, year: Some(year.year), figures: &year.figures })).collect()
    };
    let mut rows = Vec::new();
    for LineReport { line, years, total, .. } in &book.lines {
        rows.extend(by_years(line, &line.label, years));
        if years.len() > 1 {
            rows.push(write(ReportRow { line, label: &line.label, year: None, figures: total }));
        }
    }
    if book.years.len() > 1 {
        rows.extend(by_years(&report.line, &words::whole(&report.line.label), &book.years));
    }
    rows
}

/// The whole of a book: all its years, or the only one.
fn total(report: &Report, book: &BookReport, write: impl Fn(ReportRow<'_>) -> Vec<Cell>) -> Vec<Cell> {
    let year = if let [only] = book.years.as_slice() { Some(only.year) } else { None };
    write(ReportRow { line: &report.line, label: &words::whole(&report.line.label), year, figures: &book.total })
}

/// The report as one table, AE and CP apart, for spreadsheets.
fn table(report: &Report, known: Instant) -> Table {
    let mut columns = ["Code", "Ligne", "Livre", "Exercice"].map(Column::text).to_vec();
    columns.extend(Figure::ALL.map(|figure| Column::money(words::figure(figure))));
    let rows = report.books.iter().flat_map(|book| rows(report, book, |row| cells(book.book, &row))).collect();
    let totals = report.books.iter().map(|book| total(report, book, |row| cells(book.book, &row))).collect();
    Table { title: title(report), subtitle: subtitle(report, known), columns, rows, totals }
}

fn cells(book: Book, row: &ReportRow<'_>) -> Vec<Cell> {
    let mut cells = vec![
        Cell::text(&row.line.code),
        Cell::text(row.label),
        Cell::text(words::short_book(book)),
        Cell::text(words::year(row.year)),
    ];
    // Authority is never paid, credits are never promised: those cells have no meaning, which zero would hide.
    let has_meaning = |figure| Figure::of(book).any(|known| known == figure);
    cells.extend(Figure::ALL.map(|figure| if has_meaning(figure) { Cell::from(row.figures.get(figure)) } else { Cell::Empty }));
    cells
}

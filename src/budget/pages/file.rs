//! The report on execution, as a file: the rows of the screen, in their order, to the cent.

use entity::{
    checkpoint,
    values::{Book, Instant, Year},
};

use super::{
    super::{
        actions,
        gates::{Format, ReadReportFile},
        rules::{
            figure::Figure,
            report::{AsOf, BookReport, Figures, Report, YearFigures},
            tree::Line,
        },
    },
    day_asked, failure, words,
};
use crate::{
    access::Granted,
    export::{self, Cell, Column, Document, ExportError, Section, Table},
    journal,
    web::{Failure, FormState, Query, Reply, urls},
};

/// How many digits of a seal's hash a footer cites: enough to compare by eye, and to find it on the page of seals.
const CITED_DIGITS: usize = 16;

pub(super) async fn get(granted: Granted<ReadReportFile>, Query(asked): Query<Vec<(String, String)>>) -> Result<Reply, Failure> {
    let mut f = FormState::typed(asked);
    let day = day_asked(&granted, &mut f);
    if f.has_errors() {
        return Err(Failure::NotFound);
    }
    let (funded, format) = granted.subject();
    let (format, made_at) = (*format, granted.now());
    let report = actions::report(&granted.read(), &funded.line, AsOf::day(day)).await.map_err(failure)?;
    let signed = journal::checkpoint_at(&granted.read(), report.as_of.known.unwrap_or(made_at)).await?;
    let footer = report_footer(signed.as_ref(), &granted.app().absolute(&urls::checkpoints()));
    let name = format!("rapport-{}-{}", report.line.code, day.iso());
    // A PDF takes tenths of a second: nobody else waits for it.
    let file = tokio::task::spawn_blocking(move || report_file(&report, format, made_at, footer)).await;
    let bytes = file.map_err(|error| Failure::fault(&error.to_string()))?.map_err(|error| Failure::fault(&error.to_string()))?;
    Ok(match format {
        Format::Csv => Reply::file(&format!("{name}.csv"), "text/csv; charset=utf-8", bytes),
        Format::Xlsx => {
            Reply::file(&format!("{name}.xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes)
        }
        Format::Pdf => Reply::file(&format!("{name}.pdf"), "application/pdf", bytes),
    })
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

/// The report as a file: the same figures as its page, to the cent. `footer` is for paper.
///
/// # Errors
/// When the file cannot be written.
pub fn report_file(report: &Report, format: Format, made_at: Instant, footer: String) -> Result<Vec<u8>, ExportError> {
    match format {
        Format::Csv => export::csv(&table(report, made_at)),
        Format::Xlsx => export::xlsx(&table(report, made_at), made_at),
        Format::Pdf => export::report_pdf(&Document { footer, ..printed(report, made_at) }, made_at),
    }
}

fn title(report: &Report) -> String {
    format!("Rapport d’exécution : {} ({})", report.line.label, report.line.code)
}

fn subtitle(report: &Report, made_at: Instant) -> String {
    format!("Au {}, tel que connu le {} (heure de Paris)", report.as_of.day.in_words(), made_at.in_words())
}

/// The report on paper: a table for each book, with the figures that have a meaning in it.
fn printed(report: &Report, made_at: Instant) -> Document {
    let section = |book: &BookReport| {
        let mut columns = ["Code", "Ligne", "Exercice"].map(Column::text).to_vec();
        let shown = book.shown();
        columns.extend(shown.iter().map(|figure| Column::money(words::figure(*figure))));
        let rows = rows(report, book, |row| {
            let mut cells = vec![Cell::text(&row.line.code), Cell::text(row.label), Cell::text(words::year(row.year))];
            cells.extend(shown.iter().map(|figure| Cell::from(row.figures.get(*figure))));
            cells
        });
        let table = Table { columns, rows, ..Table::default() };
        Section { title: words::book(book.book).to_owned(), table: Some(table), ..Section::default() }
    };
    Document {
        title: title(report),
        subtitle: subtitle(report, made_at),
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

/// Each line of a book year by year, then the whole, as `write` puts them.
fn rows(report: &Report, book: &BookReport, write: impl Fn(ReportRow<'_>) -> Vec<Cell>) -> Vec<Vec<Cell>> {
    let whole = words::whole(&report.line.label);
    let mut rows = Vec::new();
    let mut all_of = |line: &Line, label: &str, years: &[YearFigures], total: &Figures| {
        rows.extend(years.iter().map(|year| write(ReportRow { line, label, year: Some(year.year), figures: &year.figures })));
        if years.len() > 1 {
            rows.push(write(ReportRow { line, label, year: None, figures: total }));
        }
    };
    for line in &book.lines {
        all_of(&line.line, &line.line.label, &line.years, &line.total);
    }
    all_of(&report.line, &whole, &book.years, &book.total);
    rows
}

/// The report as one table, AE and CP apart, for spreadsheets.
fn table(report: &Report, made_at: Instant) -> Table {
    let mut columns = ["Code", "Ligne", "Livre", "Exercice"].map(Column::text).to_vec();
    columns.extend(Figure::ALL.map(|figure| Column::money(words::figure(figure))));
    let rows = report.books.iter().flat_map(|book| rows(report, book, |row| cells(book.book, &row))).collect();
    Table { title: title(report), subtitle: subtitle(report, made_at), columns, rows, total: None }
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

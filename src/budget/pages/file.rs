//! The report on execution, as a file: the rows of the screen, in their order, to the cent.

use entity::values::{Book, Instant, Year};

use super::{
    super::{
        actions,
        gates::{Format, ReadReportFile},
        rules::{
            figure::Figure,
            report::{Figures, Report},
            tree::Line,
        },
    },
    day_asked, failure, words,
};
use crate::{
    access::Granted,
    export::{self, Cell, Column, ExportError, Table},
    web::{Failure, FormState, Query, Reply},
};

pub(super) async fn get(granted: Granted<ReadReportFile>, Query(asked): Query<Vec<(String, String)>>) -> Result<Reply, Failure> {
    let mut f = FormState::typed(asked);
    let day = day_asked(&granted, &mut f);
    if f.has_errors() {
        return Err(Failure::NotFound);
    }
    let (funded, format) = granted.subject();
    let (format, made_at) = (*format, granted.now());
    let report = actions::report(&granted.read(), &funded.line, day).await.map_err(failure)?;
    let name = format!("rapport-{}-{}", report.line.code, day.iso());
    // A PDF takes tenths of a second: nobody else waits for it.
    let file = tokio::task::spawn_blocking(move || report_file(&report, format, made_at)).await;
    let bytes = file.map_err(|error| Failure::fault(&error.to_string()))?.map_err(|error| Failure::fault(&error.to_string()))?;
    Ok(match format {
        Format::Csv => Reply::file(&format!("{name}.csv"), "text/csv; charset=utf-8", bytes),
        Format::Xlsx => {
            Reply::file(&format!("{name}.xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes)
        }
        Format::Pdf => Reply::file(&format!("{name}.pdf"), "application/pdf", bytes),
    })
}

/// The report as a file: the same figures as its page, to the cent.
///
/// # Errors
/// When the file cannot be written.
pub fn report_file(report: &Report, format: Format, made_at: Instant) -> Result<Vec<u8>, ExportError> {
    let table = table(report, made_at);
    match format {
        Format::Csv => export::csv(&table),
        Format::Xlsx => export::xlsx(&table, made_at),
        Format::Pdf => export::pdf(&table, "Guichet, rapport d’exécution du budget", made_at),
    }
}

/// The report as a table: each line year by year, then the whole, AE and CP apart.
fn table(report: &Report, made_at: Instant) -> Table {
    let mut columns = ["Code", "Ligne", "Livre", "Exercice"].map(Column::text).to_vec();
    columns.extend(Figure::ALL.map(|figure| Column::money(words::figure(figure))));
    let mut rows = Vec::new();
    for book in &report.books {
        for line in &book.lines {
            rows.extend(
                line.years.iter().map(|year| row(&line.line, &line.line.label, book.book, Some(year.year), &year.figures)),
            );
            if line.years.len() > 1 {
                rows.push(row(&line.line, &line.line.label, book.book, None, &line.total));
            }
        }
        let whole = words::whole(&report.line.label);
        rows.extend(book.years.iter().map(|year| row(&report.line, &whole, book.book, Some(year.year), &year.figures)));
        if book.years.len() > 1 {
            rows.push(row(&report.line, &whole, book.book, None, &book.total));
        }
    }
    Table {
        title: format!("Rapport d’exécution : {} ({})", report.line.label, report.line.code),
        subtitle: format!("Au {}, tel que connu le {} (heure de Paris)", report.day.in_words(), made_at.in_words()),
        columns,
        rows,
        total: None,
    }
}

fn row(line: &Line, label: &str, book: Book, year: Option<Year>, figures: &Figures) -> Vec<Cell> {
    let mut cells =
        vec![Cell::text(&line.code), Cell::text(label), Cell::text(words::short_book(book)), Cell::text(words::year(year))];
    // Authority is never paid, credits are never promised: those cells have no meaning, which zero would hide.
    let has_meaning = |figure| Figure::of(book).any(|known| known == figure);
    cells.extend(Figure::ALL.map(|figure| if has_meaning(figure) { Cell::from(figures.get(figure)) } else { Cell::Empty }));
    cells
}

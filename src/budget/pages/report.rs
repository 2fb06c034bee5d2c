//! The report on execution, on screen.

use askama::Template;
use entity::values::{Money, Stage, Year};

use super::{
    super::{
        actions::{self, Asked},
        gates::ReadLine,
        rules::{
            figure::{Figure, Reach},
            report::{AsOf, BookReport, Figures, YearFigures},
            tree::Line,
        },
    },
    Crumb, Dates, Told, as_of_asked, crumbs, entries, failure, words,
};
use crate::{
    access::Granted,
    export::Format,
    web::{Failure, FormState, Page, Query, Reply, urls},
};

#[derive(Template)]
#[template(path = "budget/report.html")]
struct ReportPage {
    page: Page,
    line: Line,
    above: Vec<Crumb>,
    f: FormState,
    told: Told,
    books: Vec<BookTable>,
    files: Vec<File>,
}

struct File {
    label: &'static str,
    href: String,
}

/// The table of one book.
struct BookTable {
    title: &'static str,
    columns: Vec<&'static str>,
    lines: Vec<LineRows>,
    /// The whole tree.
    whole: String,
    total: Vec<Row>,
}

/// The rows of one line.
struct LineRows {
    label: String,
    code: String,
    href: String,
    depth: usize,
    rows: Vec<Row>,
}

/// One year, or all.
struct Row {
    year: String,
    is_sum: bool,
    cells: Vec<Cell>,
}

struct Cell {
    amount: Money,
    href: Option<String>,
}

pub(super) async fn get(granted: Granted<ReadLine>, Query(asked): Query<Vec<(String, String)>>) -> Result<Reply, Failure> {
    let mut f = FormState::typed(asked);
    let as_of = as_of_asked(&granted, &mut f);
    let reader = granted.read();
    let above = actions::lines_above(&reader, &granted.subject().line).await?;
    let report = actions::report(&reader, &granted.subject().line, as_of).await.map_err(failure)?;
    let line = report.line;
    let view = ReportPage {
        page: Page::of(&granted),
        above: crumbs(&above),
        f: if f.has_errors() { f } else { f.with("au", as_of.day.iso()) },
        told: Told::of(&granted, as_of, &urls::budget_report(line.id)),
        books: report.books.iter().map(|book| book_table(&line, book, as_of)).collect(),
        files: Format::ALL.map(|format| file(&line, format, as_of)).into(),
        line,
    };
    if view.f.has_errors() { Reply::again(&view) } else { Reply::page(&view) }
}

fn file(line: &Line, format: Format, as_of: AsOf) -> File {
    let address = urls::budget_report_file(line.id, format.extension());
    File { label: format.label(), href: Dates::of(as_of).on(&address) }
}

fn book_table(top: &Line, report: &BookReport, as_of: AsOf) -> BookTable {
    let asked = |reach, year| move |figure| Asked { figure, reach, book: report.book, year, as_of, since: None };
    let shown = report.shown();
    let lines = report.lines.iter().map(|reported| {
        let row = |year: Option<Year>, figures: &Figures| row(&reported.line, &shown, year, figures, asked(Reach::Line, year));
        LineRows {
            label: reported.line.label.clone(),
            code: reported.line.code.clone(),
            href: urls::budget_line(reported.line.id),
            depth: reported.depth.min(4),
            rows: rows(&reported.years, &reported.total, row),
        }
    });
    let row = |year: Option<Year>, figures: &Figures| row(top, &shown, year, figures, asked(Reach::Tree, year));
    BookTable {
        title: words::book(report.book),
        columns: shown.iter().map(|figure| words::figure(*figure)).collect(),
        lines: lines.collect(),
        whole: words::whole(&top.label),
        total: rows(&report.years, &report.total, row),
    }
}

/// Year by year, then all together when there are several.
fn rows(years: &[YearFigures], total: &Figures, row: impl Fn(Option<Year>, &Figures) -> Row) -> Vec<Row> {
    let mut rows: Vec<_> = years.iter().map(|year| row(Some(year.year), &year.figures)).collect();
    if rows.len() > 1 {
        rows.push(row(None, total));
    }
    rows
}

fn row(line: &Line, shown: &[Figure], year: Option<Year>, figures: &Figures, asked: impl Fn(Figure) -> Asked) -> Row {
    let cell = |figure| {
        let amount = figures.get(figure);
        // Nothing opened, received or delegated has nothing behind it; what is left of money has, even at zero.
        let has_entries = !amount.is_zero() || figure.stage().is_some_and(|stage| stage != Stage::Opened);
        Cell { amount, href: has_entries.then(|| entries::link(line.id, asked(figure))) }
    };
    Row { year: words::year(year), is_sum: year.is_none(), cells: shown.iter().copied().map(cell).collect() }
}

//! One line of budget: what it holds, the lines below it, what may be done.

use askama::Template;
use entity::{
    budget_line,
    values::{Day, Money},
};

use super::{
    super::{
        actions::{self, Asked, Budget},
        gates::ReadLine,
        rules::{
            figure::{Figure, Reach},
            report::{AsOf, BookReport, Report},
        },
    },
    Crumb, crumbs, entries, failure,
    gauge::Gauge,
    today,
    words::{self, Kind},
};
use crate::{
    access::Granted,
    web::{Failure, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "budget/line.html")]
struct Line {
    page: Page,
    line: budget_line::Model,
    above: Vec<Crumb>,
    may_manage: bool,
    may_govern: bool,
    day: String,
    gauges: Vec<Gauge>,
    own: Vec<Own>,
    below: Vec<Below>,
    operations: Vec<Operation>,
}

/// What else may be done with the money of the line.
struct Operation {
    title: &'static str,
    purpose: &'static str,
    href: String,
}

/// What is free on the line itself, not handed on.
pub(super) struct Own {
    pub(super) book: &'static str,
    pub(super) year: String,
    pub(super) available: Money,
    pub(super) href: String,
}

/// A line just below, with all that is below it.
struct Below {
    label: String,
    code: String,
    href: String,
    rows: Vec<BelowRow>,
}

struct BelowRow {
    book: &'static str,
    granted: Money,
    cells: [Cell; 3],
}

/// A figure, and the entries behind it.
struct Cell {
    amount: Money,
    href: String,
}

pub(super) async fn get(granted: Granted<ReadLine>) -> Result<Reply, Failure> {
    let day = today(&granted);
    let line = granted.subject().line.clone();
    let reader = granted.read();
    let above = actions::lines_above(&reader, &line).await?;
    let overview = actions::overview(&reader, &line, AsOf::day(day)).await.map_err(failure)?;
    let books = &overview.report.books;
    Reply::page(&Line {
        page: Page::of(&granted),
        above: crumbs(&above),
        may_manage: granted.subject().may_manage && line.closed_at.is_none(),
        may_govern: granted.subject().may_govern,
        day: day.in_words(),
        gauges: books.iter().flat_map(|book| Gauge::by_year(line.id, book, day)).collect(),
        own: own(&overview.report, day),
        below: overview.children.iter().map(|child| below(child, day)).collect(),
        operations: operations(&line, &overview.report),
        line,
    })
}

/// A reservation is released where there is one.
fn operations(line: &budget_line::Model, report: &Report) -> Vec<Operation> {
    let of_line = report.books.iter().flat_map(|book| &book.lines).filter(|reported| reported.line.id == line.id);
    let is_reserved = of_line.map(|reported| reported.total.get(Figure::Reserved)).any(Money::is_positive);
    let mut kinds = vec![Kind::Reallocation, Kind::Freeze, Kind::Thaw, Kind::GivingUp];
    kinds.extend(is_reserved.then_some(Kind::Release));
    let operation =
        |kind: Kind| Operation { title: kind.title(), purpose: kind.purpose(), href: words::movement_url(kind, line.id) };
    kinds.into_iter().map(operation).collect()
}

/// What is free on a line itself, in each book and year.
pub(super) fn own(report: &Report, day: Day) -> Vec<Own> {
    let mut own = Vec::new();
    for book in &report.books {
        let years = book.lines.iter().filter(|reported| reported.line.id == report.line.id).flat_map(|reported| &reported.years);
        own.extend(years.rev().map(|year| Own {
            book: words::short_book(book.book),
            year: year.year.to_string(),
            available: year.figures.get(Figure::Available),
            href: entries::link(
                report.line.id,
                Asked {
                    figure: Figure::Available,
                    reach: Reach::Line,
                    book: book.book,
                    year: Some(year.year),
                    as_of: AsOf::day(day),
                    since: None,
                },
            ),
        }));
    }
    own
}

fn below(child: &Budget, day: Day) -> Below {
    let cell = |book: &BookReport, figure| Cell {
        amount: book.total.get(figure),
        href: entries::link(
            child.line.id,
            Asked { figure, reach: Reach::Tree, book: book.book, year: None, as_of: AsOf::day(day), since: None },
        ),
    };
    let row = |book: &BookReport| BelowRow {
        book: words::short_book(book.book),
        granted: book.total.granted().unwrap_or_default(),
        cells: [Figure::Reserved, Figure::Committed, Figure::Available].map(|figure| cell(book, figure)),
    };
    Below {
        label: child.line.label.clone(),
        code: child.line.code.clone(),
        href: urls::budget_line(child.line.id),
        rows: child.books.iter().map(row).collect(),
    }
}

//! The entries behind a figure.

use askama::Template;
use entity::{
    budget_line,
    values::{Book, BudgetLineId, Day, Money, Year},
};

use super::{
    super::{
        actions::{self, Asked, Posting},
        gates::ReadLine,
        rules::{
            entry::Account,
            figure::{Figure, Reach},
        },
    },
    Crumb, crumbs, day_asked, failure, words,
};
use crate::{
    access::Granted,
    db::PageNumber,
    web::{Failure, FormState, Page, Query, Reply, urls},
};

/// How many entries a page of the list holds.
const PER_PAGE: usize = 100;

#[derive(Template)]
#[template(path = "budget/entries.html")]
struct Entries {
    page: Page,
    line: budget_line::Model,
    above: Vec<Crumb>,
    figure: &'static str,
    book: &'static str,
    year: Option<Year>,
    with_below: bool,
    day: Day,
    others: Vec<Other>,
    count: usize,
    figure_amount: Money,
    postings: Vec<Row>,
    pages: Pages,
    report_href: String,
}

/// Another figure of the same line, a click away.
struct Other {
    label: &'static str,
    href: String,
    current: bool,
}

struct Row {
    day: Day,
    entry: String,
    href: String,
    journal: &'static str,
    from: String,
    to: String,
    reason: String,
    share: Money,
    running: Money,
}

struct Pages {
    number: u64,
    pages: u64,
    previous: Option<String>,
    next: Option<String>,
}

/// The address of the entries behind a figure of a line.
pub(super) fn link(line: BudgetLineId, asked: Asked) -> String {
    page_link(line, asked, 1)
}

fn page_link(line: BudgetLineId, asked: Asked, number: u64) -> String {
    let year = asked.year.map(|year| year.to_string()).unwrap_or_default();
    let number = if number > 1 { number.to_string() } else { String::new() };
    let reach = match asked.reach {
        Reach::Line => "",
        Reach::Tree => "ensemble",
    };
    let query = [
        ("chiffre", words::figure_key(asked.figure)),
        ("livre", &asked.book.to_string()),
        ("exercice", &year),
        ("etendue", reach),
        ("au", &asked.day.iso()),
        ("page", &number),
    ];
    urls::with_query(&urls::entries(line), &query)
}

/// What a link asked for; whatever cannot be read is what people look at most.
fn asked(f: &FormState, day: Day) -> Asked {
    let figure = Figure::ALL.into_iter().find(|figure| words::figure_key(*figure) == f.value("chiffre"));
    let reach = if f.value("etendue") == "ensemble" { Reach::Tree } else { Reach::Line };
    Asked {
        figure: figure.unwrap_or(Figure::Available),
        reach,
        book: f.value("livre").parse().unwrap_or(Book::Ae),
        year: Year::parse(f.value("exercice")).ok(),
        day,
    }
}

pub(super) async fn get(granted: Granted<ReadLine>, Query(typed): Query<Vec<(String, String)>>) -> Result<Reply, Failure> {
    let mut f = FormState::typed(typed);
    let day = day_asked(&granted, &mut f);
    let asked = asked(&f, day);
    let line = granted.subject().line.clone();
    let reader = granted.read();
    let above = actions::lines_above(&reader, &line).await?;
    let postings = actions::postings(&reader, &line, asked).await.map_err(failure)?;
    let other = |figure| Other {
        label: words::figure(figure),
        href: link(line.id, Asked { figure, ..asked }),
        current: figure == asked.figure,
    };
    Reply::page(&Entries {
        page: Page::of(&granted),
        above: crumbs(&above),
        figure: words::figure(asked.figure),
        book: words::short_book(asked.book),
        year: asked.year,
        with_below: asked.reach == Reach::Tree,
        day,
        others: Figure::of(asked.book).map(other).collect(),
        count: postings.len(),
        figure_amount: postings.last().map(|posting| posting.running).unwrap_or_default(),
        pages: pages(line.id, asked, postings.len(), PageNumber::parse(Some(f.value("page")))),
        postings: on_page(postings, PageNumber::parse(Some(f.value("page")))),
        report_href: urls::with_query(&urls::budget_report(line.id), &[("au", &day.iso())]),
        line,
    })
}

fn pages(line: BudgetLineId, asked: Asked, count: usize, number: PageNumber) -> Pages {
    let pages = u64::try_from(count.div_ceil(PER_PAGE)).unwrap_or(1).max(1);
    let number = number.get().min(pages);
    Pages {
        number,
        pages,
        previous: (number > 1).then(|| page_link(line, asked, number - 1)),
        next: (number < pages).then(|| page_link(line, asked, number + 1)),
    }
}

fn on_page(postings: Vec<Posting>, number: PageNumber) -> Vec<Row> {
    let last = postings.len().div_ceil(PER_PAGE).max(1);
    let at = usize::try_from(number.get()).unwrap_or(last).min(last) - 1;
    postings.into_iter().skip(at * PER_PAGE).take(PER_PAGE).map(row).collect()
}

fn row(posting: Posting) -> Row {
    let Posting { transfer, share, running } = posting;
    let account = |account: &Account| format!("{}, {}", account.code(), words::stage(account.stage));
    Row {
        day: transfer.day,
        entry: transfer.entry.to_string(),
        href: urls::entry(transfer.entry),
        journal: words::journal(transfer.journal),
        from: account(&transfer.from),
        to: account(&transfer.to),
        reason: transfer.reason,
        share,
        running,
    }
}

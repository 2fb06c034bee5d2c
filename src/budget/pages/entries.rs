//! The entries behind a figure.

use askama::Template;
use entity::{
    budget_line,
    values::{Book, BudgetLineId, Day, Money, Year},
};

use super::{
    super::{
        actions::{self, Asked, Bookmark, Posting},
        gates::ReadLine,
        rules::{
            entry::Account,
            figure::{Figure, Reach},
            report::AsOf,
        },
    },
    Crumb, Dates, Told, as_of_asked, crumbs, failure, words,
};
use crate::{
    access::Granted,
    web::{Failure, FormState, Page, Query, Reply, urls},
};

/// How many transfers a page of the list holds.
const PER_PAGE: u64 = 100;

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
    told: Told,
    between: Option<Between>,
    others: Vec<Other>,
    figure_amount: Money,
    postings: Vec<Row>,
    newest: Option<String>,
    older: Option<String>,
    report_href: String,
}

/// What moved between two days.
struct Between {
    since: String,
    before: Money,
    moved: Money,
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

/// The address of the entries behind a figure of a line.
pub(super) fn link(line: BudgetLineId, asked: Asked) -> String {
    link_from(line, asked, None)
}

fn link_from(line: BudgetLineId, asked: Asked, from: Option<Bookmark>) -> String {
    let year = asked.year.map(|year| year.to_string()).unwrap_or_default();
    let reach = match asked.reach {
        Reach::Line => "",
        Reach::Tree => "ensemble",
    };
    let dates = Dates::of(asked.as_of);
    let query = [
        ("chiffre", words::figure_key(asked.figure)),
        ("livre", &asked.book.to_string()),
        ("exercice", &year),
        ("etendue", reach),
        ("depuis", &asked.since.map(Day::iso).unwrap_or_default()),
        ("au", &dates.day),
        ("connu", &dates.known),
        ("avant", &from.map(mark).unwrap_or_default()),
    ];
    urls::with_query(&urls::entries(line), &query)
}

/// A place in the list, as links carry it.
fn mark(from: Bookmark) -> String {
    format!("{}.{}.{}", from.day.iso(), from.account, from.transfer)
}

fn marked(text: &str) -> Option<Bookmark> {
    let mut parts = text.split('.');
    let (day, account, transfer) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Bookmark { day: Day::parse(day).ok()?, account: account.parse().ok()?, transfer: transfer.parse().ok()? })
}

/// What a link asked for; whatever cannot be read is what people look at most.
fn asked(f: &FormState, as_of: AsOf) -> Asked {
    let figure = Figure::ALL.into_iter().find(|figure| words::figure_key(*figure) == f.value("chiffre"));
    let reach = if f.value("etendue") == "ensemble" { Reach::Tree } else { Reach::Line };
    Asked {
        figure: figure.unwrap_or(Figure::Available),
        reach,
        book: f.value("livre").parse().unwrap_or(Book::Ae),
        year: Year::parse(f.value("exercice")).ok(),
        as_of,
        since: Day::parse(f.value("depuis")).ok(),
    }
}

pub(super) async fn get(granted: Granted<ReadLine>, Query(typed): Query<Vec<(String, String)>>) -> Result<Reply, Failure> {
    let mut f = FormState::typed(typed);
    let as_of = as_of_asked(&granted, &mut f);
    let (asked, from) = (asked(&f, as_of), marked(f.value("avant")));
    let line = granted.subject().line.clone();
    let reader = granted.read();
    let above = actions::lines_above(&reader, &line).await?;
    let postings = actions::postings(&reader, &line, asked, from, PER_PAGE).await.map_err(failure)?;
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
        told: Told::of(&granted, as_of, &link(line.id, asked)),
        between: asked.since.map(|since| Between {
            since: since.in_words(),
            before: postings.before,
            moved: postings.figure.checked_sub(postings.before).unwrap_or_default(),
        }),
        others: Figure::of(asked.book).map(other).collect(),
        figure_amount: postings.figure,
        newest: from.map(|_| link(line.id, asked)),
        older: postings.next.map(|next| link_from(line.id, asked, Some(next))),
        postings: postings.rows.into_iter().map(row).collect(),
        report_href: Dates::of(as_of).on(&urls::budget_report(line.id)),
        line,
    })
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

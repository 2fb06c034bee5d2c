//! The commitments of a line and of everything below it: what was promised to whom, and how far it has been paid.

use askama::Template;
use entity::{budget_line, values::Money};

use super::{
    super::{
        actions::{self, CommitmentRow},
        gates::ReadLine,
        rules::payment::Standing,
    },
    Crumb, crumbs,
};
use crate::{
    access::Granted,
    db::PageNumber,
    web::{Failure, FormState, Page, Pages, Query, Reply, urls},
};

#[derive(Template)]
#[template(path = "budget/commitments.html")]
struct Commitments {
    page: Page,
    line: budget_line::Model,
    above: Vec<Crumb>,
    count: u64,
    rows: Vec<Row>,
    total: Standing,
    pages: Pages,
}

struct Row {
    href: String,
    committed: CommitmentRow,
    standing: Standing,
}

pub(super) async fn get(granted: Granted<ReadLine>, Query(typed): Query<Vec<(String, String)>>) -> Result<Reply, Failure> {
    let f = FormState::typed(typed);
    let (reader, line) = (granted.read(), granted.subject().line.clone());
    let number = PageNumber::parse(Some(f.value("page")));
    let (found, total) = actions::commitments(&reader, &line, number).await?;
    Reply::page(&Commitments {
        page: Page::of(&granted),
        above: crumbs(&actions::lines_above(&reader, &line).await?),
        count: found.total,
        pages: Pages::of(&found, &urls::commitments(line.id), &[]),
        rows: found.rows.into_iter().map(row).collect(),
        total,
        line,
    })
}

fn row(committed: CommitmentRow) -> Row {
    Row { href: urls::commitment(&committed.reference), standing: committed.standing(), committed }
}

/// A sum that no amount could hold was refused when it was posted.
pub(super) fn shown(sum: Option<Money>) -> Money {
    sum.unwrap_or_default()
}

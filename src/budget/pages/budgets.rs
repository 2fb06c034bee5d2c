//! The budgets one may see.

use askama::Template;

use super::{
    super::{
        actions::{self, Budget},
        gates::ReadBudgets,
        rules::report::AsOf,
    },
    failure,
    gauge::Gauge,
    today,
};
use crate::{
    access::Granted,
    web::{Failure, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "budget/budgets.html")]
struct Budgets {
    page: Page,
    day: String,
    budgets: Vec<Listed>,
}

struct Listed {
    label: String,
    code: String,
    href: String,
    report_href: String,
    gauges: Vec<Gauge>,
}

pub(super) async fn get(granted: Granted<ReadBudgets>) -> Result<Reply, Failure> {
    let day = today(&granted);
    let budgets = actions::budgets(&granted.read(), granted.subject(), AsOf::day(day)).await.map_err(failure)?;
    let listed = |budget: Budget| Listed {
        href: urls::budget_line(budget.line.id),
        report_href: urls::budget_report(budget.line.id),
        gauges: budget.books.iter().map(|book| Gauge::of_tree(budget.line.id, book, day)).collect(),
        label: budget.line.label,
        code: budget.line.code,
    };
    Reply::page(&Budgets { page: Page::of(&granted), day: day.in_words(), budgets: budgets.into_iter().map(listed).collect() })
}

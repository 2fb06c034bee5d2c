//! The register of laureates: those of published decisions, for everybody.

use askama::Template;
use entity::values::Year;

use super::{
    page,
    store::laureates::{self, Published},
    words,
};
use crate::{
    access::Public,
    calls::rules::search,
    db::PageNumber,
    programmes,
    web::{Choice, Failure, FormState, Page, Pages, Query, Reply, urls},
};

#[derive(Template)]
#[template(path = "portal/laureates.html")]
struct Laureates {
    page: Page,
    form: FormState,
    programmes: Vec<Choice>,
    count: String,
    sum: String,
    rows: Vec<Row>,
    pages: Pages,
    url: String,
}

struct Row {
    beneficiary: String,
    project: String,
    call: String,
    call_url: String,
    programme: String,
    programme_url: String,
    day: String,
    amount: String,
}

/// How many laureates a page holds.
const ROWS_PER_PAGE: u64 = 50;

pub(super) async fn get(visit: Public, Query(asked): Query<Vec<(String, String)>>) -> Result<Reply, Failure> {
    let form = FormState::typed(asked);
    let programme = Some(form.value("programme")).filter(|code| !code.is_empty());
    // A year that is none filters nothing: links of ours hold real ones.
    let year = Year::parse(form.value("annee")).ok();
    let mut found = laureates::published(&visit.read(), programme, year).await?;
    found.retain(|row| search::finds(form.value("q"), &[&row.beneficiary, &row.project, &row.call, &row.call_reference]));

    let sum = words::total(found.iter().map(|row| row.amount))?;
    let list = words::page_of(found, PageNumber::parse(Some(form.value("page"))), ROWS_PER_PAGE);
    let kept = ["q", "programme", "annee"].map(|name| (name, form.value(name)));
    let view = Laureates {
        page: Page::of(&visit),
        programmes: programmes::actions::programmes(&visit.read())
            .await?
            .into_iter()
            .map(|programme| Choice::new(programme.code, programme.name))
            .collect(),
        count: words::counted(list.total, "lauréat", "lauréats"),
        sum: sum.to_string(),
        rows: list.rows.iter().map(row).collect(),
        pages: Pages::of(&list, &urls::laureates(), &kept),
        url: urls::laureates(),
        form,
    };
    page(&visit, &view)
}

fn row(row: &Published) -> Row {
    Row {
        beneficiary: row.beneficiary.clone(),
        project: row.project.clone(),
        call: row.call.clone(),
        call_url: urls::call(&row.call_reference),
        programme: row.programme.clone(),
        programme_url: urls::programme(&row.programme),
        day: row.published_at.map(|at| at.paris_day().in_digits()).unwrap_or_default(),
        amount: row.amount.to_string(),
    }
}

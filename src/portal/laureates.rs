//! The register of laureates: those of published decisions, for everybody.

use askama::Template;
use axum::extract::Query;
use entity::values::Year;

use super::{
    page,
    store::laureates::{self, Published},
    words::{self, Pages},
};
use crate::{
    access::Public,
    calls::rules::search,
    db::PageNumber,
    programmes,
    web::{Choice, Failure, FormState, Page, Reply, urls},
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
const ROWS_PER_PAGE: usize = 50;

pub(super) async fn get(visit: Public, Query(asked): Query<Vec<(String, String)>>) -> Result<Reply, Failure> {
    let form = FormState::typed(asked);
    let programme = Some(form.value("programme")).filter(|code| !code.is_empty());
    // A year that is none filters nothing: links of ours hold real ones.
    let year = Year::parse(form.value("annee")).ok();
    let mut found = laureates::published(&visit.read(), programme, year).await?;
    found.retain(|row| search::finds(form.value("q"), &[&row.beneficiary, &row.project, &row.call]));

    let number = PageNumber::parse(Some(form.value("page"))).get();
    let before = usize::try_from(number - 1).unwrap_or(usize::MAX);
    let view = Laureates {
        page: Page::of(&visit),
        programmes: programmes::actions::programmes(&visit.read())
            .await?
            .into_iter()
            .map(|programme| Choice::new(programme.code, programme.name))
            .collect(),
        count: words::counted(found.len() as u64, "lauréat", "lauréats"),
        sum: words::total(found.iter().map(|row| row.amount))?.to_string(),
        rows: found.chunks(ROWS_PER_PAGE).nth(before).unwrap_or_default().iter().map(row).collect(),
        pages: Pages::of(number, found.len().div_ceil(ROWS_PER_PAGE) as u64, |page| link(&form, page)),
        url: urls::laureates(),
        form,
    };
    page(&visit, &view)
}

fn link(form: &FormState, page: u64) -> String {
    let kept = |name| (name, form.value(name));
    urls::with_query(&urls::laureates(), &[kept("q"), kept("programme"), kept("annee"), ("page", &page.to_string())])
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

//! The dashboard of a programme at the end of a day: each figure is computed, and leads to the very rows it counts.

use askama::Template;
use axum::http::StatusCode;
use entity::{
    programme,
    values::{Day, Money, grouped},
};
use serde::Serialize;

use super::{
    page,
    store::figures::{self, Launched},
};
use crate::{
    access::{Granted, Visit},
    db::Reader,
    programmes::gates::ReadProgramme,
    web::{Failure, FormState, Page, Query, Reply, Typed, urls},
};

#[derive(Template)]
#[template(path = "portal/dashboard.html")]
struct Dashboard {
    page: Page,
    form: FormState,
    programme: programme::Model,
    /// Absent while the date that was typed cannot be read.
    shown: Option<Shown>,
    url: String,
    programme_url: String,
    programmes_url: String,
}

/// The figures of a day, with the lists behind them.
struct Shown {
    as_of: String,
    known_on: String,
    tiles: Vec<Tile>,
    json_url: String,
}

struct Tile {
    value: String,
    label: String,
    href: String,
}

/// The figures of a programme at the end of a day in Paris; also what machines read.
#[derive(Debug, Serialize)]
struct Figures {
    /// The programme's code.
    programme: String,
    /// The day.
    as_of: Day,
    /// Actions launched by then.
    actions_launched: u64,
    /// Of which AAP and AMI.
    calls_launched: u64,
    /// Committed by then, in euros with two decimals.
    committed: Money,
    /// Laureates of the decisions signed by then.
    laureates: u64,
    /// Dossiers submitted by then.
    candidates: u64,
}

#[derive(Serialize)]
struct Wrong<'a> {
    error: &'a str,
}

pub(super) async fn get(granted: Granted<ReadProgramme>, Query(asked): Query<Vec<(String, String)>>) -> Result<Reply, Failure> {
    let mut form = FormState::typed(asked);
    let day = asked_day(&granted, &mut form);
    let programme = granted.subject().clone();
    let shown = match day {
        Some(day) => Some(shown(&figures(&granted.read(), &programme, day).await?, day, &granted)),
        None => None,
    };
    let view = Dashboard {
        page: Page::of(&granted),
        form: if let Some(day) = day { form.with("as_of", day.iso()) } else { form },
        shown,
        url: urls::dashboard(&programme.code),
        programme_url: urls::programme(&programme.code),
        programmes_url: urls::programmes(),
        programme,
    };
    if day.is_none() { Reply::again(&view) } else { page(&granted, &view) }
}

/// The same figures for machines.
pub(super) async fn json(granted: &Granted<ReadProgramme>, asked: Vec<(String, String)>) -> Result<Reply, Failure> {
    let mut form = FormState::typed(asked);
    let Some(day) = asked_day(granted, &mut form) else {
        let wrong = Wrong { error: form.error("as_of").unwrap_or_default() };
        return Ok(Reply::json(StatusCode::UNPROCESSABLE_ENTITY, &wrong));
    };
    let figures = figures(&granted.read(), granted.subject(), day).await?;
    Ok(Reply::json(StatusCode::OK, &figures).kept(granted.sensitivity()))
}

/// The day that was asked for, today when none was; `None`, and why, when what was typed is no day or has not come.
pub(super) fn asked_day(visit: &Visit, form: &mut FormState) -> Option<Day> {
    let today = visit.now().paris_day();
    let typed = form.value("as_of").trim().to_owned();
    if typed.is_empty() {
        return Some(today);
    }
    match Day::read(&typed) {
        Ok(day) if day <= today => Some(day),
        Ok(_) => {
            form.refuse("as_of", format!("Cette date est à venir : choisissez-en une jusqu’au {}.", today.in_digits()));
            None
        }
        Err(sentence) => {
            form.refuse("as_of", sentence);
            None
        }
    }
}

async fn figures(db: &Reader, programme: &programme::Model, day: Day) -> Result<Figures, Failure> {
    Ok(Figures {
        programme: programme.code.clone(),
        as_of: day,
        actions_launched: figures::count_launched(db, programme.id, day, Launched::All).await?,
        calls_launched: figures::count_launched(db, programme.id, day, Launched::Calls).await?,
        committed: figures::committed(db, programme, day).await?,
        laureates: figures::count_laureates(db, programme.id, day).await?,
        candidates: figures::count_candidates(db, programme.id, day).await?,
    })
}

fn shown(figures: &Figures, day: Day, visit: &Visit) -> Shown {
    let (code, as_of) = (figures.programme.as_str(), day.iso());
    let list = |path: String| urls::with_query(&path, &[("as_of", &as_of)]);
    let calls = urls::with_query(&urls::programme_actions(code), &[("type", "appels"), ("as_of", &as_of)]);
    let number = |count: u64| grouped(i64::try_from(count).unwrap_or(i64::MAX));
    let tile = |value: String, label: &str, href: String| Tile { value, label: label.to_owned(), href };
    let exactly = format!("engagés, soit {}", figures.committed);
    Shown {
        as_of: day.in_words(),
        known_on: visit.now().in_words(),
        json_url: list(format!("{}.json", urls::programme(code))),
        tiles: vec![
            tile(number(figures.actions_launched), "actions lancées", list(urls::programme_actions(code))),
            tile(number(figures.calls_launched), "dont appels (AAP et AMI)", calls),
            tile(figures.committed.short(), &exactly, list(urls::programme_commitments(code))),
            tile(number(figures.laureates), "lauréats", list(urls::programme_laureates(code))),
            tile(number(figures.candidates), "candidatures déposées", list(urls::programme_candidates(code))),
        ],
    }
}

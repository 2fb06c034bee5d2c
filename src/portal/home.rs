//! Home: what is open, the programmes, the year in figures.

use askama::Template;
use entity::{
    call,
    values::{Instant, Year, grouped, time_left},
    wave,
};

use super::{page, store, timeline::Timeline, words};
use crate::{
    access::Public,
    calls::pages::words as call_words,
    programmes,
    web::{Failure, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "portal/home.html")]
struct Home {
    page: Page,
    now_ms: i64,
    cards: Vec<Card>,
    open: String,
    calls_url: String,
    programmes_url: String,
    timeline: Timeline,
    year: i32,
    figures: Vec<Figure>,
}

/// An open call.
struct Card {
    title: String,
    href: String,
    kind: &'static str,
    audience: &'static str,
    envelope: String,
    exact_envelope: String,
    max_aid: String,
    closes_at: Instant,
    closes_ms: i64,
    left: String,
}

/// A figure and the list it counts.
struct Figure {
    value: String,
    label: String,
    href: String,
}

pub(super) async fn get(visit: Public) -> Result<Reply, Failure> {
    let (db, now) = (visit.read(), visit.now());
    let programmes = programmes::actions::programmes(&db).await?;
    let earmarks = programmes::actions::earmarks(&db).await?;
    let open = store::openings::open_waves(&db, now).await?;
    let view = Home {
        page: Page::of(&visit),
        now_ms: now.millis(),
        cards: open.into_iter().map(|(wave, call)| card(&wave, call, now)).collect(),
        open: words::counted(store::openings::count_open(&db, now).await?, "appel ouvert", "appels ouverts"),
        calls_url: urls::calls(),
        programmes_url: urls::programmes(),
        timeline: Timeline::of(&programmes, &earmarks, now.paris_day())?,
        year: now.paris_day().year(),
        figures: figures_of_the_year(&visit).await?,
    };
    page(&visit, &view)
}

fn card(wave: &wave::Model, call: call::Model, now: Instant) -> Card {
    Card {
        title: call.title,
        href: urls::call(&call.reference),
        kind: call_words::kind(call.kind),
        audience: call_words::audience(call.audience),
        envelope: wave.envelope.short(),
        exact_envelope: wave.envelope.to_string(),
        max_aid: wave.max_aid.short(),
        closes_at: wave.closes_at,
        closes_ms: wave.closes_at.millis(),
        left: time_left(now, wave.closes_at).to_string(),
    }
}

/// Each figure is the count or the sum of the list it leads to.
async fn figures_of_the_year(visit: &Public) -> Result<Vec<Figure>, Failure> {
    let (db, today) = (visit.read(), visit.now().paris_day());
    // The calendar of this program and that of fiscal years are the same: a year out of range has no figures.
    let Some(year) = Year::of(today) else { return Ok(Vec::new()) };
    let laureates = store::laureates::published(&db, None, Some(year)).await?;
    let awarded = words::total(laureates.iter().map(|laureate| laureate.amount))?;
    let register = urls::with_query(&urls::laureates(), &[("annee", &year.to_string())]);
    let number = |count: u64| grouped(i64::try_from(count).unwrap_or(i64::MAX));
    let count = |count: usize| grouped(i64::try_from(count).unwrap_or(i64::MAX));
    Ok(vec![
        Figure {
            value: number(store::openings::count_open(&db, visit.now()).await?),
            label: "appels ouverts en ce moment".to_owned(),
            href: urls::calls(),
        },
        Figure { value: count(laureates.len()), label: "lauréats publiés".to_owned(), href: register.clone() },
        Figure { value: awarded.to_string(), label: "d’aides attribuées et publiées".to_owned(), href: register },
    ])
}

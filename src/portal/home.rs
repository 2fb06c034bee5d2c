//! Home: what is open, the programmes, what was awarded.

use askama::Template;
use entity::{
    call,
    values::{Instant, grouped, time_left},
    wave,
};

use super::{page, store, timeline::Timeline, words};
use crate::{
    access::Public,
    budget,
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
    figures: Vec<Figure>,
}

/// An open call.
struct Card {
    title: String,
    href: String,
    kind: &'static str,
    audience: &'static str,
    envelope: String,
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
    let earmarks = budget::actions::earmarks(&db).await?;
    let open = store::openings::open_waves(&db, now).await?;
    let count = store::openings::count_open(&db, now).await?;
    let view = Home {
        page: Page::of(&visit),
        now_ms: now.millis(),
        cards: open.into_iter().map(|(wave, call)| card(&wave, call, now)).collect(),
        open: words::counted(count, "appel ouvert", "appels ouverts"),
        calls_url: urls::calls(),
        programmes_url: urls::programmes(),
        timeline: Timeline::of(&programmes, &earmarks, now.paris_day())?,
        figures: figures(&visit, count).await?,
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
        max_aid: wave.max_aid.short(),
        closes_at: wave.closes_at,
        closes_ms: wave.closes_at.millis(),
        left: time_left(now, wave.closes_at).to_string(),
    }
}

/// Each figure is the count or the sum of the list it leads to.
async fn figures(visit: &Public, open: u64) -> Result<Vec<Figure>, Failure> {
    let year = visit.now().paris_day().year();
    let published = store::laureates::published(&visit.read(), None, None).await?;
    let this_year = published.iter().filter(|row| row.published_at.is_some_and(|at| at.paris_day().year() == year));
    let awarded = words::total(published.iter().map(|laureate| laureate.amount))?;
    let register = urls::laureates();
    Ok(vec![
        Figure { value: number(open), label: "appels ouverts en ce moment".to_owned(), href: urls::calls() },
        Figure {
            value: number(this_year.count() as u64),
            label: format!("lauréats publiés en {year}"),
            href: urls::with_query(&register, &[("annee", &year.to_string())]),
        },
        Figure { value: number(published.len() as u64), label: "lauréats publiés en tout".to_owned(), href: register.clone() },
        Figure { value: awarded.short(), label: format!("aides publiées, soit {awarded}"), href: register },
    ])
}

fn number(count: u64) -> String {
    grouped(i64::try_from(count).unwrap_or(i64::MAX))
}

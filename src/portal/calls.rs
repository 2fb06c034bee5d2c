//! The public's list of calls: what one can answer now comes first.

use askama::Template;
use axum::extract::RawQuery;
use entity::values::{Instant, time_left};

use super::page;
use crate::{
    access::Public,
    calls::{
        WaveState,
        actions::{self, CallSearch, PublicCall, PublicList},
        pages::words,
    },
    db::PageNumber,
    web::{Choice, Failure, FormState, Page, Pages, Reply, urls},
};

/// The longest search, in characters.
const LONGEST_SEARCH: usize = 200;

#[derive(Template)]
#[template(path = "portal/calls.html")]
struct Calls {
    page: Page,
    f: FormState,
    now: Instant,
    programmes: Vec<Choice>,
    kinds: Vec<Choice>,
    audiences: Vec<Choice>,
    states: Vec<Chip>,
    filters: Vec<Chip>,
    found: String,
    calls: Vec<PublicCall>,
    pages: Pages,
}

/// A filter in a word, and where it leads.
struct Chip {
    label: String,
    href: String,
    is_current: bool,
}

impl Calls {
    fn kind(&self, call: &PublicCall) -> &'static str {
        words::kind(call.call.kind)
    }

    fn audience(&self, call: &PublicCall) -> &'static str {
        words::audience(call.call.audience)
    }

    /// The first paragraph of what the call funds.
    fn about<'a>(&self, call: &'a PublicCall) -> &'a str {
        words::paragraphs(&call.call.summary).first().copied().unwrap_or_default()
    }

    /// The instant that matters now: the opening of what is announced, the closing of the rest.
    fn milestone(&self, call: &PublicCall) -> Instant {
        match call.state {
            WaveState::Announced => call.wave.opens_at,
            WaveState::Draft | WaveState::Open | WaveState::Closed => call.wave.closes_at,
        }
    }

    fn left(&self, call: &PublicCall) -> String {
        time_left(self.now, self.milestone(call)).to_string()
    }
}

pub(super) async fn get(visit: Public, RawQuery(query): RawQuery) -> Result<Reply, Failure> {
    let f = asked(query.as_deref().unwrap_or_default());
    let search = CallSearch {
        words: f.value("q").to_owned(),
        programme: Some(f.value("programme").to_owned()).filter(|code| !code.is_empty()),
        kind: f.value("type").parse().ok(),
        state: WaveState::PUBLIC.into_iter().find(|state| state.word() == f.value("etat")),
        audience: f.value("public").parse().ok(),
    };
    let number = PageNumber::parse(Some(f.value("page")));
    let list = actions::public_calls(&visit.read(), &search, visit.now(), number).await?;
    page(&visit, &view(&visit, f, &search, list))
}

/// What the address asks, each thing once; what cannot be read is not asked.
fn asked(query: &str) -> FormState {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
    let known = ["q", "programme", "type", "etat", "public", "page"];
    let short = |text: &str| text.trim().chars().take(LONGEST_SEARCH).collect::<String>();
    FormState::typed(
        pairs.into_iter().filter(|(name, _)| known.contains(&name.as_str())).map(|(name, value)| (name, short(&value))).collect(),
    )
}

fn view(visit: &Public, f: FormState, search: &CallSearch, list: PublicList) -> Calls {
    let programmes: Vec<Choice> = list.programmes.iter().map(|programme| Choice::new(&programme.code, &programme.name)).collect();
    let total = list.page.total;
    let query: Vec<(&str, &str)> = FILTERS.into_iter().map(|name| (name, f.value(name))).collect();
    Calls {
        page: Page::of(visit),
        now: visit.now(),
        kinds: words::kinds(),
        audiences: words::audiences(),
        states: states(&f, search, &list),
        filters: filters(&f, &programmes),
        found: format!("{total} {}", if total > 1 { "appels" } else { "appel" }),
        pages: Pages::of(&list.page, &urls::calls(), &query),
        calls: list.page.rows,
        programmes,
        f,
    }
}

/// The filters of the address, in order.
const FILTERS: [&str; 5] = ["q", "programme", "type", "public", "etat"];

/// The address with one filter changed, from the first page.
fn with(f: &FormState, changed: &str, value: &str) -> String {
    let query = FILTERS.map(|name| (name, if name == changed { value } else { f.value(name) }));
    urls::with_query(&urls::calls(), &query)
}

/// One chip for all the states and one for each, with how many calls stand there.
fn states(f: &FormState, search: &CallSearch, list: &PublicList) -> Vec<Chip> {
    let total: usize = list.by_state.iter().map(|(_, count)| count).sum();
    let all = Chip { label: format!("Tous ({total})"), href: with(f, "etat", ""), is_current: search.state.is_none() };
    let one = |&(state, count): &(WaveState, usize)| {
        let label = match state {
            WaveState::Open => "Ouverts",
            WaveState::Announced => "Annoncés",
            WaveState::Closed => "Clos",
            WaveState::Draft => "Brouillons",
        };
        Chip { label: format!("{label} ({count})"), href: with(f, "etat", state.word()), is_current: search.state == Some(state) }
    };
    std::iter::once(all).chain(list.by_state.iter().map(one)).collect()
}

/// The filters in force besides the state, each with the address that lifts it.
fn filters(f: &FormState, programmes: &[Choice]) -> Vec<Chip> {
    let label_of =
        |choices: &[Choice], value: &str| choices.iter().find(|choice| choice.value == value).map(|choice| choice.label.clone());
    let typed = Some(f.value("q")).filter(|words| !words.is_empty()).map(|words| format!("« {words} »"));
    let in_force = [
        ("q", typed),
        ("programme", label_of(programmes, f.value("programme"))),
        ("type", label_of(&words::kinds(), f.value("type"))),
        ("public", label_of(&words::audiences(), f.value("public"))),
    ];
    in_force
        .into_iter()
        .filter_map(|(name, label)| Some(Chip { label: label?, href: with(f, name, ""), is_current: false }))
        .collect()
}

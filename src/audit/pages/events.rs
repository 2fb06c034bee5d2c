//! The journal: who, when, what, to what, why.

use askama::Template;
use entity::values::{Day, Instant, Role, grouped};

use super::{
    super::{
        actions::{self, Search},
        gates::ReadEvents,
    },
    words,
};
use crate::{
    access::Granted,
    db::PageNumber,
    journal::EventKind,
    web::{Choice, Failure, FormState, Page, Pages, Query, Reply, urls},
};

#[derive(Template)]
#[template(path = "audit/events.html")]
struct Events {
    page: Page,
    f: FormState,
    kinds: Vec<Choice>,
    count: String,
    rows: Vec<Row>,
    pages: Pages,
    may_verify: bool,
}

struct Row {
    href: String,
    at: Instant,
    kind: String,
    thing: String,
    who: String,
    why: String,
}

pub(super) async fn get(granted: Granted<ReadEvents>, Query(asked): Query<Vec<(String, String)>>) -> Result<Reply, Failure> {
    let mut f = FormState::typed(asked);
    let search = read_search(&mut f);
    let reader = granted.read();
    let found = actions::events(&reader, granted.subject(), &search, PageNumber::parse(Some(f.value("page")))).await?;
    let names = actions::names(&reader, &found.rows.iter().map(|(event, _)| event).collect::<Vec<_>>()).await?;
    let row = |(event, person): &actions::ReadEvent| {
        let name = names.get(&(event.subject_kind.clone(), event.subject_id)).map(String::as_str);
        Row {
            href: urls::event(event.id),
            at: event.at,
            kind: words::kind(&event.kind).to_owned(),
            thing: words::thing(event, name),
            who: words::who(event, person.as_ref(), name),
            why: event.reason.clone().unwrap_or_default(),
        }
    };
    let query: Vec<(&str, &str)> = f.pairs().filter(|(name, _)| *name != "page").collect();
    Reply::page(&Events {
        page: Page::of(&granted),
        kinds: EventKind::ALL.iter().map(|kind| Choice::new(kind.word(), kind.label())).collect(),
        count: counted(found.total),
        rows: found.rows.iter().map(row).collect(),
        pages: Pages::of(&found, urls::EVENTS, &query),
        may_verify: granted.actor().holds_somewhere(&[Role::Auditor]),
        f,
    })
}

/// A date that cannot be read is said under its field, and filters nothing.
fn read_search(f: &mut FormState) -> Search {
    let from = f.read_optional::<Day>("from").flatten();
    let to = f.read_optional::<Day>("to").flatten();
    let kind = EventKind::ALL.iter().copied().find(|kind| kind.word() == f.value("kind"));
    Search { kind, about: f.value("about").to_owned(), who: f.value("who").to_owned(), from, to }
}

fn counted(total: u64) -> String {
    let plural = if total > 1 { "s" } else { "" };
    format!("{} événement{plural}", grouped(i64::try_from(total).unwrap_or(i64::MAX)))
}

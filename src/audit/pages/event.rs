//! One event, as a sheet: before, after, and the seal that proves it did not change.

use std::collections::BTreeSet;

use askama::Template;
use serde_json::Value;

use super::{
    super::{actions, gates::ReadEvent},
    Seal, words,
};
use crate::{
    access::Granted,
    web::{Failure, Page, Reply},
};

#[derive(Template)]
#[template(path = "audit/event.html")]
struct Sheet {
    page: Page,
    kind: String,
    at: String,
    at_iso: String,
    who: String,
    thing: String,
    thing_url: Option<String>,
    why: Option<String>,
    changes: Vec<Change>,
    seal: Option<Seal>,
}

/// One fact of the thing, before and after.
struct Change {
    fact: String,
    before: String,
    after: String,
}

pub(super) async fn get(granted: Granted<ReadEvent>) -> Result<Reply, Failure> {
    let (event, person) = granted.subject();
    let reader = granted.read();
    let names = actions::names(&reader, &[event]).await?;
    let name = names.get(&(event.subject_kind.clone(), event.subject_id)).map(String::as_str);
    let seal = actions::seal_of(&reader, event).await?;
    Reply::page(&Sheet {
        page: Page::of(&granted),
        kind: words::kind(&event.kind).to_owned(),
        at: event.at.in_words_to_the_second(),
        at_iso: event.at.iso(),
        who: words::who(event, person.as_ref(), name),
        thing: words::thing(event, name),
        thing_url: words::address(event, name),
        why: event.reason.clone(),
        changes: changes(event.before.as_deref(), event.after.as_deref()),
        seal: seal.map(Seal::of),
    })
}

/// The facts of two states, side by side, those that changed and those that did not.
fn changes(before: Option<&str>, after: Option<&str>) -> Vec<Change> {
    let [before, after] = [before, after].map(|state| state.and_then(|json| serde_json::from_str::<Value>(json).ok()));
    let states = [before.as_ref(), after.as_ref()];
    let facts: BTreeSet<&String> =
        states.into_iter().flatten().filter_map(Value::as_object).flat_map(serde_json::Map::keys).collect();
    if facts.is_empty() {
        let whole = states.map(|state| state.map(text).unwrap_or_default());
        let [before, after] = whole;
        let says_nothing = before.is_empty() && after.is_empty();
        return if says_nothing { Vec::new() } else { vec![Change { fact: "État".to_owned(), before, after }] };
    }
    let fact_of = |state: Option<&Value>, fact: &String| state.and_then(|state| state.get(fact)).map(text).unwrap_or_default();
    facts
        .into_iter()
        .map(|fact| Change { before: fact_of(states[0], fact), after: fact_of(states[1], fact), fact: words::fact(fact) })
        .collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::changes;

    fn told(before: Option<&str>, after: Option<&str>) -> Vec<(String, String, String)> {
        changes(before, after).into_iter().map(|change| (change.fact, change.before, change.after)).collect()
    }

    #[test]
    fn two_states_are_told_side_by_side() {
        let row = |fact: &str, before: &str, after: &str| (fact.to_owned(), before.to_owned(), after.to_owned());
        let both = told(Some(r#"{"state":"draft","n":1}"#), Some(r#"{"state":"signed"}"#));
        assert_eq!(both, [row("N", "1", ""), row("État", "draft", "signed")]);
        assert_eq!(told(None, Some("\"signed\"")), [row("État", "", "signed")]);
        assert!(told(None, None).is_empty());
    }
}

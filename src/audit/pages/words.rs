//! The French of the journal.

use entity::{event, person};

use crate::{journal::EventKind, web::urls};

/// What happened.
pub(super) fn kind(word: &str) -> &str {
    EventKind::ALL.iter().find(|kind| kind.word() == word).map_or(word, |kind| kind.label())
}

/// Who did it. Accounts are opened and sessions begun by somebody who is not signed in yet; what else has no author, the
/// program did.
pub(super) fn who(event: &event::Model, person: Option<&person::Model>) -> String {
    match person {
        Some(person) => person.name.clone(),
        None if event.subject_kind == "person" => "Visiteur".to_owned(),
        None => "Guichet".to_owned(),
    }
}

/// What it happened to; `name` is how the thing is called.
pub(super) fn thing(event: &event::Model, name: Option<&str>) -> String {
    let sort = match event.subject_kind.as_str() {
        "person" => "Compte",
        "organisation" => "Structure",
        "entry" => "Écriture",
        "budget_line" => "Ligne",
        "programme" => "Programme",
        "call" => "Appel",
        "wave" => "Vague",
        "dossier" => "Dossier",
        "decision" => "Décision",
        other => other,
    };
    match name {
        Some(name) => format!("{sort} {name}"),
        None => format!("{sort} n° {}", event.subject_id),
    }
}

/// Where the thing is shown, for those that auditors read.
pub(super) fn address(event: &event::Model, name: Option<&str>) -> Option<String> {
    match (event.subject_kind.as_str(), name) {
        ("entry", _) => Some(urls::entry(event.subject_id)),
        ("budget_line", _) => Some(urls::budget_line(event.subject_id)),
        ("programme", Some(code)) => Some(urls::programme(code)),
        _ => None,
    }
}

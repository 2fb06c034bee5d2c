//! The French of the journal.

use entity::{event, person};

use crate::{journal::EventKind, web::urls};

/// What happened.
pub(super) fn kind(word: &str) -> &str {
    EventKind::ALL.iter().find(|kind| kind.word() == word).map_or(word, |kind| kind.label())
}

/// What people do to their own account before they are signed in: who did it is whom it is about.
const BY_THEMSELVES: [EventKind; 4] =
    [EventKind::AccountCreated, EventKind::EmailVerified, EventKind::PasswordChanged, EventKind::SessionOpened];

/// Who did it; `about` is how the thing it happened to is called. What else has no author, the program did.
pub(super) fn who(event: &event::Model, person: Option<&person::Model>, about: Option<&str>) -> String {
    match person {
        Some(person) => person.name.clone(),
        None if event.kind == EventKind::InvitationDeclined.word() => "Visiteur".to_owned(),
        None if BY_THEMSELVES.iter().any(|kind| kind.word() == event.kind) => about.unwrap_or("Visiteur").to_owned(),
        None => "Guichet".to_owned(),
    }
}

/// A fact of a state, as people call it; one that has no other name is shown under its own.
pub(super) fn fact(name: &str) -> String {
    let known = match name {
        "email" => "Adresse électronique",
        "role" => "Rôle",
        "scope" => "Portée",
        "key" => "Clé",
        "state" => "État",
        "name" => "Nom",
        "title" | "titre" => "Titre",
        "label" => "Intitulé",
        "reference" => "Référence",
        "amount" => "Montant",
        "envelope" | "enveloppe" => "Enveloppe",
        "year" | "fiscal_year" => "Année",
        "book" => "Livre",
        "from" => "De",
        "to" => "Vers",
        "line" => "Ligne",
        "receipt" => "Accusé",
        "fingerprint" => "Empreinte",
        "person" => "Compte",
        "juror" => "Membre du jury",
        "scores" => "Notes",
        "cloture" => "Clôture",
        "critere" => "Critère",
        "siret" => "SIRET",
        _ => "",
    };
    if known.is_empty() { capitalised(&name.replace('_', " ")) } else { known.to_owned() }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What it happened to; `name` is how the thing is called.
pub(super) fn thing(event: &event::Model, name: Option<&str>) -> String {
    let sort = match event.subject_kind.as_str() {
        "person" => "Compte",
        "organisation" => "Structure",
        "entry" => "Écriture",
        "commitment" => "Engagement",
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
        ("commitment", Some(reference)) => Some(urls::commitment(reference)),
        ("budget_line", _) => Some(urls::budget_line(event.subject_id)),
        ("programme", Some(code)) => Some(urls::programme(code)),
        _ => None,
    }
}

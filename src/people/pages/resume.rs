//! A form sent after its session had ended, given back to whoever typed it.

use askama::Template;
use entity::values::Instant;

use super::{
    super::{actions, gates::OwnAccount},
    link::{self, Secret},
};
use crate::{
    access::Granted,
    web::{Failure, FormState, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "people/resume.html")]
struct Resume {
    page: Page,
    /// Where the form was sent, and is sent again.
    path: String,
    sent_at: Instant,
    /// The field of the file that was sent with it, to be chosen again.
    file_field: Option<String>,
    f: FormState,
    /// Everything that was sent but its old token: it goes back as it came.
    fields: Vec<(String, String)>,
}

/// What the program put in the form: not for reading.
const OURS: [&str; 6] = ["csrf", "key", "idempotency_key", "version", "suite", "reprise"];

impl Resume {
    /// What a person typed, with what each field is about.
    fn typed(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let by_person = self.fields.iter().filter(|(name, value)| !OURS.contains(&name.as_str()) && !value.trim().is_empty());
        by_person.map(|(name, value)| (label(name), value.as_str()))
    }
}

pub(super) async fn get(granted: Granted<OwnAccount>, Secret(token): Secret) -> Result<Reply, Failure> {
    let Some(kept) = actions::take_up_form(&granted.read(), &token, granted.browser(), granted.now()).await? else {
        let why = "Une saisie interrompue est gardée un jour, pour le navigateur qui l’a envoyée. Celle-ci ne l’est plus : reprenez depuis votre page d’accueil.";
        return link::dead(&granted, why, "Revenir à l’accueil", urls::home());
    };
    let pairs: Vec<(String, String)> = serde_html_form::from_str(&kept.body).map_err(|_| Failure::Unreadable)?;
    Reply::page(&Resume {
        page: Page::of(&granted),
        path: kept.path,
        sent_at: kept.created_at,
        file_field: kept.file_field,
        f: FormState::empty(),
        fields: pairs.into_iter().filter(|(name, _)| name != "csrf").collect(),
    })
}

/// The fields that many forms have; the others say what they are by what they hold.
fn label(name: &str) -> &'static str {
    match name {
        "name" => "Nom",
        "title" => "Titre",
        "label" => "Intitulé",
        "email" => "Adresse électronique",
        "amount" => "Montant",
        "reason" | "reasons" => "Motif",
        "summary" => "Présentation",
        "comment" => "Commentaire",
        _ => "Saisie",
    }
}

//! A letter: one idea, one button, the link in clear, who writes and why you receive it.

use askama::Template;
use entity::{outbox_mail, values::Email};

/// A mail to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Who receives it.
    pub to: Email,
    /// Its subject.
    pub subject: String,
    /// Its text, paragraph by paragraph.
    pub paragraphs: Vec<String>,
    /// What the one button is called, and the path it leads to.
    pub button: Option<(String, String)>,
    /// Why the person receives it.
    pub why: String,
}

/// What stands between two paragraphs of a letter that is kept.
const BETWEEN_PARAGRAPHS: &str = "\n\n";

impl Letter {
    /// The paragraphs as they are kept.
    pub(super) fn text(&self) -> String {
        self.paragraphs.join(BETWEEN_PARAGRAPHS)
    }
}

/// The paragraphs of a letter that is kept.
pub fn paragraphs(mail: &outbox_mail::Model) -> impl Iterator<Item = &str> {
    mail.text.split(BETWEEN_PARAGRAPHS)
}

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct PlainLetter<'a> {
    mail: &'a outbox_mail::Model,
    service: &'a str,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct HtmlLetter<'a> {
    mail: &'a outbox_mail::Model,
    service: &'a str,
}

/// A letter that is kept, as text and as HTML: what leaves. `service` is where the site answers.
pub(super) fn render(mail: &outbox_mail::Model, service: &str) -> Result<(String, String), askama::Error> {
    Ok((PlainLetter { mail, service }.render()?, HtmlLetter { mail, service }.render()?))
}

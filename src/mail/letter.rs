//! A letter: one idea, one button, the link in clear, who writes and why you receive it.

use askama::Template;
use entity::values::Email;

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

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct PlainLetter<'a> {
    letter: &'a Letter,
    link: Option<&'a str>,
    service: &'a str,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct HtmlLetter<'a> {
    letter: &'a Letter,
    link: Option<&'a str>,
    service: &'a str,
}

impl Letter {
    /// The letter as text and as HTML, its button leading to `link`.
    pub(super) fn render(&self, link: Option<&str>, service: &str) -> Result<(String, String), askama::Error> {
        let text = PlainLetter { letter: self, link, service }.render()?;
        let html = HtmlLetter { letter: self, link, service }.render()?;
        Ok((text, html))
    }
}

//! Mails waiting and sent, for administrators: without a mail server, this is where they are read. A link opens the account
//! of whoever it is sent to, so it is shown only where nothing else could bring it.

use askama::Template;
use entity::values::{Email, Instant};
use serde::Deserialize;

use super::{
    super::gates::{Administer, AdministerMail},
    words,
};
use crate::{
    access::{Granted, Visit},
    db::PageNumber,
    mail,
    web::{Failure, Page, Pages, Query, Reply, urls},
};

#[derive(Template)]
#[template(path = "people/outbox.html")]
struct Outbox {
    page: Page,
    has_mail_server: bool,
    rows: Vec<Row>,
    pages: Pages,
}

/// Which page of the list is asked for.
#[derive(Deserialize)]
pub(super) struct Asked {
    page: Option<String>,
}

struct Row {
    href: String,
    subject: String,
    recipient: Email,
    at: Instant,
    badge: &'static str,
    state: &'static str,
}

#[derive(Template)]
#[template(path = "people/outbox_mail.html")]
struct Mail {
    page: Page,
    subject: String,
    recipient: Email,
    written_at: Instant,
    sent_at: Option<Instant>,
    attempts: i32,
    last_error: Option<String>,
    badge: &'static str,
    state: &'static str,
    paragraphs: Vec<String>,
    why: String,
    button: Option<Button>,
}

/// The one button of a letter.
struct Button {
    label: String,
    /// Where it leads, while this page is the only way to it.
    link: Option<String>,
}

pub(super) async fn list(granted: Granted<Administer>, Query(asked): Query<Asked>) -> Result<Reply, Failure> {
    let mails = mail::list(&granted.read(), PageNumber::parse(asked.page.as_deref())).await?;
    let row = |mail: mail::OutboxRow| {
        let (badge, state) = words::mail_state(mail.state);
        Row {
            href: urls::outbox_mail(mail.id),
            subject: mail.subject,
            recipient: mail.recipient,
            at: mail.created_at,
            badge,
            state,
        }
    };
    Reply::page(&Outbox {
        page: Page::of(&granted),
        has_mail_server: has_mail_server(&granted),
        pages: Pages::of(&mails, &urls::outbox(), &[]),
        rows: mails.rows.into_iter().map(row).collect(),
    })
}

pub(super) async fn one(granted: Granted<AdministerMail>) -> Result<Reply, Failure> {
    let mail = granted.subject();
    let (badge, state) = words::mail_state(mail.state);
    Reply::page(&Mail {
        page: Page::of(&granted),
        subject: mail.subject.clone(),
        recipient: mail.recipient.clone(),
        written_at: mail.created_at,
        sent_at: mail.sent_at,
        attempts: mail.attempts,
        last_error: mail.last_error.clone(),
        badge,
        state,
        paragraphs: mail::paragraphs(mail).map(str::to_owned).collect(),
        why: mail.why.clone(),
        button: mail.button.clone().map(|label| Button { label, link: mail.link.clone().filter(|_| !has_mail_server(&granted)) }),
    })
}

fn has_mail_server(visit: &Visit) -> bool {
    visit.app().config().smtp_url.is_some()
}

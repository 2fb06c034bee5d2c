//! One's dossiers.

use askama::Template;
use entity::values::{Instant, time_left};

use super::{
    super::{
        actions::{self, OwnRow},
        gates::OwnDossiers,
    },
    words,
};
use crate::{
    access::Granted,
    web::{Failure, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "dossiers/mine.html")]
struct OwnList {
    page: Page,
    dossiers: Vec<Row>,
    now_ms: i64,
}

struct Row {
    reference: String,
    title: String,
    organisation: String,
    call: String,
    aid: String,
    badge: (&'static str, &'static str),
    url: String,
    is_closed: bool,
    closes_at: Instant,
    closes_ms: i64,
    left: String,
    submitted_at: Option<Instant>,
    receipt: String,
}

impl Row {
    fn of(dossier: OwnRow, now: Instant) -> Self {
        let left = time_left(now, dossier.closes_at);
        Self {
            url: urls::dossier(&dossier.reference),
            receipt: urls::receipt(&dossier.reference),
            reference: dossier.reference.to_string(),
            title: dossier.title,
            organisation: dossier.organisation,
            call: dossier.call,
            aid: dossier.aid_requested.to_string(),
            badge: words::state(dossier.state),
            is_closed: left.is_over(),
            closes_at: dossier.closes_at,
            closes_ms: dossier.closes_at.millis(),
            left: left.to_string(),
            submitted_at: dossier.submitted_at,
        }
    }
}

pub(super) async fn list(granted: Granted<OwnDossiers>) -> Result<Reply, Failure> {
    let now = granted.now();
    let dossiers = actions::own_dossiers(&granted.read(), *granted.subject()).await?;
    let dossiers = dossiers.into_iter().map(|dossier| Row::of(dossier, now)).collect();
    Reply::page(&OwnList { page: Page::of(&granted), dossiers, now_ms: now.millis() })
}

//! The calls one manages.

use askama::Template;
use entity::values::{Instant, Money};
use serde::Deserialize;

use super::super::{
    actions::{self, ManagedLine},
    gates::{ReadCalls, may_draft_somewhere},
    rules::{WaveState, state_at},
};
use crate::{
    access::Granted,
    db::PageNumber,
    web::{Failure, Page, Pages, Query, Reply, urls},
};

#[derive(Deserialize)]
pub(super) struct Asked {
    page: Option<String>,
}

#[derive(Template)]
#[template(path = "calls/list.html")]
struct ManagedCalls {
    page: Page,
    now: Instant,
    lines: Vec<ManagedLine>,
    total: u64,
    envelopes: Money,
    may_draft: bool,
    pages: Pages,
}

impl ManagedCalls {
    fn state(&self, line: &ManagedLine) -> WaveState {
        state_at(&line.wave, self.now)
    }
}

pub(super) async fn get(granted: Granted<ReadCalls>, Query(asked): Query<Asked>) -> Result<Reply, Failure> {
    let number = PageNumber::parse(asked.page.as_deref());
    let (found, envelopes) = actions::managed_waves(&granted.read(), granted.subject(), number).await?;
    Reply::page(&ManagedCalls {
        page: Page::of(&granted),
        now: granted.now(),
        total: found.total,
        envelopes,
        may_draft: may_draft_somewhere(granted.actor()),
        pages: Pages::of(&found, &urls::managed_calls(), &[]),
        lines: found.rows,
    })
}

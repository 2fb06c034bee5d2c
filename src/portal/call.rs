//! One call, for everybody: what it funds, by what it judges, when it closes, how to answer.

use askama::Template;
use entity::{
    question,
    values::{Instant, Reference, TopicKind, time_left},
    wave,
};

use super::{page, store::laureates};
use crate::{
    access::Public,
    calls::{
        WaveState,
        actions::{self, PublicSheet},
        pages::words,
        rules::{MEGABYTE, state_at},
    },
    web::{Failure, Page, Path, Reply, urls},
};

#[derive(Template)]
#[template(path = "portal/call.html")]
struct Call {
    page: Page,
    now: Instant,
    kind: &'static str,
    audience: &'static str,
    sheet: PublicSheet,
    /// Where its laureates are, once some are published.
    laureates_url: Option<String>,
}

impl Call {
    fn is_open(&self) -> bool {
        self.sheet.state == WaveState::Open
    }

    /// The instant that matters now.
    fn milestone(&self) -> Instant {
        match self.sheet.state {
            WaveState::Announced => self.sheet.rules.wave.opens_at,
            WaveState::Draft | WaveState::Open | WaveState::Closed => self.sheet.rules.wave.closes_at,
        }
    }

    /// To the second while there is something to wait for.
    fn left(&self) -> String {
        let left = time_left(self.now, self.milestone());
        if left.is_over() { left.to_string() } else { format!("dans {}", left.exact()) }
    }

    fn topics(&self) -> Vec<&str> {
        self.labels(TopicKind::Topic)
    }

    fn conditions(&self) -> Vec<&str> {
        self.labels(TopicKind::Eligibility)
    }

    fn labels(&self, kind: TopicKind) -> Vec<&str> {
        self.sheet.topics.iter().filter(|topic| topic.kind == kind).map(|topic| topic.label.as_str()).collect()
    }

    fn answer(&self, question: &question::Model) -> &'static str {
        words::question(question.kind)
    }

    fn state_of(&self, wave: &wave::Model) -> WaveState {
        state_at(wave, self.now)
    }

    fn file_limit(&self) -> i64 {
        self.sheet.rules.wave.max_file_bytes / MEGABYTE
    }

    fn share(&self, weight: i32) -> i32 {
        let total = self.sheet.rules.total_weight().max(1);
        (weight * 200 + total) / (2 * total)
    }
}

pub(super) async fn get(visit: Public, Path(reference): Path<String>) -> Result<Reply, Failure> {
    let reference = Reference::parse(&reference).map_err(|_| Failure::NotFound)?;
    let sheet = actions::public_call(&visit.read(), &reference, visit.now()).await?.ok_or(Failure::NotFound)?;
    let call = &sheet.rules.call;
    let register = || urls::with_query(&urls::laureates(), &[("q", call.reference.as_str())]);
    let laureates_url = laureates::are_published(&visit.read(), call.id).await?.then(register);
    let view = Call {
        page: Page::of(&visit),
        now: visit.now(),
        kind: words::kind(call.kind),
        audience: words::audience(call.audience),
        sheet,
        laureates_url,
    };
    page(&visit, &view)
}

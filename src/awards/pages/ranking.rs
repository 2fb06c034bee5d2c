//! The ranking, and the line where the envelope ends.

use askama::Template;
use entity::{
    call,
    values::{DecisionState, Money},
    wave,
};

use super::{
    super::actions::{self, RankedDossier, Ranking},
    words,
};
use crate::{
    access::Granted,
    calls::gates::{ReadWave, may_write},
    jury::rules::score::displayed_score,
    web::{Failure, Page, Reply},
};

/// A mark with the spread of the reviews behind it.
pub(super) struct Score {
    pub(super) words: String,
    pub(super) at: i64,
    pub(super) low: i64,
    pub(super) high: i64,
    pub(super) sentence: String,
}

impl Score {
    pub(super) fn of(row: &RankedDossier) -> Option<Self> {
        let marks = row.marks.as_ref()?;
        let (lowest, highest) = (*marks.reviews.iter().min()?, *marks.reviews.iter().max()?);
        let words = displayed_score(marks.standing.overall);
        Some(Self {
            sentence: format!("{words} sur 5, évaluations de {} à {}", displayed_score(lowest), displayed_score(highest)),
            words,
            at: marks.standing.overall.thousandths(),
            low: lowest.thousandths(),
            high: highest.thousandths(),
        })
    }
}

/// A dossier in its place.
struct Row {
    ranked: RankedDossier,
    score: Option<Score>,
    /// What is proposed: below the line, nothing until a decision says so.
    proposed: Option<Money>,
    cumulated: Money,
    is_below: bool,
    /// « 2 à rendre »: the reviews still to come.
    missing: String,
    /// The decision's badge and word, once one was prepared.
    outcome: Option<(&'static str, &'static str)>,
}

#[derive(Template)]
#[template(path = "awards/ranking.html")]
struct RankingPage {
    page: Page,
    call: call::Model,
    wave: wave::Model,
    rows: Vec<Row>,
    above: usize,
    remaining: Money,
    parts_equals: bool,
    missing_reviews: usize,
    total: Money,
    asked: Money,
    state: (&'static str, &'static str),
    /// Whether whoever looks may prepare the decision.
    may_prepare: bool,
    /// Whether the decision is whole: it is then read again, and signed.
    is_prepared: bool,
}

pub(super) async fn get(granted: Granted<ReadWave>) -> Result<Reply, Failure> {
    let managed = granted.subject();
    let ranking = actions::ranking(&granted.read(), &managed.wave).await?;
    let state = ranking.prepared.as_ref().map(|prepared| prepared.decision.state);
    let is_open_to_change = !matches!(state, Some(DecisionState::Signed | DecisionState::Published));
    let view = RankingPage {
        page: Page::of(&granted),
        call: managed.call.clone(),
        wave: managed.wave.clone(),
        above: ranking.funding.above,
        remaining: ranking.funding.remaining,
        parts_equals: ranking.funding.parts_equals,
        missing_reviews: ranking.missing_reviews(),
        total: proposed_total(&ranking),
        asked: Money::sum(ranking.rows.iter().map(|row| row.candidate.dossier.aid_requested)).unwrap_or_default(),
        state: words::state(state),
        may_prepare: is_open_to_change && !ranking.rows.is_empty() && may_write(granted.actor(), &managed.call),
        is_prepared: ranking.prepared.is_some() && ranking.unprepared() == 0,
        rows: rows(ranking),
    };
    Reply::page(&view)
}

/// What is proposed in all: what the decision says, or while there is none, what stands above the line.
fn proposed_total(ranking: &Ranking) -> Money {
    if ranking.prepared.is_some() {
        return ranking.awarded();
    }
    let last_above = ranking.funding.above.checked_sub(1);
    last_above.and_then(|last| ranking.funding.cumulated.get(last)).copied().unwrap_or(Money::ZERO)
}

fn rows(ranking: Ranking) -> Vec<Row> {
    let above = ranking.funding.above;
    let row = |(at, (ranked, cumulated)): (usize, (RankedDossier, Money))| Row {
        score: Score::of(&ranked),
        outcome: ranked.award.as_ref().map(|award| (words::badge(award.outcome), words::outcome(award.outcome))),
        proposed: ranked.proposed.filter(|_| at < above || ranked.award.is_some()),
        missing: words::missing(ranked.missing_reviews),
        is_below: at >= above,
        cumulated,
        ranked,
    };
    ranking.rows.into_iter().zip(ranking.funding.cumulated).enumerate().map(row).collect()
}

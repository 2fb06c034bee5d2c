//! A call being managed: what is missing before publication, then the way to dossiers, jury and ranking.

use askama::Template;
use entity::{
    call, programme,
    values::{Instant, time_left},
};

use super::{
    super::{
        actions::{self, WaveRules},
        gates::{ReadCall, may_publish, may_write},
        rules::{Gap, Readiness, WaveState, gaps, state_at},
    },
    terms, words,
};
use crate::{
    access::Granted,
    web::{Failure, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "calls/call.html")]
struct ManagedCallPage {
    page: Page,
    call: call::Model,
    kind: &'static str,
    audience: &'static str,
    programme: Option<programme::Model>,
    waves: Vec<WaveSheet>,
    may_write: bool,
    may_publish: bool,
}

/// One wave of the page.
struct WaveSheet {
    rules: WaveRules,
    state: WaveState,
    left: String,
    terms: Vec<(&'static str, String)>,
    dossiers: i64,
    steps: Vec<Step>,
    is_ready: bool,
}

/// One thing to do before publication.
struct Step {
    is_done: bool,
    label: String,
    href: String,
}

pub(super) async fn get(granted: Granted<ReadCall>) -> Result<Reply, Failure> {
    let call = granted.subject();
    let managed = actions::managed_call(&granted.read(), call).await?;
    let has_line = managed.action.as_ref().is_some_and(|action| action.budget_line_id.is_some());
    let sheet = |rules: WaveRules| {
        let dossiers = managed.dossiers.get(&rules.wave.id).copied().unwrap_or(0);
        WaveSheet::of(rules, dossiers, has_line, granted.now())
    };
    Reply::page(&ManagedCallPage {
        page: Page::of(&granted),
        kind: words::kind(call.kind),
        audience: words::audience(call.audience),
        waves: managed.waves.into_iter().map(sheet).collect(),
        programme: managed.programme,
        may_write: may_write(granted.actor(), call),
        may_publish: may_publish(granted.actor(), call),
        call: call.clone(),
    })
}

impl WaveSheet {
    fn of(rules: WaveRules, dossiers: i64, has_budget_line: bool, now: Instant) -> Self {
        let wave = &rules.wave;
        let readiness = Readiness {
            criteria: rules.criteria.len(),
            questions: rules.questions.len(),
            closes_at: wave.closes_at,
            has_budget_line,
        };
        let gaps = gaps(&readiness, now);
        Self {
            state: state_at(wave, now),
            left: time_left(now, wave.closes_at).to_string(),
            terms: terms::in_words(&wave.into()),
            dossiers,
            steps: steps(&rules, &gaps),
            is_ready: gaps.is_empty(),
            rules,
        }
    }

    /// Whether its rules are fixed.
    fn is_published(&self) -> bool {
        self.state != WaveState::Draft
    }
}

fn steps(rules: &WaveRules, gaps: &[Gap]) -> Vec<Step> {
    let reference = &rules.wave.reference;
    let step = |gap: Gap, done: String, href: String| {
        let is_done = !gaps.contains(&gap);
        Step { is_done, label: if is_done { done } else { words::gap(gap).to_owned() }, href }
    };
    let (criteria, questions) = (rules.criteria.len(), rules.questions.len());
    vec![
        step(
            Gap::NoCriterion,
            format!("{}, poids total {}", words::counted(criteria, "critère"), rules.total_weight()),
            urls::edit_criteria(reference),
        ),
        step(Gap::NoQuestion, format!("Formulaire de {}", words::counted(questions, "question")), urls::edit_form(reference)),
        step(Gap::ClosingPassed, format!("Clôture le {}", rules.wave.closes_at.in_words()), urls::edit_wave(reference)),
        step(Gap::NoBudgetLine, "L’action a une ligne budgétaire".to_owned(), String::new()),
    ]
}

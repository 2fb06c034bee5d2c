//! The programmes: all of them on a timeline, and each on a page of its own. A code that ends in `.json` asks for the
//! figures of the programme's dashboard as data.

use askama::Template;
use entity::{
    action, action_topic, axis, earmark, programme, target, target_progress,
    values::{Day, TopicKind, grouped},
};

use super::{
    dashboard, page,
    timeline::Timeline,
    words::{self, Badge},
};
use crate::{
    access::{Granted, Public},
    budget,
    calls::pages::words as call_words,
    db::Reader,
    programmes::{
        self, Month, Observation,
        gates::{ReadProgramme, may_manage},
        rules::{announced_in_all, indicators},
    },
    web::{Failure, Page, Query, Reply, urls},
};

#[derive(Template)]
#[template(path = "portal/programmes.html")]
struct All {
    page: Page,
    timeline: Timeline,
    total: String,
    exact_total: String,
}

#[derive(Template)]
#[template(path = "portal/programme.html")]
struct One {
    page: Page,
    programme: programme::Model,
    period: String,
    phase: Badge,
    facts: Vec<(String, String)>,
    earmarks: Vec<String>,
    actions_title: &'static str,
    /// Said once above the actions, when some were announced without an amount.
    amounts_note: &'static str,
    groups: Vec<Group>,
    targets: Vec<Target>,
    indicators: Vec<Indicator>,
    calls_url: String,
    dashboard_url: String,
    json_url: String,
    programmes_url: String,
    manage_url: Option<String>,
}

/// The actions of one axis, or those on none.
struct Group {
    title: String,
    actions: Vec<Action>,
}

struct Action {
    code: String,
    name: String,
    kind: &'static str,
    amount: Option<(String, String)>,
    without_amount: &'static str,
    state: Badge,
    note: String,
    summary: String,
    topics: Vec<String>,
    eligibility: Vec<String>,
    details: Vec<(&'static str, String)>,
}

impl Action {
    /// Whether nothing is said of it but its name and its state.
    fn is_bare(&self) -> bool {
        self.amount.is_none() && self.summary.is_empty() && self.more().is_empty() && self.details.is_empty()
    }

    /// What is folded under it.
    fn more(&self) -> &'static str {
        match (self.topics.is_empty(), self.eligibility.is_empty()) {
            (true, true) => "",
            (false, true) => "Thèmes",
            (true, false) => "Conditions",
            (false, false) => "Thèmes et conditions",
        }
    }
}

struct Target {
    label: String,
    promised: i64,
    promised_words: String,
    horizon: String,
    action: String,
    /// The last count, as it is drawn, in words, and where it comes from.
    reached: Option<(i64, String, String)>,
}

struct Indicator {
    label: String,
    unit: String,
    series: Vec<Series>,
}

struct Series {
    category: String,
    growth: String,
    points: Vec<Point>,
}

/// An observation: its bar's length is a percentage of the longest one.
struct Point {
    month: String,
    value: String,
    length: String,
}

pub(super) async fn list(visit: Public) -> Result<Reply, Failure> {
    let db = visit.read();
    let programmes = programmes::actions::programmes(&db).await?;
    let earmarks = budget::actions::earmarks(&db).await?;
    let total = announced_in_all(programmes.iter().map(|programme| programme.amount))
        .ok_or_else(|| Failure::fault("the total of the programmes does not fit"))?;
    let view = All {
        page: Page::of(&visit),
        timeline: Timeline::of(&programmes, &earmarks, visit.now().paris_day())?,
        total: total.short(),
        exact_total: total.to_string(),
    };
    page(&visit, &view)
}

pub(super) async fn one(granted: Granted<ReadProgramme>, Query(asked): Query<Vec<(String, String)>>) -> Result<Reply, Failure> {
    if granted.path().ends_with(".json") {
        return dashboard::json(&granted, asked).await;
    }
    let view = read(&granted, granted.subject().clone()).await?;
    page(&granted, &view)
}

async fn read(granted: &Granted<ReadProgramme>, programme: programme::Model) -> Result<One, Failure> {
    let (db, id) = (granted.read(), programme.id);
    let period = words::period(&programme)?;
    let actions = programmes::actions::actions_of(&db, id).await?;
    let earmarks = budget::actions::earmarks(&db).await?;
    let targets = programmes::actions::targets_of(&db, id).await?;
    let progress = programmes::actions::progress_of(&db, id).await?;
    Ok(One {
        page: Page::of(granted),
        period: period.in_words(),
        phase: words::phase(period.phase_on(granted.now().paris_day())),
        facts: facts(&programme, period.in_words()),
        earmarks: earmarks.iter().filter(|part| Some(part.line_id) == programme.budget_line_id).map(within).collect(),
        actions_title: if actions.iter().any(|action| action.axis_id.is_some()) { "Axes et actions" } else { "Actions" },
        amounts_note: amounts_note(&actions),
        groups: groups(&db, &programme, &actions).await?,
        targets: targets.iter().map(|target| shown_target(target, &progress, &actions)).collect(),
        indicators: shown_indicators(&db, &programme).await?,
        calls_url: urls::with_query(&urls::calls(), &[("programme", &programme.code)]),
        dashboard_url: urls::dashboard(&programme.code),
        json_url: format!("{}.json", urls::programme(&programme.code)),
        programmes_url: urls::programmes(),
        manage_url: may_manage(granted.actor(), &programme).then(|| urls::manage_programme(&programme.code)),
        programme,
    })
}

fn facts(programme: &programme::Model, period: String) -> Vec<(String, String)> {
    let count = |count: Option<i32>| count.map(|count| grouped(i64::from(count)));
    [
        ("Période", Some(period)),
        ("Lancement", programme.launched_on.map(Day::in_words)),
        ("Montant annoncé", programme.amount.map(|amount| amount.to_string())),
        ("Orientations annoncées", count(programme.orientations)),
        ("Actions annoncées", count(programme.actions_announced)),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some((label.to_owned(), value?)))
    .collect()
}

fn amounts_note(actions: &[action::Model]) -> &'static str {
    let said_nothing =
        |action: &&action::Model| words::action_amount(action).is_none() && words::without_amount(action).is_empty();
    match actions.iter().filter(said_nothing).count() {
        0 => "",
        count if count == actions.len() => "Aucun montant n’est annoncé par action.",
        _ => "Le montant est indiqué pour les actions dont il est annoncé.",
    }
}

/// An earmark is part of the amount: the sentence says so.
fn within(part: &earmark::Model) -> String {
    format!("dont {} pour le {}", part.amount, part.name.to_lowercase())
}

async fn groups(db: &Reader, programme: &programme::Model, actions: &[action::Model]) -> Result<Vec<Group>, Failure> {
    let axes = programmes::actions::axes_of(db, programme.id).await?;
    let topics = programmes::actions::topics_of(db, programme.id).await?;
    let others = programmes::actions::programmes(db).await?;
    let of = |axis: Option<&axis::Model>| -> Vec<Action> {
        let on_axis = actions.iter().filter(|action| action.axis_id == axis.map(|axis| axis.id));
        on_axis.map(|action| shown_action(action, &topics, &others)).collect()
    };
    let mut groups: Vec<Group> = axes
        .iter()
        .map(|axis| Group { title: format!("Axe {} : {}", axis.position, axis.name), actions: of(Some(axis)) })
        .collect();
    let apart = of(None);
    if !apart.is_empty() {
        let title = if axes.is_empty() { "Toutes les actions" } else { "Autres actions" };
        groups.push(Group { title: title.to_owned(), actions: apart });
    }
    Ok(groups)
}

fn shown_action(action: &action::Model, topics: &[action_topic::Model], programmes: &[programme::Model]) -> Action {
    let of_kind = |kind: TopicKind| -> Vec<String> {
        let ours = topics.iter().filter(|topic| topic.action_id == action.id && topic.kind == kind);
        ours.map(|topic| topic.label.clone()).collect()
    };
    let linked = programmes.iter().find(|programme| Some(programme.id) == action.linked_programme_id);
    let details = [
        ("Opérateur", action.operator.clone()),
        ("Taux d’aide", action.aid_rate.map(|rate| rate.to_string())),
        ("Base légale", action.legal_basis.clone()),
        ("Rythme", action.recurrence.clone()),
        ("En lien avec", linked.map(|programme| programme.name.clone())),
    ];
    Action {
        code: action.code.clone(),
        name: action.name.clone(),
        kind: call_words::kind(action.kind),
        amount: words::action_amount(action),
        without_amount: words::without_amount(action),
        state: words::launch(action.launched_on),
        note: action.status_note.clone().unwrap_or_default(),
        summary: action.summary.clone().unwrap_or_default(),
        topics: of_kind(TopicKind::Topic),
        eligibility: of_kind(TopicKind::Eligibility),
        details: details.into_iter().filter_map(|(label, value)| Some((label, value?))).collect(),
    }
}

fn shown_target(target: &target::Model, progress: &[target_progress::Model], actions: &[action::Model]) -> Target {
    let last = progress.iter().rfind(|progress| progress.target_id == target.id);
    let action = actions.iter().find(|action| Some(action.id) == target.action_id);
    Target {
        label: target.label.clone(),
        promised: target.value,
        promised_words: grouped(target.value),
        horizon: target.horizon.clone(),
        action: action.map(|action| action.name.clone()).unwrap_or_default(),
        reached: last.map(|last| {
            let source = format!("au {}, {}", last.day.in_words(), last.source);
            (last.value.min(target.value), grouped(last.value), source)
        }),
    }
}

async fn shown_indicators(db: &Reader, programme: &programme::Model) -> Result<Vec<Indicator>, Failure> {
    let rows = programmes::actions::observations_of(db, programme.id).await?;
    let mut shown = Vec::new();
    for indicator in programmes::actions::indicators_of(db, programme.id).await? {
        let observed = rows.iter().filter(|row| row.indicator_id == indicator.id).map(observation);
        let series = indicators::series_of(observed.collect::<Result<Vec<_>, _>>()?);
        let longest = series.iter().flat_map(|series| &series.points).map(|(_, value)| *value).max().unwrap_or(0);
        let series = series.into_iter().map(|series| shown_series(series, longest)).collect();
        shown.push(Indicator { label: indicator.label, unit: indicator.unit, series });
    }
    Ok(shown)
}

fn observation(row: &entity::indicator_observation::Model) -> Result<Observation, Failure> {
    let month = Month::parse(&row.period).map_err(|refusal| Failure::fault(&format!("an observation's month: {refusal}")))?;
    Ok(Observation { category: row.category.clone(), month, value: row.value })
}

fn shown_series(series: indicators::Series, longest: i64) -> Series {
    Series {
        growth: series.growth().map(|growth| growth.to_string()).unwrap_or_default(),
        category: series.category.unwrap_or_default(),
        points: series
            .points
            .into_iter()
            .map(|(month, value)| Point { month: month.in_words(), value: grouped(value), length: percent(value, longest) })
            .collect(),
    }
}

/// A share of the longest bar, as a percentage with two decimals.
fn percent(value: i64, longest: i64) -> String {
    let hundredths = if longest > 0 { i128::from(value) * 10_000 / i128::from(longest) } else { 0 };
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

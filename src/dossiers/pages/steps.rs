//! The steps of a dossier being written: its sections, the plan, the files, the recap; and how far each is.

use entity::{
    dossier,
    values::{Instant, QuestionKind, time_left},
};

use super::{
    super::{
        actions::WrittenDossier,
        rules::{
            form::Section,
            submission::{self, Draft, Obstacle},
        },
    },
    words,
};
use crate::web::urls;

/// A page of the dossier.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Where the dossier stands.
    Overview,
    /// A section of the form, from 1.
    Section(usize),
    /// Expenses and aid.
    Plan,
    /// Files.
    Files,
    /// The last look before submission.
    Recap,
}

/// One step, as the column of steps and the overview show it.
pub(super) struct Step {
    pub(super) place: Place,
    pub(super) title: String,
    pub(super) url: String,
    pub(super) is_current: bool,
    pub(super) badge: &'static str,
    pub(super) completion: String,
}

/// The dossier around the page at hand.
pub(super) struct Steps {
    pub(super) reference: String,
    pub(super) project: String,
    pub(super) overview: String,
    pub(super) steps: Vec<Step>,
    pub(super) number: u32,
    pub(super) total: u32,
    pub(super) title: String,
    pub(super) next_title: String,
    pub(super) previous_url: String,
    pub(super) next_url: String,
    pub(super) closes_at: Instant,
    pub(super) is_closed: bool,
    pub(super) left: String,
    pub(super) closes_ms: i64,
    pub(super) now_ms: i64,
}

impl Steps {
    /// The steps of a dossier, seen from one of them.
    pub(super) fn of(dossier: &dossier::Model, whole: &WrittenDossier, here: Place, now: Instant) -> Self {
        let steps = all(dossier, whole, here);
        let at = steps.iter().position(|step| step.place == here);
        let near = |shift: Option<usize>| shift.and_then(|at| steps.get(at));
        let (previous, next) = (near(at.and_then(|at| at.checked_sub(1))), near(at.map(|at| at + 1)));
        let left = time_left(now, whole.wave.closes_at);
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            reference: dossier.reference.to_string(),
            project: dossier.title.clone(),
            overview: urls::dossier(&dossier.reference),
            number: at.map_or(0, |at| count(at + 1)),
            total: count(steps.len()),
            title: near(at).map(|step| step.title.clone()).unwrap_or_default(),
            next_title: next.map(|step| step.title.clone()).unwrap_or_default(),
            previous_url: previous.map_or_else(|| urls::dossier(&dossier.reference), |step| step.url.clone()),
            next_url: next.map_or_else(|| urls::dossier_recap(&dossier.reference), |step| step.url.clone()),
            closes_at: whole.wave.closes_at,
            is_closed: left.is_over(),
            left: left.to_string(),
            closes_ms: whole.wave.closes_at.millis(),
            now_ms: now.millis(),
            steps,
        }
    }
}

fn all(dossier: &dossier::Model, whole: &WrittenDossier, here: Place) -> Vec<Step> {
    let reference = &dossier.reference;
    let draft = &whole.draft;
    let step = |place, title: &str, url, (badge, completion): (&'static str, String)| Step {
        place,
        title: title.to_owned(),
        url,
        is_current: place == here,
        badge,
        completion,
    };
    let mut steps: Vec<Step> = draft
        .sections
        .iter()
        .map(|section| {
            let url = urls::dossier_section(reference, section.number);
            step(Place::Section(section.number), &section.title, url, in_section(draft, section))
        })
        .collect();
    steps.push(step(Place::Plan, "Plan de financement", urls::dossier_plan(reference), in_plan(whole)));
    steps.push(step(Place::Files, "Pièces jointes", urls::dossier_files(reference), in_files(whole)));
    let obstacles = submission::check(draft, &whole.terms(), whole.wave.opens_at).err().unwrap_or_default();
    steps.push(step(Place::Recap, "Récapitulatif et dépôt", urls::dossier_recap(reference), before_submission(obstacles.len())));
    steps
}

fn in_section(draft: &Draft, section: &Section) -> (&'static str, String) {
    let obstacles = submission::in_section(draft, section);
    let typed = obstacles.iter().filter(|obstacle| !is_about_a_file(obstacle)).count();
    let is_begun = section.questions.iter().any(|q| draft.answers.get(&q.id).is_some_and(|text| !text.is_empty()));
    to_do(typed, is_begun)
}

fn in_plan(whole: &WrittenDossier) -> (&'static str, String) {
    let plan = &whole.draft.plan;
    let is_begun = !plan.expenses.is_empty() || plan.aid.is_positive();
    to_do(submission::in_plan(plan, &whole.terms().aid).len(), is_begun)
}

fn in_files(whole: &WrittenDossier) -> (&'static str, String) {
    let obstacles = whole.draft.sections.iter().flat_map(|section| submission::in_section(&whole.draft, section));
    let missing = obstacles.filter(is_about_a_file).count();
    let asks = whole.draft.sections.iter().flat_map(|section| &section.questions).any(|q| q.kind == QuestionKind::File);
    match (missing, whole.files.len(), asks) {
        (0, 0, false) => ("neutral", "Facultatif".to_owned()),
        (missing, held, _) => to_do(missing, held > 0),
    }
}

fn is_about_a_file(obstacle: &Obstacle) -> bool {
    matches!(obstacle, Obstacle::Missing { is_file: true, .. })
}

fn before_submission(obstacles: usize) -> (&'static str, String) {
    if obstacles == 0 {
        ("info", "Prêt à déposer".to_owned())
    } else {
        ("neutral", format!("{} à compléter", words::points(obstacles)))
    }
}

fn to_do(missing: usize, is_begun: bool) -> (&'static str, String) {
    match (missing, is_begun) {
        (0, _) => ("success", "Complet".to_owned()),
        (_, false) => ("neutral", "À remplir".to_owned()),
        (missing, true) => ("warning", format!("{} à compléter", words::points(missing))),
    }
}

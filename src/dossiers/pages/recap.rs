//! The last look at a dossier, and the act of submitting it.

use askama::Template;
use entity::values::{DossierState, Instant, Money, QuestionKind};

use super::{
    super::{
        actions::{self, DossierError, SubmitDossier, WrittenDossier},
        gates::Submit,
        rules::{Refusal, form, plan::Expense, submission},
    },
    steps::{Place, Steps},
    words,
};
use crate::{
    access::Granted,
    organisations,
    web::{Failure, Form, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "dossiers/recap.html")]
struct Recap {
    page: Page,
    steps: Steps,
    overview: String,
    organisation: String,
    sections: Vec<Part>,
    plan_url: String,
    expenses: Vec<Expense>,
    total: String,
    aid: String,
    files_url: String,
    files: Vec<String>,
    obstacles: Vec<(String, String)>,
    is_closed: bool,
    changed: bool,
    action: String,
    key: String,
    version: i32,
    closes_at: Instant,
}

/// A section, read.
struct Part {
    title: String,
    url: String,
    answers: Vec<(String, String)>,
}

pub(super) async fn get(granted: Granted<Submit>) -> Result<Reply, Failure> {
    let dossier = granted.subject();
    if dossier.state != DossierState::Draft {
        return Ok(Reply::see(urls::dossier(&dossier.reference)));
    }
    Reply::page(&view(&granted, false).await?)
}

pub(super) async fn post(granted: Granted<Submit>, Form(form): Form) -> Result<Reply, Failure> {
    let order = SubmitDossier { key: super::key_of(&form), version: form.value("version").parse().unwrap_or(0) };
    let tx = granted.begin().await?;
    match actions::submit(&tx, granted.permit(), order).await {
        Ok(receipt) => {
            tx.commit().await?;
            Ok(Reply::see(urls::receipt(&receipt.dossier)).flash("Votre dossier est déposé."))
        }
        Err(DossierError::Refused(Refusal::Obstacles(_))) => {
            drop(tx);
            Reply::again(&view(&granted, false).await?)
        }
        Err(DossierError::ChangedSinceRecap) => {
            drop(tx);
            Reply::conflict(&view(&granted, true).await?)
        }
        Err(error) => Err(super::failure(error, urls::dossier(&granted.subject().reference))),
    }
}

/// The recap as it stands now, with everything that stands in the way.
async fn view(granted: &Granted<Submit>, changed: bool) -> Result<Recap, Failure> {
    let reader = granted.read();
    // What the gate found may have changed since: the page shows what is kept now.
    let dossier = actions::dossier_by_id(&reader, granted.subject().id).await?.ok_or(Failure::NotFound)?;
    let whole = actions::written(&reader, &dossier).await?;
    let organisation = organisations::actions::organisation(&reader, dossier.organisation_id).await?;
    let terms = whole.terms();
    // Once the call has closed there is nothing left to mend: only that is said, and nothing is offered.
    let is_closed = granted.now() > whole.wave.closes_at;
    let mut obstacles = submission::check(&whole.draft, &terms, granted.now()).err().unwrap_or_default();
    if is_closed {
        obstacles.truncate(1);
    }
    let mend = |url: String| if is_closed { String::new() } else { url };
    let page = Page::of(granted);
    Ok(Recap {
        key: page.idempotency_key(),
        steps: Steps::of(&dossier, &whole, Place::Recap, granted.now()),
        overview: mend(urls::dossier(&dossier.reference)),
        organisation: organisation.map(|o| format!("{} (SIRET {})", o.name, o.siret.spaced())).unwrap_or_default(),
        sections: whole
            .draft
            .sections
            .iter()
            .map(|section| part(&whole, section, mend(urls::dossier_section(&dossier.reference, section.number))))
            .collect(),
        plan_url: mend(urls::dossier_plan(&dossier.reference)),
        total: whole.draft.plan.total().unwrap_or(Money::ZERO).to_string(),
        aid: whole.draft.plan.aid.to_string(),
        files_url: mend(urls::dossier_files(&dossier.reference)),
        files: whole.files.iter().map(|file| file.name.clone()).collect(),
        obstacles: obstacles.iter().map(|obstacle| words::obstacle(obstacle, &dossier.reference, &terms.aid)).collect(),
        is_closed,
        changed,
        action: urls::submit_dossier(&dossier.reference),
        version: dossier.version,
        closes_at: whole.wave.closes_at,
        expenses: whole.draft.plan.expenses,
        page,
    })
}

fn part(whole: &WrittenDossier, section: &form::Section, url: String) -> Part {
    let typed = section.questions.iter().filter(|question| question.kind != QuestionKind::File);
    let answers = typed.map(|question| {
        let text = whole.draft.answers.get(&question.id).map_or("", String::as_str);
        let shown = if text.is_empty() { "Sans réponse".to_owned() } else { form::shown(question.kind, text) };
        (question.label.clone(), shown)
    });
    Part { title: section.title.clone(), url, answers: answers.collect() }
}

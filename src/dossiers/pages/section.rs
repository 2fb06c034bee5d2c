//! One section of answers: a page that saves itself, and saves without JavaScript too.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use entity::{
    dossier,
    values::{DossierState, Instant, QuestionId, QuestionKind},
};
use serde::Serialize;

use super::{
    super::{
        actions::{self, AnswerConflict, DossierError, SavedAnswers, TypedAnswer, WrittenDossier},
        gates::EditDossier,
        rules::form::{self as rules, Section},
    },
    saved,
    steps::{Place, Steps},
    words,
};
use crate::{
    access::Granted,
    web::{Choice, Failure, Form, FormState, Page, Path, Reply, urls},
};

#[derive(Template)]
#[template(path = "dossiers/section.html")]
struct SectionForm {
    page: Page,
    f: FormState,
    steps: Steps,
    action: String,
    version: String,
    questions: Vec<Field>,
    conflicts: Vec<BothTexts>,
    save_state: (String, &'static str),
}

/// A question as a field.
struct Field {
    name: String,
    label: String,
    help: String,
    kind: &'static str,
    required: bool,
    longest: u32,
    choices: Vec<Choice>,
    files: Vec<String>,
    files_url: String,
}

/// Two texts for one answer.
struct BothTexts {
    label: String,
    kept: String,
    kept_at: Instant,
    typed: String,
}

/// What the page that saves itself is told.
#[derive(Serialize)]
struct Autosaved {
    saved_at_words: String,
    version: String,
}

pub(super) async fn get(granted: Granted<EditDossier>, Path((_, number)): Path<(String, usize)>) -> Result<Reply, Failure> {
    let dossier = granted.subject();
    if dossier.state != DossierState::Draft {
        return Ok(Reply::see(urls::dossier(&dossier.reference)));
    }
    let whole = actions::written(&granted.read(), dossier).await?;
    let section = section(&whole, number)?;
    let f = section.questions.iter().fold(FormState::empty(), |form, question| {
        let text = whole.draft.answers.get(&question.id).map_or("", String::as_str);
        form.with(&name(question.id), rules::typed_again(question.kind, text))
    });
    let f = with_faults(f, section);
    let last =
        whole.answers.iter().filter(|a| section.questions.iter().any(|q| q.id == a.question_id)).map(|a| a.updated_at).max();
    let save_state = last.map_or_else(|| (String::new(), ""), |at| (saved::at(at), "saved"));
    let version = version(section, |question| whole.version_of(question));
    Reply::page(&view(&granted, &whole, section, f, version, Vec::new(), save_state))
}

pub(super) async fn post(
    granted: Granted<EditDossier>,
    Path((_, number)): Path<(String, usize)>,
    headers: HeaderMap,
    Form(form): Form,
) -> Result<Reply, Failure> {
    let dossier = granted.subject();
    let whole = actions::written(&granted.read(), dossier).await?;
    let section = section(&whole, number)?;
    let tx = granted.begin().await?;
    match actions::save_answers(&tx, granted.permit(), typed(section, &form)).await {
        Ok(answers) => {
            tx.commit().await?;
            let version =
                version(section, |question| answers.versions.get(&question).copied().unwrap_or(whole.version_of(question)));
            if saved::is_autosave(&headers) {
                return Ok(autosaved(&answers, version, granted.now()));
            }
            let whole = actions::written(&granted.read(), dossier).await?;
            after_save(&granted, &whole, section, form, version, &answers)
        }
        Err(DossierError::AnswersChanged(conflicts)) if saved::is_autosave(&headers) => Ok(saved::conflict(conflicts.len())),
        Err(DossierError::AnswersChanged(conflicts)) => conflicting(&granted, &whole, section, form, conflicts),
        Err(error) => Err(super::failure(error, urls::dossier(&dossier.reference))),
    }
}

fn autosaved(answers: &SavedAnswers, version: String, now: Instant) -> Reply {
    let status = if answers.not_kept.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Reply::json(status, &Autosaved { saved_at_words: saved::at(now), version })
}

/// On to the next step, or the same page again when something is to be mended: what was typed is kept either way.
fn after_save(
    granted: &Granted<EditDossier>,
    whole: &WrittenDossier,
    section: &Section,
    form: FormState,
    version: String,
    answers: &SavedAnswers,
) -> Result<Reply, Failure> {
    let stays = form.value("puis") == "rester";
    let f = with_faults(form, section);
    let steps = Steps::of(granted.subject(), whole, Place::Section(section.number), granted.now());
    if f.has_errors() {
        let state = if answers.not_kept.is_empty() {
            (format!("{} ; des réponses sont à corriger avant de déposer", saved::at(granted.now())), "saved")
        } else {
            ("Une réponse n’a pas pu être enregistrée".to_owned(), "conflict")
        };
        return Reply::again(&view(granted, whole, section, f, version, Vec::new(), state));
    }
    let next = if stays { urls::dossier_section(&granted.subject().reference, section.number) } else { steps.next_url };
    Ok(Reply::see(next).flash(format!("« {} » est enregistré.", section.title)))
}

/// Both texts, and the form with what was typed: saving it now replaces what is kept, knowingly.
fn conflicting(
    granted: &Granted<EditDossier>,
    whole: &WrittenDossier,
    section: &Section,
    form: FormState,
    conflicts: Vec<AnswerConflict>,
) -> Result<Reply, Failure> {
    let newest: BTreeMap<QuestionId, i32> = conflicts.iter().map(|conflict| (conflict.question, conflict.version)).collect();
    let version = version(section, |question| newest.get(&question).copied().unwrap_or(whole.version_of(question)));
    let both = conflicts.into_iter().filter_map(|conflict| both_texts(section, conflict)).collect();
    let state = ("Non enregistré : cette page a été modifiée ailleurs".to_owned(), "conflict");
    Reply::conflict(&view(granted, whole, section, with_faults(form, section), version, both, state))
}

fn both_texts(section: &Section, conflict: AnswerConflict) -> Option<BothTexts> {
    let question = section.questions.iter().find(|question| question.id == conflict.question)?;
    let shown = |text: &str| if text.is_empty() { "(vide)".to_owned() } else { rules::shown(question.kind, text) };
    Some(BothTexts {
        label: question.label.clone(),
        kept: shown(&conflict.kept),
        kept_at: conflict.kept_at,
        typed: shown(&conflict.typed),
    })
}

fn section(whole: &WrittenDossier, number: usize) -> Result<&Section, Failure> {
    whole.draft.sections.iter().find(|section| section.number == number).ok_or(Failure::NotFound)
}

fn name(question: QuestionId) -> String {
    format!("q{question}")
}

/// What was typed in this section. A field that was not sent, as a group of buttons of which none is chosen, says nothing.
fn typed(section: &Section, form: &FormState) -> Vec<TypedAnswer> {
    let seen = seen(form.value("version"));
    let asked = section.questions.iter().filter(|question| question.kind != QuestionKind::File);
    asked
        .filter(|question| !form.all(&name(question.id)).is_empty())
        .map(|question| TypedAnswer {
            question: question.id,
            text: form.value(&name(question.id)).to_owned(),
            seen: seen.get(&question.id).copied().unwrap_or(0),
        })
        .collect()
}

/// The versions of a section's answers, in one hidden field: `12:3,13:1`.
fn version(section: &Section, version_of: impl Fn(QuestionId) -> i32) -> String {
    let pairs: Vec<String> =
        section.questions.iter().map(|question| format!("{}:{}", question.id, version_of(question.id))).collect();
    pairs.join(",")
}

fn seen(field: &str) -> BTreeMap<QuestionId, i32> {
    let pairs = field.split(',').filter_map(|pair| pair.split_once(':'));
    pairs.filter_map(|(question, version)| Some((question.parse().ok()?, version.parse().ok()?))).collect()
}

/// Says what is wrong with each answer given; one not given yet is not wrong.
fn with_faults(mut form: FormState, section: &Section) -> FormState {
    for question in &section.questions {
        let name = name(question.id);
        let typed = form.value(&name).trim().to_owned();
        if typed.is_empty() {
            continue;
        }
        if let Err(fault) = rules::kept(&typed).and_then(|text| rules::read(question, &text)) {
            form.refuse(&name, words::fault(fault, &typed));
        }
    }
    form
}

fn view(
    granted: &Granted<EditDossier>,
    whole: &WrittenDossier,
    section: &Section,
    f: FormState,
    version: String,
    conflicts: Vec<BothTexts>,
    save_state: (String, &'static str),
) -> SectionForm {
    let dossier = granted.subject();
    SectionForm {
        page: Page::of(granted),
        f,
        steps: Steps::of(dossier, whole, Place::Section(section.number), granted.now()),
        action: urls::dossier_section(&dossier.reference, section.number),
        version,
        questions: section.questions.iter().map(|question| field(dossier, whole, question)).collect(),
        conflicts,
        save_state,
    }
}

fn field(dossier: &dossier::Model, whole: &WrittenDossier, question: &rules::Question) -> Field {
    let yes_or_no = || vec![Choice::new("oui", "Oui"), Choice::new("non", "Non")];
    let listed = || question.choices.iter().map(|choice| Choice::new(choice, choice)).collect();
    let (kind, choices) = match question.kind {
        QuestionKind::ShortText => ("line", Vec::new()),
        QuestionKind::LongText => ("text", Vec::new()),
        QuestionKind::Money => ("money", Vec::new()),
        QuestionKind::Number => ("number", Vec::new()),
        QuestionKind::Date => ("date", Vec::new()),
        QuestionKind::Choice => ("choice", listed()),
        QuestionKind::YesNo => ("radios", yes_or_no()),
        QuestionKind::File => ("file", Vec::new()),
    };
    let joined = whole.files.iter().filter(|file| file.question_id == Some(question.id));
    Field {
        name: name(question.id),
        label: question.label.clone(),
        help: if kind == "money" {
            format!("{} En euros, par exemple 1 234,50.", question.help).trim().to_owned()
        } else {
            question.help.clone()
        },
        kind,
        required: question.required,
        longest: u32::try_from(question.longest).unwrap_or(0),
        choices,
        files: joined.map(|file| file.name.clone()).collect(),
        files_url: urls::dossier_files(&dossier.reference),
    }
}

//! The form of a wave: what a dossier answers.

use askama::Template;
use entity::{question, values::QuestionKind};

use super::{
    super::{
        actions::{self, CallError, NewQuestion, WaveRules},
        gates::{ManageQuestion, ManageWave, ManagedWave, ReadWave, may_write},
        rules::LONGEST_ANSWER,
    },
    wave_context::WaveContext,
    words,
};
use crate::{
    access::{Granted, Visit},
    db::{Reader, StoreError},
    web::{Choice, Failure, Form, FormState, Page, Reply, urls},
};

/// The longest name of a section, in characters.
const LONGEST_SECTION: usize = 80;
/// The longest question, in characters.
const LONGEST_LABEL: usize = 300;
/// The longest help, and the longest list of choices, in characters.
const LONGEST_HELP: usize = 2000;

#[derive(Template)]
#[template(path = "calls/questions.html")]
struct Questions {
    page: Page,
    f: FormState,
    context: WaveContext,
    rules: WaveRules,
    kinds: Vec<Choice>,
    may_change: bool,
}

impl Questions {
    async fn of(visit: &Visit, db: &Reader, managed: &ManagedWave, f: FormState) -> Result<Self, StoreError> {
        let context = WaveContext::of(managed, visit.now());
        Ok(Self {
            page: Page::of(visit),
            f,
            rules: actions::wave_rules(db, managed.wave.id).await?,
            kinds: words::question_kinds(),
            may_change: may_write(visit.actor(), &managed.call) && !context.is_published(),
            context,
        })
    }

    fn kind(&self, question: &question::Model) -> &'static str {
        words::question(question.kind)
    }
}

pub(super) async fn get(granted: Granted<ReadWave>) -> Result<Reply, Failure> {
    let page = Questions::of(&granted, &granted.read(), granted.subject(), FormState::empty().with("required", "oui")).await?;
    // Questions are most often written section by section.
    let section = page.rules.questions.last().map(|question| question.section.clone()).unwrap_or_default();
    let f = page.f.clone().with("section", section);
    Reply::page(&Questions { f, ..page })
}

pub(super) async fn post(granted: Granted<ManageWave>, Form(mut form): Form) -> Result<Reply, Failure> {
    let managed = granted.subject();
    let Some(new) = read(&mut form) else {
        return Reply::again(&Questions::of(&granted, &granted.read(), managed, form).await?);
    };
    let tx = granted.begin().await?;
    match actions::add_question(&tx, granted.permit(), new).await {
        Ok(added) => {
            tx.commit().await?;
            Ok(Reply::see(urls::edit_form(&managed.wave.reference))
                .flash(format!("La question « {} » est ajoutée.", added.label)))
        }
        Err(CallError::Refused(refusal)) => {
            drop(tx);
            words::refuse(&mut form, &refusal);
            Reply::again(&Questions::of(&granted, &granted.read(), managed, form).await?)
        }
        Err(CallError::Store(error)) => Err(error.into()),
    }
}

fn read(form: &mut FormState) -> Option<NewQuestion> {
    let section = form.read_text("section", LONGEST_SECTION);
    let label = form.read_text("label", LONGEST_LABEL);
    let help = form.read_loose_text("help", LONGEST_HELP);
    let kind = words::read_choice::<QuestionKind>(form, "kind");
    let max_length = form.read_optional::<u32>("max_length");
    // A length that no integer holds is out of bounds, as the rule will say.
    let max_length = max_length.map(|length| length.map(|length| i32::try_from(length).unwrap_or(LONGEST_ANSWER + 1)));
    let choices = form.read_loose_text("choices", LONGEST_HELP);
    Some(NewQuestion {
        section: section?,
        label: label?,
        help: help?,
        kind: kind?,
        required: form.is_ticked("required"),
        max_length: max_length?,
        choices: choices?.lines().map(str::trim).filter(|choice| !choice.is_empty()).map(str::to_owned).collect(),
    })
}

pub(super) async fn remove(granted: Granted<ManageQuestion>, Form(_): Form) -> Result<Reply, Failure> {
    let (managed, question) = granted.subject();
    let back = urls::edit_form(&managed.wave.reference);
    let tx = granted.begin().await?;
    actions::remove_question(&tx, granted.permit()).await.map_err(|error| words::failure(error, back.clone()))?;
    tx.commit().await?;
    Ok(Reply::see(back).flash(format!("La question « {} » est retirée.", question.label)))
}

//! Writing a draft: answers and plan, saved as they come, without losing what another tab or a colleague wrote.

use std::collections::BTreeMap;

use entity::{
    answer,
    values::{Instant, Money, QuestionId},
};

use super::{
    super::{
        gates::EditDossier,
        rules::{
            Refusal,
            form::{self, AnswerFault},
            plan::{Expense, Plan},
        },
        store,
    },
    DossierError,
    read::asked,
    start::author,
};
use crate::{access::Permit, calls, db::Tx};

/// An answer as typed, and the version that its writer saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedAnswer {
    /// The question.
    pub question: QuestionId,
    /// The text, of any length.
    pub text: String,
    /// The version of the answer when the page was read; 0 when there was none.
    pub seen: i32,
}

/// What became of what was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SavedAnswers {
    /// The version of each answer now.
    pub versions: BTreeMap<QuestionId, i32>,
    /// What could not be kept at all, and why: the rest was.
    pub not_kept: Vec<(QuestionId, AnswerFault)>,
}

/// Two texts for one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerConflict {
    /// The question.
    pub question: QuestionId,
    /// What is kept.
    pub kept: String,
    /// Since when.
    pub kept_at: Instant,
    /// Its version.
    pub version: i32,
    /// What was typed.
    pub typed: String,
}

/// A plan as typed, and what its writer saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanTyped {
    /// The lines.
    pub expenses: Vec<Expense>,
    /// The aid asked for, in whole euro cents.
    pub aid: Money,
    /// [`Plan::version`] of the plan that was read.
    pub seen: entity::values::Fingerprint,
}

/// Saves answers, complete or not. An answer that changed since it was read, and to something else than what is typed
/// now, stops the whole save: nothing is overwritten, and the page shows both texts.
///
/// # Errors
/// When the dossier is no longer a draft, or answers changed meanwhile.
pub async fn save_answers(tx: &Tx, permit: &Permit<EditDossier>, typed: Vec<TypedAnswer>) -> Result<SavedAnswers, DossierError> {
    let dossier = store::dossiers::hold_draft(tx, permit.id, None).await?.ok_or(Refusal::NoLongerDraft)?;
    let asked: Vec<_> = calls::actions::wave_rules(tx, dossier.wave_id).await?.questions.into_iter().map(asked).collect();
    let kept = store::content::answers(tx, dossier.id).await?;
    let kept: BTreeMap<QuestionId, answer::Model> = kept.into_iter().map(|answer| (answer.question_id, answer)).collect();

    let mut saved = SavedAnswers::default();
    let mut to_write = Vec::new();
    let mut conflicts = Vec::new();
    for TypedAnswer { question, text, seen } in typed {
        let asked = asked.iter().find(|asked| asked.id == question).ok_or(Refusal::UnknownQuestion)?;
        let known = kept.get(&question);
        saved.versions.insert(question, known.map_or(0, |answer| answer.version));
        match form::kept(&text).map(|text| form::read(asked, &text).unwrap_or(text)) {
            Err(fault) => saved.not_kept.push((question, fault)),
            Ok(text) if known.map_or("", |answer| answer.value.as_str()) == text => {}
            Ok(text) => match known.filter(|answer| answer.version != seen) {
                Some(answer) => conflicts.push(conflict(answer, text)),
                None => to_write.push((question, text)),
            },
        }
    }
    if !conflicts.is_empty() {
        return Err(DossierError::AnswersChanged(conflicts));
    }

    let author = author(tx)?;
    if !to_write.is_empty() {
        store::dossiers::note_change(tx, dossier.id).await?;
    }
    for (question, text) in to_write {
        match kept.get(&question) {
            Some(answer) => store::content::change_answer(tx, answer, &text, author).await?,
            None => store::content::insert_answer(tx, dossier.id, question, &text, author).await?,
        }
        saved.versions.entry(question).and_modify(|version| *version += 1);
    }
    Ok(saved)
}

/// Saves the financing plan of a draft. Amounts beyond what the wave allows are kept: they stand in the way of the
/// submission, not of writing.
///
/// # Errors
/// When the dossier is no longer a draft, the plan cannot be summed, or it changed since it was read.
pub async fn save_plan(tx: &Tx, permit: &Permit<EditDossier>, typed: PlanTyped) -> Result<Plan, DossierError> {
    let plan = Plan { expenses: typed.expenses, aid: typed.aid };
    let total = plan.total().map_err(Refusal::Plan)?;
    let dossier = store::dossiers::hold_draft(tx, permit.id, None).await?.ok_or(Refusal::NoLongerDraft)?;
    let kept = Plan { expenses: store::content::expenses(tx, dossier.id).await?, aid: dossier.aid_requested };
    if kept == plan {
        return Ok(plan);
    }
    if kept.version() != typed.seen {
        return Err(DossierError::PlanChanged(kept));
    }

    store::dossiers::note_change(tx, dossier.id).await?;
    store::content::replace_expenses(tx, dossier.id, &plan.expenses).await?;
    store::dossiers::set_amounts(tx, dossier.id, total, plan.aid).await?;
    Ok(plan)
}

fn conflict(kept: &answer::Model, typed: String) -> AnswerConflict {
    AnswerConflict {
        question: kept.question_id,
        kept: kept.value.clone(),
        kept_at: kept.updated_at,
        version: kept.version,
        typed,
    }
}

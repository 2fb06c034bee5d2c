//! The financing plan: a table of expenses, and the aid asked for them.

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use entity::values::{DossierState, ExpenseCategory, Money};
use serde::{Deserialize, Serialize};

use super::{
    super::{
        actions::{self, DossierError, PlanTyped, WrittenDossier},
        gates::EditDossier,
        rules::{
            Refusal,
            plan::{self as rules, AidFault, Expense, LONGEST_LABEL, MOST_EXPENSES, Plan},
        },
    },
    saved,
    steps::{Place, Steps},
    words,
};
use crate::{
    access::Granted,
    web::{Choice, Failure, Form, FormState, Page, Query, Reply, urls},
};

/// How many lines an empty plan offers.
const FEWEST_ROWS: usize = 3;

#[derive(Template)]
#[template(path = "dossiers/plan.html")]
struct PlanForm {
    page: Page,
    f: FormState,
    steps: Steps,
    action: String,
    version: String,
    rows: Vec<Row>,
    categories: Vec<Choice>,
    longest_label: usize,
    total: String,
    terms: Terms,
    kept: Option<KeptPlan>,
    save_state: (String, &'static str),
}

/// A line of the table, by the names of its fields.
struct Row {
    number: usize,
    label: String,
    category: String,
    amount: String,
}

/// What the wave allows, in words.
struct Terms {
    rate: String,
    min: String,
    max: String,
    ceiling: Option<String>,
}

/// The plan that was saved elsewhere meanwhile.
struct KeptPlan {
    expenses: Vec<Expense>,
    total: String,
    aid: String,
}

/// How many lines to show, at least.
#[derive(Deserialize)]
pub(super) struct Asked {
    lignes: Option<usize>,
}

/// What the page that saves itself is told.
#[derive(Serialize)]
struct Autosaved {
    saved_at_words: String,
    version: String,
}

pub(super) async fn get(granted: Granted<EditDossier>, Query(asked): Query<Asked>) -> Result<Reply, Failure> {
    let dossier = granted.subject();
    if dossier.state != DossierState::Draft {
        return Ok(Reply::see(urls::dossier(&dossier.reference)));
    }
    let whole = actions::written(&granted.read(), dossier).await?;
    let plan = &whole.draft.plan;
    let rows = (plan.expenses.len() + 1).max(FEWEST_ROWS).max(asked.lignes.unwrap_or(0)).min(MOST_EXPENSES);
    let f = with_faults(filled(plan, rows), plan, &whole);
    Reply::page(&view(&granted, &whole, f, plan, None, (String::new(), "")))
}

pub(super) async fn post(granted: Granted<EditDossier>, headers: HeaderMap, Form(mut form): Form) -> Result<Reply, Failure> {
    let dossier = granted.subject();
    let whole = actions::written(&granted.read(), dossier).await?;
    let Some(typed) = read(&mut form) else {
        let state = ("Non enregistré : un montant est à corriger".to_owned(), "conflict");
        return refused(&granted, &whole, one_more_if_asked(form), &headers, state);
    };
    let tx = granted.begin().await?;
    match actions::save_plan(&tx, granted.permit(), typed).await {
        Ok(plan) => {
            tx.commit().await?;
            after_save(&granted, whole, form, &headers, plan)
        }
        Err(DossierError::PlanChanged(_)) if saved::is_autosave(&headers) => Ok(saved::conflict(1)),
        Err(DossierError::PlanChanged(kept)) => {
            let state = ("Non enregistré : ce plan a été modifié ailleurs".to_owned(), "conflict");
            Reply::conflict(&view(&granted, &whole, form, &kept, Some(&kept), state))
        }
        Err(DossierError::Refused(Refusal::Plan(refusal))) => {
            form.refuse("", words::plan(refusal));
            refused(&granted, &whole, form, &headers, ("Non enregistré".to_owned(), "conflict"))
        }
        Err(error) => Err(super::failure(error, urls::dossier(&dossier.reference))),
    }
}

/// A plan that cannot be kept: the page again, with what is to be mended, whoever asked.
fn refused(
    granted: &Granted<EditDossier>,
    whole: &WrittenDossier,
    form: FormState,
    headers: &HeaderMap,
    state: (String, &'static str),
) -> Result<Reply, Failure> {
    if saved::is_autosave(headers) {
        return Ok(Reply::json(
            StatusCode::UNPROCESSABLE_ENTITY,
            &form.errors().map(|(_, sentence)| sentence).collect::<Vec<_>>(),
        ));
    }
    Reply::again(&view(granted, whole, form, &whole.draft.plan, None, state))
}

fn after_save(
    granted: &Granted<EditDossier>,
    mut whole: WrittenDossier,
    form: FormState,
    headers: &HeaderMap,
    plan: Plan,
) -> Result<Reply, Failure> {
    if saved::is_autosave(headers) {
        let told = Autosaved { saved_at_words: saved::at(granted.now()), version: plan.version().to_string() };
        return Ok(Reply::json(StatusCode::OK, &told));
    }
    let reference = &granted.subject().reference;
    if form.value("puis") == "ligne" {
        let more = (rows_of(&form) + 1).to_string();
        return Ok(Reply::see(urls::with_query(&urls::dossier_plan(reference), &[("lignes", &more)])));
    }
    let f = with_faults(form, &plan, &whole);
    if f.has_errors() {
        whole.draft.plan = plan;
        let state = (format!("{} ; l’aide demandée est à corriger avant de déposer", saved::at(granted.now())), "saved");
        return Reply::again(&view(granted, &whole, f, &whole.draft.plan, None, state));
    }
    let next = if f.value("puis") == "rester" { urls::dossier_plan(reference) } else { urls::dossier_files(reference) };
    Ok(Reply::see(next).flash("Le plan de financement est enregistré."))
}

/// What was typed. Lines left empty are no lines.
fn read(form: &mut FormState) -> Option<PlanTyped> {
    let seen = form.value("version").parse().unwrap_or_else(|_| Plan::default().version());
    let filled: Vec<usize> = (1..=rows_of(form)).filter(|number| !is_empty(form, *number)).collect();
    let lines: Vec<Option<Expense>> = filled.into_iter().map(|number| expense(form, number)).collect();
    let aid = form.read_optional::<Money>("aid").map(|aid| aid.unwrap_or(Money::ZERO));
    Some(PlanTyped { expenses: lines.into_iter().collect::<Option<_>>()?, aid: aid?, seen })
}

fn rows_of(form: &FormState) -> usize {
    form.value("rows").parse().unwrap_or(0).min(MOST_EXPENSES)
}

fn is_empty(form: &FormState, number: usize) -> bool {
    [label_of(number), amount_of(number)].iter().all(|name| form.value(name).trim().is_empty())
}

fn expense(form: &mut FormState, number: usize) -> Option<Expense> {
    let label = form.read_text(&label_of(number), LONGEST_LABEL);
    let amount = form.read::<Money>(&amount_of(number));
    let category = form.value(&category_of(number)).parse().unwrap_or(ExpenseCategory::Other);
    Some(Expense { category, label: label?, amount: amount? })
}

fn label_of(number: usize) -> String {
    format!("label_{number}")
}

fn amount_of(number: usize) -> String {
    format!("amount_{number}")
}

fn category_of(number: usize) -> String {
    format!("category_{number}")
}

fn one_more_if_asked(form: FormState) -> FormState {
    if form.value("puis") != "ligne" {
        return form;
    }
    let rows = (rows_of(&form) + 1).min(MOST_EXPENSES);
    form.with("rows", rows)
}

/// The form of a plan that is kept.
fn filled(plan: &Plan, rows: usize) -> FormState {
    let aid = if plan.aid.is_zero() { String::new() } else { plan.aid.amount() };
    let form = FormState::empty().with("rows", rows).with("aid", aid);
    (1..).zip(&plan.expenses).fold(form, |form, (number, line)| {
        form.with(&label_of(number), &line.label)
            .with(&amount_of(number), line.amount.amount())
            .with(&category_of(number), line.category)
    })
}

/// Says under the aid what is wrong with it; what is not there yet is not wrong.
fn with_faults(mut form: FormState, plan: &Plan, whole: &WrittenDossier) -> FormState {
    let terms = whole.terms().aid;
    for fault in rules::faults(plan.total().unwrap_or(Money::ZERO), plan.aid, &terms) {
        if !matches!(fault, AidFault::NoExpense | AidFault::NoAid) {
            form.refuse("aid", words::aid(fault, &terms));
        }
    }
    form
}

/// The page. `seen` is the plan whose version the form carries.
fn view(
    granted: &Granted<EditDossier>,
    whole: &WrittenDossier,
    f: FormState,
    seen: &Plan,
    kept: Option<&Plan>,
    save_state: (String, &'static str),
) -> PlanForm {
    let dossier = granted.subject();
    let sum = |plan: &Plan| plan.total().unwrap_or(Money::ZERO);
    let total = sum(&whole.draft.plan);
    let wave = &whole.wave;
    PlanForm {
        page: Page::of(granted),
        steps: Steps::of(dossier, whole, Place::Plan, granted.now()),
        action: urls::dossier_plan(&dossier.reference),
        version: seen.version().to_string(),
        rows: (1..=rows_of(&f).max(FEWEST_ROWS)).map(row).collect(),
        categories: ExpenseCategory::ALL.iter().map(|category| Choice::new(category.to_string(), "")).collect(),
        longest_label: LONGEST_LABEL,
        total: total.to_string(),
        terms: Terms {
            rate: wave.max_aid_rate.to_string(),
            min: wave.min_aid.to_string(),
            max: wave.max_aid.to_string(),
            ceiling: total.is_positive().then(|| total.share_down(wave.max_aid_rate).to_string()),
        },
        kept: kept.map(|plan| KeptPlan {
            expenses: plan.expenses.clone(),
            total: sum(plan).to_string(),
            aid: plan.aid.to_string(),
        }),
        f,
        save_state,
    }
}

fn row(number: usize) -> Row {
    Row { number, label: label_of(number), category: category_of(number), amount: amount_of(number) }
}

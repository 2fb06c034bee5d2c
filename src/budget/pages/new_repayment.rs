//! Claiming back money that was not due, and planning how a recoverable advance is given back.

use askama::Template;
use entity::values::{Day, Money};

use super::{
    super::{
        actions::{self, BudgetError, Claim, Planned},
        gates::{AmendCommitment, PromisedMoney},
        rules::{Refusal, payment::Standing, repayment::Schedule},
    },
    Crumb, LONGEST_DOCUMENT,
    commitments::shown,
    crumbs, key_of, refusals, today,
};
use crate::{
    access::Granted,
    web::{Choice, Failure, Form, FormState, Page, Reply, urls},
};

/// The longest object, in characters.
const LONGEST_LABEL: usize = 200;
/// How many months may lie between two instalments, and what people call it.
const PERIODS: [(i32, &str); 4] =
    [(1, "Tous les mois"), (3, "Tous les trois mois"), (6, "Tous les six mois"), (12, "Tous les ans")];

#[derive(Template)]
#[template(path = "budget/new_repayment.html")]
struct NewRepayment {
    page: Page,
    f: FormState,
    promised: PromisedMoney,
    above: Vec<Crumb>,
    standing: Standing,
    periods: Vec<Choice>,
}

pub(super) async fn get(granted: Granted<AmendCommitment>) -> Result<Reply, Failure> {
    Reply::page(&view(&granted, FormState::empty().with("months", 3)).await?)
}

pub(super) async fn post(granted: Granted<AmendCommitment>, Form(mut form): Form) -> Result<Reply, Failure> {
    let Some(key) = key_of(&form) else {
        let form = form.refused("", "Ce formulaire n’est plus utilisable : rouvrez la page et saisissez de nouveau.");
        return Reply::again(&view(&granted, form).await?);
    };
    if form.value("kind") == "advance" {
        let Some(planned) = read_plan(&mut form, key) else { return Reply::again(&view(&granted, form).await?) };
        plan(granted, form, planned).await
    } else {
        let Some(claim) = read_claim(&mut form, key) else { return Reply::again(&view(&granted, form).await?) };
        claim_now(granted, form, claim).await
    }
}

async fn claim_now(granted: Granted<AmendCommitment>, form: FormState, claim: Claim) -> Result<Reply, Failure> {
    let tx = granted.begin().await?;
    match actions::claim_now(&tx, granted.permit(), claim).await {
        Ok(repayment) => {
            tx.commit().await?;
            let page = urls::repayment(&granted.subject().commitment.reference, repayment.number);
            let said = format!("{} sont demandés. Le comptable en constatera l’encaissement.", repayment.amount);
            Ok(Reply::see(page).flash(said))
        }
        Err(error) => {
            drop(tx);
            refused(&granted, form, error, "amount").await
        }
    }
}

async fn plan(granted: Granted<AmendCommitment>, form: FormState, planned: Planned) -> Result<Reply, Failure> {
    let total = planned.schedule.total;
    let tx = granted.begin().await?;
    match actions::plan(&tx, granted.permit(), planned).await {
        Ok(()) => {
            tx.commit().await?;
            let commitment = urls::commitment(&granted.subject().commitment.reference);
            Ok(Reply::see(commitment).flash(format!("Le remboursement de {total} est prévu.")))
        }
        Err(error) => {
            drop(tx);
            let field = if matches!(error, BudgetError::Refused(Refusal::NotASchedule { .. })) { "instalments" } else { "total" };
            refused(&granted, form, error, field).await
        }
    }
}

async fn refused(granted: &Granted<AmendCommitment>, form: FormState, error: BudgetError, field: &str) -> Result<Reply, Failure> {
    match error {
        BudgetError::Refused(refusal) => {
            let sentence = refusals::refusal(&refusal, &granted.subject().line.label, today(granted).year());
            Reply::again(&view(granted, form.refused(field, sentence)).await?)
        }
        BudgetError::Store(error) => Err(error.into()),
    }
}

fn read_claim(form: &mut FormState, key: String) -> Option<Claim> {
    let (amount, due_on) = (form.read::<Money>("amount"), form.read::<Day>("due_on"));
    let label = form.read_text("label", LONGEST_LABEL);
    let document = form.read_loose_text("document", LONGEST_DOCUMENT)?;
    let document = Some(document).filter(|document| !document.is_empty());
    Some(Claim { amount: amount?, due_on: due_on?, label: label?, document, key })
}

fn read_plan(form: &mut FormState, key: String) -> Option<Planned> {
    let (total, first) = (form.read::<Money>("total"), form.read::<Day>("first"));
    let instalments = form.read::<u32>("instalments").map(|count| i32::try_from(count).unwrap_or(i32::MAX));
    let label = form.read_text("plan_label", LONGEST_LABEL);
    let months = PERIODS.into_iter().map(|(months, _)| months).find(|months| months.to_string() == form.value("months"));
    if months.is_none() {
        form.refuse("months", "Choisissez dans la liste l’intervalle entre deux échéances.");
    }
    let schedule = Schedule { total: total?, instalments: instalments?, first: first?, months: months? };
    Some(Planned { schedule, label: label?, key })
}

async fn view(granted: &Granted<AmendCommitment>, f: FormState) -> Result<NewRepayment, Failure> {
    let (reader, promised) = (granted.read(), granted.subject().clone());
    Ok(NewRepayment {
        page: Page::of(granted),
        f,
        above: crumbs(&actions::lines_above(&reader, &promised.line).await?),
        standing: actions::commitment_sheet(&reader, promised.commitment.id).await?.standing,
        periods: PERIODS.into_iter().map(|(months, label)| Choice::new(months.to_string(), label)).collect(),
        promised,
    })
}

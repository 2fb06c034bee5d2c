//! Certifying that a service was done: the money is then owed.

use askama::Template;
use entity::values::{BudgetLineId, Year};

use super::{
    super::{
        Refusal,
        actions::{self, BudgetError, Certification, Payer},
        gates::{CertifyPayment, PromisedMoney},
        rules::payment::Standing,
    },
    Crumb, LONGEST_DOCUMENT,
    commitments::shown,
    crumbs, key_of, refusals, today,
};
use crate::{
    access::Granted,
    web::{Choice, Failure, Form, FormState, Page, Reply, urls},
};

/// The longest object of a payment, in characters.
const LONGEST_LABEL: usize = 200;
#[derive(Template)]
#[template(path = "budget/certify.html")]
struct Certify {
    page: Page,
    f: FormState,
    promised: PromisedMoney,
    above: Vec<Crumb>,
    standing: Standing,
    year: Year,
    payers: Vec<Choice>,
}

pub(super) async fn get(granted: Granted<CertifyPayment>) -> Result<Reply, Failure> {
    let nearest = payers(&granted).await?.first().map(|payer| payer.line.id.to_string());
    let f = nearest.map_or_else(FormState::empty, |line| FormState::empty().with("line", line));
    Reply::page(&view(&granted, f).await?)
}

pub(super) async fn post(granted: Granted<CertifyPayment>, Form(mut form): Form) -> Result<Reply, Failure> {
    let Some(certification) = read(&granted, &mut form).await? else {
        return Reply::again(&view(&granted, form).await?);
    };
    let reference = granted.subject().commitment.reference.clone();
    let tx = granted.begin().await?;
    match actions::certify(&tx, granted.permit(), certification).await {
        Ok(payment) => {
            tx.commit().await?;
            let done = format!("{} certifiés. Le paiement attend maintenant son ordonnancement.", payment.amount);
            Ok(Reply::see(urls::payment(reference, payment.number)).flash(done))
        }
        Err(BudgetError::Refused(refusal)) => {
            drop(tx);
            let field = if matches!(refusal, Refusal::NotAbove | Refusal::NoSuchLine) { "line" } else { "amount" };
            let sentence = refusals::refusal(&refusal, &granted.subject().line.label, year(&granted)?);
            Reply::again(&view(&granted, form.refused(field, sentence)).await?)
        }
        Err(BudgetError::Store(error)) => Err(error.into()),
    }
}

/// Payment credits are those of the year in which one certifies.
fn year(granted: &Granted<CertifyPayment>) -> Result<Year, Failure> {
    Year::of(today(granted)).ok_or_else(|| Failure::fault("the clock shows a year that no budget has"))
}

async fn payers(granted: &Granted<CertifyPayment>) -> Result<Vec<Payer>, Failure> {
    Ok(actions::payers(&granted.read(), granted.subject(), year(granted)?).await?)
}

async fn read(granted: &Granted<CertifyPayment>, form: &mut FormState) -> Result<Option<Certification>, Failure> {
    let chosen: Option<BudgetLineId> = form.value("line").parse().ok();
    let line = payers(granted).await?.into_iter().map(|payer| payer.line.id).find(|line| chosen == Some(*line));
    if line.is_none() {
        form.refuse("line", "Choisissez dans la liste la ligne dont les crédits de paiement sont pris.");
    }
    let (amount, label) = (form.read("amount"), form.read_text("label", LONGEST_LABEL));
    let document = form.read_loose_text("document", LONGEST_DOCUMENT);
    let key = key_of(form);
    if key.is_none() {
        form.refuse("", "Ce formulaire n’est plus utilisable : rouvrez la page et saisissez de nouveau.");
    }
    let (Some(line), Some(amount), Some(label), Some(document), Some(key)) = (line, amount, label, document, key) else {
        return Ok(None);
    };
    let document = Some(document).filter(|document| !document.is_empty());
    Ok(Some(Certification { line, amount, label, document, key }))
}

async fn view(granted: &Granted<CertifyPayment>, f: FormState) -> Result<Certify, Failure> {
    let (reader, promised) = (granted.read(), granted.subject().clone());
    let payer = |payer: Payer| {
        Choice::new(
            payer.line.id.to_string(),
            format!("{} ({}) : {} disponibles", payer.line.label, payer.line.code, payer.available),
        )
    };
    Ok(Certify {
        page: Page::of(granted),
        f,
        above: crumbs(&actions::lines_above(&reader, &promised.line).await?),
        standing: actions::commitment_sheet(&reader, promised.commitment.id).await?.standing,
        year: year(granted)?,
        payers: payers(granted).await?.into_iter().map(payer).collect(),
        promised,
    })
}

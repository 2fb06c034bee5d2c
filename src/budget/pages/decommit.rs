//! Taking back part of what was promised.

use askama::Template;

use super::{
    super::{
        actions::{self, BudgetError, Decommitment},
        gates::{AmendCommitment, PromisedMoney},
        rules::payment::Standing,
    },
    Crumb, LONGEST_REASON,
    commitments::shown,
    crumbs, key_of, refusals, today,
};
use crate::{
    access::Granted,
    web::{Failure, Form, FormState, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "budget/decommit.html")]
struct DecommitPage {
    page: Page,
    f: FormState,
    promised: PromisedMoney,
    above: Vec<Crumb>,
    standing: Standing,
}

pub(super) async fn get(granted: Granted<AmendCommitment>) -> Result<Reply, Failure> {
    Reply::page(&view(&granted, FormState::empty()).await?)
}

pub(super) async fn post(granted: Granted<AmendCommitment>, Form(mut form): Form) -> Result<Reply, Failure> {
    let (amount, reason) = (form.read("amount"), form.read_text("reason", LONGEST_REASON));
    let (Some(amount), Some(reason)) = (amount, reason) else {
        return Reply::again(&view(&granted, form).await?);
    };
    let key = key_of(&form);
    let tx = granted.begin().await?;
    match actions::decommit(&tx, granted.permit(), Decommitment { amount, reason, key }).await {
        Ok(entry) => {
            tx.commit().await?;
            let commitment = urls::commitment(&granted.subject().commitment.reference);
            Ok(Reply::see(commitment).flash(format!("{amount} désengagés (écriture {entry}).")))
        }
        Err(BudgetError::Refused(refusal)) => {
            drop(tx);
            let year = today(&granted).year();
            let sentence = refusals::refusal(&refusal, &granted.subject().line.label, year);
            Reply::again(&view(&granted, form.refused("amount", sentence)).await?)
        }
        Err(BudgetError::Store(error)) => Err(error.into()),
    }
}

async fn view(granted: &Granted<AmendCommitment>, f: FormState) -> Result<DecommitPage, Failure> {
    let (reader, promised) = (granted.read(), granted.subject().clone());
    Ok(DecommitPage {
        page: Page::of(granted),
        f,
        above: crumbs(&actions::lines_above(&reader, &promised.line).await?),
        standing: actions::commitment_sheet(&reader, promised.commitment.id).await?.standing,
        promised,
    })
}

//! Settling a commitment: nothing more will be paid on it.

use askama::Template;

use super::{
    super::{
        actions::{self, BudgetError, Closing},
        gates::{AmendCommitment, PromisedMoney},
        rules::payment::{Settlement, Standing, settle},
    },
    Crumb, LONGEST_REASON, crumbs, key_of, refusals, today,
};
use crate::{
    access::Granted,
    web::{Failure, Form, FormState, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "budget/settle.html")]
struct Settle {
    page: Page,
    f: FormState,
    promised: PromisedMoney,
    above: Vec<Crumb>,
    standing: Standing,
    settlement: Option<Settlement>,
    /// Why it cannot be settled now.
    obstacle: String,
}

pub(super) async fn get(granted: Granted<AmendCommitment>) -> Result<Reply, Failure> {
    Reply::page(&view(&granted, FormState::empty()).await?)
}

pub(super) async fn post(granted: Granted<AmendCommitment>, Form(mut form): Form) -> Result<Reply, Failure> {
    let Some(reason) = form.read_text("reason", LONGEST_REASON) else {
        return Reply::again(&view(&granted, form).await?);
    };
    let key = key_of(&form);
    let tx = granted.begin().await?;
    match actions::settle(&tx, granted.permit(), Closing { reason, key }).await {
        Ok(entry) => {
            tx.commit().await?;
            let commitment = urls::commitment(&granted.subject().commitment.reference);
            Ok(Reply::see(commitment).flash(format!("Engagement soldé (écriture {entry}).")))
        }
        Err(BudgetError::Refused(refusal)) => {
            drop(tx);
            let sentence = refusals::refusal(&refusal, &granted.subject().line.label, today(&granted).year());
            Reply::again(&view(&granted, form.refused("", sentence)).await?)
        }
        Err(BudgetError::Store(error)) => Err(error.into()),
    }
}

async fn view(granted: &Granted<AmendCommitment>, f: FormState) -> Result<Settle, Failure> {
    let (reader, promised) = (granted.read(), granted.subject().clone());
    let standing = actions::commitment_sheet(&reader, promised.commitment.id).await?.standing;
    let (settlement, obstacle) = match settle(standing) {
        Ok(settlement) => (Some(settlement), String::new()),
        Err(refusal) => (None, refusals::refusal(&refusal, &promised.line.label, today(granted).year())),
    };
    let above = crumbs(&actions::lines_above(&reader, &promised.line).await?);
    Ok(Settle { page: Page::of(granted), f, above, standing, settlement, obstacle, promised })
}

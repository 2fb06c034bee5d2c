//! Raising what was promised, by an amendment.

use askama::Template;

use super::{
    super::{
        actions::{self, BudgetError, Raise, RaiseSource},
        gates::{AmendCommitment, PromisedMoney},
        rules::payment::Standing,
    },
    Crumb, LONGEST_DOCUMENT, LONGEST_REASON,
    commitments::shown,
    crumbs, key_of, refusals, words,
};
use crate::{
    access::Granted,
    web::{Choice, Failure, Form, FormState, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "budget/amend.html")]
struct Amend {
    page: Page,
    f: FormState,
    promised: PromisedMoney,
    above: Vec<Crumb>,
    standing: Standing,
    sources: Vec<Choice>,
}

pub(super) async fn get(granted: Granted<AmendCommitment>) -> Result<Reply, Failure> {
    let sources = actions::raise_sources(&granted.read(), granted.subject()).await?;
    let f = sources.first().map_or_else(FormState::empty, |first| FormState::empty().with("source", name(first)));
    Reply::page(&view(&granted, f).await?)
}

pub(super) async fn post(granted: Granted<AmendCommitment>, Form(mut form): Form) -> Result<Reply, Failure> {
    let sources = actions::raise_sources(&granted.read(), granted.subject()).await?;
    let from = sources.into_iter().find(|source| name(source) == form.value("source"));
    if from.is_none() {
        form.refuse("source", "Choisissez dans la liste d’où viennent les autorisations.");
    }
    let (amount, reason) = (form.read("amount"), form.read_text("reason", LONGEST_REASON));
    let document = form.read_loose_text("document", LONGEST_DOCUMENT);
    let (Some(from), Some(amount), Some(reason), Some(document)) = (from, amount, reason, document) else {
        return Reply::again(&view(&granted, form).await?);
    };
    let key = key_of(&form);
    let (label, year) = (from.line.label.clone(), from.year);
    let document = Some(document).filter(|document| !document.is_empty());
    let tx = granted.begin().await?;
    match actions::raise(&tx, granted.permit(), Raise { from, amount, reason, document, key }).await {
        Ok(entry) => {
            tx.commit().await?;
            let commitment = urls::commitment(&granted.subject().commitment.reference);
            Ok(Reply::see(commitment).flash(format!("{amount} engagés en plus (écriture {entry}).")))
        }
        Err(BudgetError::Refused(refusal)) => {
            drop(tx);
            let sentence = refusals::refusal(&refusal, &label, year);
            Reply::again(&view(&granted, form.refused("amount", sentence)).await?)
        }
        Err(BudgetError::Store(error)) => Err(error.into()),
    }
}

/// A source in the form.
fn name(source: &RaiseSource) -> String {
    format!("{}-{}-{}", source.line.id, source.stage, source.year)
}

fn choice(source: &RaiseSource) -> Choice {
    let RaiseSource { line, stage, year, available } = source;
    Choice::new(name(source), format!("{} ({}), {} en {year} : {available}", line.label, line.code, words::stage(*stage)))
}

async fn view(granted: &Granted<AmendCommitment>, f: FormState) -> Result<Amend, Failure> {
    let (reader, promised) = (granted.read(), granted.subject().clone());
    Ok(Amend {
        page: Page::of(granted),
        f,
        above: crumbs(&actions::lines_above(&reader, &promised.line).await?),
        standing: actions::commitment_sheet(&reader, promised.commitment.id).await?.standing,
        sources: actions::raise_sources(&reader, &promised).await?.iter().map(choice).collect(),
        promised,
    })
}

//! Undoing an entry by its opposite.

use askama::Template;
use entity::{entry, values::Day};

use super::{
    super::{
        actions::{self, BudgetError, Reversal},
        gates::ReverseEntry,
        rules::entry::Transfer,
    },
    LONGEST_REASON, key_of, refusals, today, words,
};
use crate::{
    access::Granted,
    web::{Failure, Form, FormState, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "budget/reverse.html")]
struct Reverse {
    page: Page,
    f: FormState,
    title: String,
    written: entry::Model,
    journal: &'static str,
    transfers: Vec<Transfer>,
}

pub(super) async fn get(granted: Granted<ReverseEntry>) -> Result<Reply, Failure> {
    Reply::page(&view(&granted, FormState::empty()).await?)
}

pub(super) async fn post(granted: Granted<ReverseEntry>, Form(mut form): Form) -> Result<Reply, Failure> {
    let (day, reason) = (form.read_optional::<Day>("day"), form.read_text("reason", LONGEST_REASON));
    let (Some(day), Some(reason)) = (day, reason) else {
        return Reply::again(&view(&granted, form).await?);
    };
    let key = key_of(&form);
    let tx = granted.begin().await?;
    match actions::reverse(&tx, granted.permit(), Reversal { day, reason, key }).await {
        Ok(reversal) => {
            tx.commit().await?;
            Ok(Reply::see(urls::entry(reversal)).flash(format!("L’écriture {} est contre-passée.", granted.subject().id)))
        }
        Err(BudgetError::Refused(refusal)) => {
            drop(tx);
            let field = Some(refusals::field(&refusal)).filter(|field| *field == "day").unwrap_or_default();
            let sentence = refusals::refusal(&refusal, &receiver(&granted).await?, today(&granted).year());
            Reply::again(&view(&granted, form.refused(field, sentence)).await?)
        }
        Err(BudgetError::Store(error)) => Err(error.into()),
    }
}

/// The line that would give back.
async fn receiver(granted: &Granted<ReverseEntry>) -> Result<String, Failure> {
    let sheet = actions::sheet(&granted.read(), granted.subject()).await?;
    Ok(sheet.transfers.into_iter().next().map(|moved| moved.to.label).unwrap_or_default())
}

async fn view(granted: &Granted<ReverseEntry>, f: FormState) -> Result<Reverse, Failure> {
    let written = granted.subject().clone();
    let sheet = actions::sheet(&granted.read(), &written).await?;
    let (page, journal) = (Page::of(granted), words::journal(written.journal));
    let title = format!("Écriture {}", written.id);
    Ok(Reverse { page, f, title, journal, transfers: sheet.transfers, written })
}

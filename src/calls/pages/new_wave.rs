//! The next wave of a call.

use askama::Template;
use entity::call;

use super::{
    super::{
        actions::{self, CallError, NewWave},
        gates::ManageCall,
    },
    terms, words,
};
use crate::{
    access::Granted,
    web::{Failure, Form, FormState, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "calls/new_wave.html")]
struct NewWavePage {
    page: Page,
    f: FormState,
    call: call::Model,
}

impl NewWavePage {
    fn of(granted: &Granted<ManageCall>, f: FormState) -> Self {
        Self { page: Page::of(granted), f, call: granted.subject().clone() }
    }
}

pub(super) async fn get(granted: Granted<ManageCall>) -> Result<Reply, Failure> {
    let waves = actions::waves_of(&granted.read(), granted.subject().id).await?;
    let empty = FormState::empty().with("alike", "oui");
    let form = match waves.last() {
        Some(last) => terms::fill_money(empty, &NewWave::from(last)),
        None => empty,
    };
    Reply::page(&NewWavePage::of(&granted, form))
}

pub(super) async fn post(granted: Granted<ManageCall>, Form(mut form): Form) -> Result<Reply, Failure> {
    let Some(terms) = terms::read(&mut form) else {
        return Reply::again(&NewWavePage::of(&granted, form));
    };
    let tx = granted.begin().await?;
    match actions::draft_wave(&tx, granted.permit(), terms, form.is_ticked("alike")).await {
        Ok(wave) => {
            tx.commit().await?;
            let told = format!("La vague {} est préparée. Personne d’autre ne la voit avant sa publication.", wave.reference);
            Ok(Reply::see(urls::managed_call(&granted.subject().reference)).flash(told))
        }
        Err(CallError::Refused(refusal)) => {
            words::refuse(&mut form, &refusal);
            Reply::again(&NewWavePage::of(&granted, form))
        }
        Err(CallError::Store(error)) => Err(error.into()),
    }
}

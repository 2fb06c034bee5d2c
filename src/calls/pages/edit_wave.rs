//! The terms of a draft wave.

use askama::Template;
use entity::wave;

use super::{
    super::{
        actions::{self, NewWave},
        gates::ManageWave,
    },
    stale::{self, Difference, Outcome},
    terms,
    wave_context::WaveContext,
    words,
};
use crate::{
    access::Granted,
    db::StoreError,
    web::{Failure, Form, FormState, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "calls/edit_wave.html")]
struct EditWave {
    page: Page,
    f: FormState,
    context: WaveContext,
    terms: Vec<(&'static str, String)>,
    differences: Vec<Difference>,
}

impl EditWave {
    fn of(granted: &Granted<ManageWave>, f: FormState, differences: Vec<Difference>) -> Self {
        let managed = granted.subject();
        Self {
            page: Page::of(granted),
            f,
            context: WaveContext::of(managed, granted.now()),
            terms: terms::in_words(&(&managed.wave).into()),
            differences,
        }
    }
}

pub(super) async fn get(granted: Granted<ManageWave>) -> Result<Reply, Failure> {
    let wave = &granted.subject().wave;
    let form = terms::fill(FormState::empty(), &wave.into()).with("version", wave.version);
    Reply::page(&EditWave::of(&granted, form, Vec::new()))
}

pub(super) async fn post(granted: Granted<ManageWave>, Form(mut form): Form) -> Result<Reply, Failure> {
    let Some(terms) = terms::read(&mut form) else {
        return Reply::again(&EditWave::of(&granted, form, Vec::new()));
    };
    let version = form.value("version").parse().unwrap_or(0);
    let tx = granted.begin().await?;
    match stale::outcome(actions::edit_wave(&tx, granted.permit(), version, terms.clone()).await)? {
        Outcome::Saved => {
            tx.commit().await?;
            Ok(Reply::see(urls::managed_call(&granted.subject().call.reference)).flash("La vague est enregistrée."))
        }
        Outcome::Stale => {
            drop(tx);
            let stored = stored(&granted).await?;
            let differences = stale::differences(terms::in_words(&terms), terms::in_words(&NewWave::from(&stored)));
            Reply::conflict(&EditWave::of(&granted, form.with("version", stored.version), differences))
        }
        Outcome::Refused(refusal) => {
            words::refuse(&mut form, &refusal);
            Reply::again(&EditWave::of(&granted, form, Vec::new()))
        }
    }
}

async fn stored(granted: &Granted<ManageWave>) -> Result<wave::Model, StoreError> {
    let found = actions::wave_by_id(&granted.read(), granted.subject().wave.id).await?;
    found.map(|(_, wave)| wave).ok_or(StoreError::Stale)
}

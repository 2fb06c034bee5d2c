//! What a call says of itself.

use askama::Template;
use entity::{
    call,
    values::{Audience, Reference},
};

use super::{
    super::{
        actions::{self, Presentation},
        gates::ManageCall,
    },
    new_call::{LONGEST_SUMMARY, LONGEST_TITLE},
    stale::{self, Difference, Outcome},
    words,
};
use crate::{
    access::Granted,
    db::StoreError,
    web::{Choice, Failure, Form, FormState, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "calls/edit_call.html")]
struct EditCall {
    page: Page,
    f: FormState,
    reference: Reference,
    title: String,
    audiences: Vec<Choice>,
    differences: Vec<Difference>,
}

impl EditCall {
    fn of(granted: &Granted<ManageCall>, f: FormState, differences: Vec<Difference>) -> Self {
        let call = granted.subject();
        Self {
            page: Page::of(granted),
            f,
            reference: call.reference.clone(),
            title: call.title.clone(),
            audiences: words::audiences(),
            differences,
        }
    }
}

pub(super) async fn get(granted: Granted<ManageCall>) -> Result<Reply, Failure> {
    let call = granted.subject();
    let form = FormState::empty()
        .with("title", &call.title)
        .with("summary", &call.summary)
        .with("audience", call.audience)
        .with("version", call.version);
    Reply::page(&EditCall::of(&granted, form, Vec::new()))
}

pub(super) async fn post(granted: Granted<ManageCall>, Form(mut form): Form) -> Result<Reply, Failure> {
    let Some(said) = read(&mut form) else {
        return Reply::again(&EditCall::of(&granted, form, Vec::new()));
    };
    let version = form.value("version").parse().unwrap_or(0);
    let tx = granted.begin().await?;
    match stale::outcome(actions::edit_call(&tx, granted.permit(), version, &said).await)? {
        Outcome::Saved => {
            tx.commit().await?;
            Ok(Reply::see(urls::managed_call(&granted.subject().reference)).flash("La présentation de l’appel est enregistrée."))
        }
        Outcome::Stale => {
            drop(tx);
            let stored = stored(&granted).await?;
            let differences = stale::differences(in_words(&said), in_words(&Presentation::from(&stored)));
            Reply::conflict(&EditCall::of(&granted, form.with("version", stored.version), differences))
        }
        Outcome::Refused(refusal) => {
            words::refuse(&mut form, &refusal);
            Reply::again(&EditCall::of(&granted, form, Vec::new()))
        }
    }
}

async fn stored(granted: &Granted<ManageCall>) -> Result<call::Model, StoreError> {
    actions::call_by_reference(&granted.read(), &granted.subject().reference).await?.ok_or(StoreError::Stale)
}

fn read(form: &mut FormState) -> Option<Presentation> {
    let title = form.read_text("title", LONGEST_TITLE);
    let summary = form.read_text("summary", LONGEST_SUMMARY);
    let audience = words::read_choice::<Audience>(form, "audience");
    Some(Presentation { title: title?, summary: summary?, audience: audience? })
}

fn in_words(said: &Presentation) -> Vec<(&'static str, String)> {
    vec![("Titre", said.title.clone()), ("Objet", said.summary.clone()), ("Public", words::audience(said.audience).to_owned())]
}

//! Drafting a call.

use askama::Template;
use entity::values::{ActionId, Audience, Reference};

use super::{
    super::{
        actions::{self, CallError, NewCall},
        gates::DraftCalls,
    },
    terms, words,
};
use crate::{
    access::Granted,
    db::StoreError,
    web::{Choice, Failure, Form, FormState, Page, Reply, urls},
};

/// The longest title, in characters.
pub(super) const LONGEST_TITLE: usize = 200;
/// The longest summary, in characters.
pub(super) const LONGEST_SUMMARY: usize = 5000;

#[derive(Template)]
#[template(path = "calls/new_call.html")]
struct NewCallPage {
    page: Page,
    f: FormState,
    actions: Vec<Choice>,
    audiences: Vec<Choice>,
}

impl NewCallPage {
    async fn of(granted: &Granted<DraftCalls>, f: FormState) -> Result<Self, StoreError> {
        let programmes = granted.subject();
        let actions = actions::actions_of(&granted.read(), programmes).await?;
        let code = |action: &entity::action::Model| {
            programmes
                .iter()
                .find(|programme| programme.id == action.programme_id)
                .map_or("", |programme| programme.code.as_str())
        };
        let actions = actions
            .iter()
            .map(|action| Choice::new(action.id.to_string(), format!("{} · {} ({})", code(action), action.name, action.code)));
        Ok(Self { page: Page::of(granted), f, actions: actions.collect(), audiences: words::audiences() })
    }
}

pub(super) async fn get(granted: Granted<DraftCalls>) -> Result<Reply, Failure> {
    Reply::page(&NewCallPage::of(&granted, FormState::empty().with("max_file", 10)).await?)
}

pub(super) async fn post(granted: Granted<DraftCalls>, Form(mut form): Form) -> Result<Reply, Failure> {
    let Some(new) = read(&mut form) else {
        return Reply::again(&NewCallPage::of(&granted, form).await?);
    };
    let tx = granted.begin().await?;
    match actions::draft_call(&tx, granted.permit(), new).await {
        Ok((call, _)) => {
            tx.commit().await?;
            Ok(Reply::see(urls::managed_call(&call.reference))
                .flash("L’appel est préparé. Personne d’autre ne le voit avant sa publication."))
        }
        Err(CallError::Refused(refusal)) => {
            drop(tx);
            words::refuse(&mut form, &refusal);
            Reply::again(&NewCallPage::of(&granted, form).await?)
        }
        Err(CallError::Store(error)) => Err(error.into()),
    }
}

fn read(form: &mut FormState) -> Option<NewCall> {
    let action = words::read_choice::<ActionId>(form, "action");
    let reference = read_reference(form);
    let title = form.read_text("title", LONGEST_TITLE);
    let summary = form.read_text("summary", LONGEST_SUMMARY);
    let audience = words::read_choice::<Audience>(form, "audience");
    let wave = terms::read(form);
    Some(NewCall { action: action?, reference: reference?, title: title?, summary: summary?, audience: audience?, wave: wave? })
}

fn read_reference(form: &mut FormState) -> Option<Reference> {
    let reference = Reference::parse(form.value("reference")).ok();
    if reference.is_none() {
        form.refuse(
            "reference",
            "La référence s’écrit en lettres sans accent, chiffres et traits d’union, par exemple AAP-TL-2026.",
        );
    }
    reference
}

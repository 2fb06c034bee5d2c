//! Beginning a dossier on a wave.

use askama::Template;
use entity::values::{Instant, OrganisationId, time_left};

use super::{
    super::{
        actions::{self, DossierError, NewDossier},
        gates::StartDossier,
        rules::{LONGEST_TITLE, Refusal},
    },
    words,
};
use crate::{
    access::Granted,
    calls::{WaveState, state_at},
    organisations,
    web::{Choice, Failure, Form, FormState, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "dossiers/start.html")]
struct StartForm {
    page: Page,
    f: FormState,
    call: String,
    call_url: String,
    action: String,
    new_organisation: String,
    organisations: Vec<Choice>,
    closes_at: Instant,
    left: String,
    now_ms: i64,
    key: String,
}

pub(super) async fn get(granted: Granted<StartDossier>) -> Result<Reply, Failure> {
    let (call, wave) = (&granted.subject().call, &granted.subject().wave);
    let forward = || urls::call(&call.reference);
    match state_at(wave, granted.now()) {
        WaveState::Open => {}
        WaveState::Draft | WaveState::Announced => {
            return Err(words::refused(&Refusal::NotOpenYet(wave.opens_at), "Relire l’appel", forward()));
        }
        WaveState::Closed => return Err(words::refused(&Refusal::Closed(wave.closes_at), "Relire l’appel", forward())),
    }
    Reply::page(&view(&granted, FormState::empty()).await?)
}

pub(super) async fn post(granted: Granted<StartDossier>, Form(mut form): Form) -> Result<Reply, Failure> {
    let Some(new) = read(&mut form) else { return Reply::again(&view(&granted, form).await?) };
    let tx = granted.begin().await?;
    match actions::start(&tx, granted.permit(), new).await {
        Ok(dossier) => {
            tx.commit().await?;
            let done = format!(
                "Votre brouillon {} est créé. Il s’enregistre au fil de votre saisie ; rien n’est déposé tant que vous ne le décidez pas.",
                dossier.reference
            );
            Ok(Reply::see(urls::dossier(&dossier.reference)).flash(done))
        }
        Err(DossierError::Refused(refusal)) => {
            drop(tx);
            again(&granted, form, &refusal).await
        }
        Err(error) => Err(super::failure(error, urls::dossiers())),
    }
}

/// Refusals about a field stand under it; those about the calendar are a page of their own.
async fn again(granted: &Granted<StartDossier>, mut form: FormState, refusal: &Refusal) -> Result<Reply, Failure> {
    let field = match refusal {
        Refusal::TitleMissing | Refusal::TitleTooLong(_) => "title",
        Refusal::NotYourOrganisation => "organisation",
        Refusal::NotOpenYet(_)
        | Refusal::Closed(_)
        | Refusal::Step(_)
        | Refusal::NoLongerDraft
        | Refusal::UnknownQuestion
        | Refusal::Plan(_)
        | Refusal::File(_)
        | Refusal::Obstacles(_)
        | Refusal::OwnDossier
        | Refusal::ReasonMissing
        | Refusal::CapacityMissing
        | Refusal::DecisionPrepared
        | Refusal::ReasonTooLong(_) => {
            return Err(words::refused(refusal, "Relire l’appel", urls::call(&granted.subject().call.reference)));
        }
    };
    form.refuse(field, words::sentence(refusal));
    Reply::again(&view(granted, form).await?)
}

fn read(form: &mut FormState) -> Option<NewDossier> {
    let title = form.read_text("title", LONGEST_TITLE);
    let organisation = form.value("organisation").parse::<OrganisationId>().ok();
    if organisation.is_none() {
        form.refuse("organisation", words::sentence(&Refusal::NotYourOrganisation));
    }
    Some(NewDossier { organisation: organisation?, title: title?, key: super::key_of(form) })
}

async fn view(granted: &Granted<StartDossier>, f: FormState) -> Result<StartForm, Failure> {
    let (call, wave) = (&granted.subject().call, &granted.subject().wave);
    let mut organisations = Vec::new();
    if let Some(person) = granted.actor().person() {
        let theirs = organisations::actions::organisations_of(&granted.read(), person).await?;
        organisations =
            theirs.into_iter().map(|o| Choice::new(o.id.to_string(), format!("{} ({})", o.name, o.siret.spaced()))).collect();
    }
    let page = Page::of(granted);
    // A form shown again is the same dossier still.
    let key = if f.value("idempotency_key").is_empty() { page.idempotency_key() } else { f.value("idempotency_key").to_owned() };
    Ok(StartForm {
        call: call.title.clone(),
        call_url: urls::call(&call.reference),
        action: urls::start_dossier(&wave.reference),
        new_organisation: urls::with_query(&urls::new_organisation(), &[("vague", wave.reference.as_str())]),
        closes_at: wave.closes_at,
        left: time_left(granted.now(), wave.closes_at).to_string(),
        now_ms: granted.now().millis(),
        organisations,
        page,
        f,
        key,
    })
}

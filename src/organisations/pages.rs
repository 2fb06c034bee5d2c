//! The pages of structures.

use askama::Template;
use entity::{
    organisation,
    values::{OrganisationKind, Reference, Siret},
};
use serde::Deserialize;

use super::{
    actions::{self, NewOrganisation, OrganisationError},
    gates::{OwnOrganisation, OwnOrganisations},
    rules::{LONGEST_NAME, Refusal},
};
use crate::{
    access::{Granted, Routes},
    web::{Choice, Failure, Form, FormState, Page, Query, Reply, urls},
};

/// The addresses of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(urls::ORGANISATIONS, list)
        .get(urls::NEW_ORGANISATION, new)
        .post(urls::NEW_ORGANISATION, name)
        .get(urls::ORGANISATION, one)
}

#[derive(Template)]
#[template(path = "organisations/list.html")]
struct OwnList {
    page: Page,
    organisations: Vec<Sheet>,
}

#[derive(Template)]
#[template(path = "organisations/new.html")]
struct NamingForm {
    page: Page,
    f: FormState,
    kinds: Vec<Choice>,
    back: String,
}

#[derive(Template)]
#[template(path = "organisations/one.html")]
struct OneSheet {
    page: Page,
    organisation: Sheet,
}

/// A structure as pages show it.
struct Sheet {
    name: String,
    siret: String,
    kind: &'static str,
    since: String,
    url: String,
}

impl Sheet {
    fn of(organisation: organisation::Model) -> Self {
        Self {
            siret: organisation.siret.spaced(),
            kind: kind_label(organisation.kind),
            since: organisation.created_at.paris_day().in_words(),
            url: urls::organisation(organisation.id),
            name: organisation.name,
        }
    }
}

/// What an applicant was doing when a structure was lacking: starting a dossier on this wave.
#[derive(Deserialize)]
struct Errand {
    vague: Option<String>,
}

async fn list(granted: Granted<OwnOrganisations>) -> Result<Reply, Failure> {
    let organisations = actions::organisations_of(&granted.read(), *granted.subject()).await?;
    Reply::page(&OwnList { page: Page::of(&granted), organisations: organisations.into_iter().map(Sheet::of).collect() })
}

async fn one(granted: Granted<OwnOrganisation>) -> Result<Reply, Failure> {
    Reply::page(&OneSheet { page: Page::of(&granted), organisation: Sheet::of(granted.subject().clone()) })
}

async fn new(granted: Granted<OwnOrganisations>, Query(errand): Query<Errand>) -> Result<Reply, Failure> {
    let form = FormState::empty().with("vague", errand.vague.as_deref().unwrap_or_default());
    Reply::page(&naming_form(&granted, form))
}

async fn name(granted: Granted<OwnOrganisations>, Form(mut form): Form) -> Result<Reply, Failure> {
    let Some(new) = read(&mut form) else { return Reply::again(&naming_form(&granted, form)) };
    let typed = new.name.clone();
    let tx = granted.begin().await?;
    match actions::name_organisation(&tx, new).await {
        Ok(organisation) => {
            tx.commit().await?;
            Ok(Reply::see(forward(&form)).flash(done(&organisation, &typed)))
        }
        Err(OrganisationError::Refused(refusal)) => {
            form.refuse("name", sentence(refusal));
            Reply::again(&naming_form(&granted, form))
        }
        Err(OrganisationError::Store(error)) => Err(error.into()),
    }
}

fn read(form: &mut FormState) -> Option<NewOrganisation> {
    let (siret, name) = (form.read::<Siret>("siret"), form.read_text("name", LONGEST_NAME));
    let kind = form.value("kind").parse::<OrganisationKind>().ok();
    if kind.is_none() {
        form.refuse("kind", "Choisissez ce qu’est votre structure, par exemple « Établissement de santé ».");
    }
    Some(NewOrganisation { siret: siret?, name: name?, kind: kind? })
}

fn naming_form(granted: &Granted<OwnOrganisations>, f: FormState) -> NamingForm {
    let kinds = OrganisationKind::ALL.iter().map(|kind| Choice::new(kind.to_string(), kind_label(*kind))).collect();
    NamingForm { page: Page::of(granted), back: forward(&f), f, kinds }
}

/// Back to the dossier that was about to start, or to the list.
fn forward(form: &FormState) -> String {
    Reference::parse(form.value("vague")).map_or_else(|_| urls::organisations(), urls::start_dossier)
}

fn done(organisation: &organisation::Model, typed: &str) -> String {
    let name = &organisation.name;
    if name.to_lowercase() == typed.trim().to_lowercase() {
        format!("« {name} » est dans vos structures.")
    } else {
        format!("Ce SIRET est déjà connu sous le nom « {name} » : cette structure est dans les vôtres, sous ce nom.")
    }
}

fn sentence(refusal: Refusal) -> String {
    match refusal {
        Refusal::Nameless => "Le nom contient au moins une lettre, par exemple « Centre hospitalier de Villeneuve ».".to_owned(),
        Refusal::NameTooLong(length) => format!("Ce nom compte {length} caractères ; {LONGEST_NAME} sont possibles au plus."),
    }
}

fn kind_label(kind: OrganisationKind) -> &'static str {
    match kind {
        OrganisationKind::HealthEstablishment => "Établissement de santé",
        OrganisationKind::Company => "Entreprise",
        OrganisationKind::Association => "Association",
        OrganisationKind::University => "Établissement d’enseignement supérieur",
        OrganisationKind::LocalAuthority => "Collectivité territoriale",
        OrganisationKind::ResearchBody => "Organisme de recherche",
        OrganisationKind::Other => "Autre structure",
    }
}

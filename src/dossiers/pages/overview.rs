//! One's dossier: where it stands, what is left to do; once submitted, what was sent.

use askama::Template;
use entity::{
    examination,
    values::{DossierFileId, DossierState, Instant},
};

use super::{
    super::{
        actions::{self, DossierContent, DossierError},
        gates::{EditDossier, OwnDossier},
        rules::remedies::remedies,
    },
    steps::{Place, Steps},
    words,
};
use crate::{
    access::{Granted, Policy},
    organisations,
    web::{Failure, Form, FormState, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "dossiers/draft.html")]
struct Draft {
    page: Page,
    f: FormState,
    steps: Steps,
    action: String,
    call: String,
    call_url: String,
    organisation: String,
    recap: String,
}

#[derive(Template)]
#[template(path = "dossiers/submitted.html")]
struct Submitted {
    page: Page,
    reference: entity::values::Reference,
    title: String,
    call: String,
    call_url: String,
    organisation: String,
    badge: (&'static str, &'static str),
    submitted_at: Option<Instant>,
    ineligibility: Option<Ineligibility>,
    is_decided: bool,
    content: DossierContent,
}

/// The decision that a dossier is not eligible, as its owner reads it (norms §5: CRPA L212-1, CJA R421-5).
struct Ineligibility {
    reasons: Vec<String>,
    /// Who decided, in what capacity, when.
    signature: String,
    remedies: [String; 3],
}

impl From<examination::Model> for Ineligibility {
    fn from(found: examination::Model) -> Self {
        let capacity = found.examiner_capacity.unwrap_or_default();
        Self {
            reasons: found.reason.unwrap_or_default().lines().map(str::to_owned).collect(),
            signature: format!("{}, {capacity}, le {}.", found.examiner_name, found.examined_at.in_words()),
            remedies: remedies(found.examined_at.paris_day()),
        }
    }
}

impl Submitted {
    fn file_url(&self, file: &DossierFileId) -> String {
        urls::dossier_file(&self.reference, file)
    }
}

pub(super) async fn get(granted: Granted<OwnDossier>) -> Result<Reply, Failure> {
    let dossier = granted.subject();
    if dossier.state == DossierState::Draft {
        return Reply::page(&draft(&granted, dossier, FormState::empty().with("title", &dossier.title)).await?);
    }
    let reader = granted.read();
    let whole = actions::written(&reader, dossier).await?;
    let organisation = organisations::actions::organisation(&reader, dossier.organisation_id).await?;
    let state = actions::state_told_to_owner(&reader, dossier).await?;
    let ineligibility = match state {
        DossierState::Ineligible => actions::last_examination(&reader, dossier.id).await?,
        DossierState::Draft
        | DossierState::Submitted
        | DossierState::Eligible
        | DossierState::Laureate
        | DossierState::Reserve
        | DossierState::Refused
        | DossierState::Withdrawn => None,
    };
    Reply::page(&Submitted {
        page: Page::of(&granted),
        reference: dossier.reference.clone(),
        title: dossier.title.clone(),
        call: whole.call.title.clone(),
        call_url: urls::call(&whole.call.reference),
        organisation: organisation.map(|organisation| organisation.name).unwrap_or_default(),
        badge: words::state(state),
        submitted_at: dossier.submitted_at,
        ineligibility: ineligibility.map(Ineligibility::from),
        is_decided: matches!(state, DossierState::Laureate | DossierState::Reserve | DossierState::Refused),
        content: whole.into(),
    })
}

/// Names the project anew.
pub(super) async fn post(granted: Granted<EditDossier>, Form(mut form): Form) -> Result<Reply, Failure> {
    let dossier = granted.subject();
    let overview = urls::dossier(&dossier.reference);
    let tx = granted.begin().await?;
    match actions::rename(&tx, granted.permit(), form.value("title")).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Reply::see(overview).flash("Le nom du projet est enregistré."))
        }
        Err(DossierError::Refused(refusal)) if dossier.state == DossierState::Draft => {
            drop(tx);
            form.refuse("title", words::sentence(&refusal));
            Reply::again(&draft(&granted, dossier, form).await?)
        }
        Err(error) => Err(super::failure(error, overview)),
    }
}

async fn draft<P: Policy>(granted: &Granted<P>, dossier: &entity::dossier::Model, f: FormState) -> Result<Draft, Failure> {
    let reader = granted.read();
    let whole = actions::written(&reader, dossier).await?;
    let organisation = organisations::actions::organisation(&reader, dossier.organisation_id).await?;
    Ok(Draft {
        page: Page::of(granted),
        f,
        steps: Steps::of(dossier, &whole, Place::Overview, granted.now()),
        action: urls::dossier(&dossier.reference),
        call: whole.call.title,
        call_url: urls::call(&whole.call.reference),
        organisation: organisation.map(|organisation| organisation.name).unwrap_or_default(),
        recap: urls::dossier_recap(&dossier.reference),
    })
}

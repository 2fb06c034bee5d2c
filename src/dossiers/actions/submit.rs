//! The act of submitting.

use entity::{
    dossier, organisation, person, submission,
    values::{DossierState, Fingerprint, Instant, Money, QuestionKind, Reference},
};
use serde_json::json;

use super::{
    super::{
        gates::Submit,
        rules::{
            Refusal, form,
            receipt::{self, SubmittedAnswer, SubmittedContent, SubmittedFile, SubmittedOrganisation, SubmittedSection},
            state::{self, Step},
            submission as rules,
        },
        store::{self, submissions::Sent},
    },
    DossierError,
    read::{WrittenDossier, written},
};
use crate::{
    access::Permit,
    db::{StoreError, Tx},
    journal::{self, Event, EventKind, Subject},
    mail::{self, Letter},
    organisations, people,
    web::urls,
};

/// The order to submit.
#[derive(Clone, Debug)]
pub struct SubmitDossier {
    /// The same key twice is one submission.
    pub key: String,
    /// The dossier's version on the recap: what was read is what is sent.
    pub version: i32,
}

/// What an applicant holds once their dossier is submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Its number.
    pub number: String,
    /// The dossier.
    pub dossier: Reference,
    /// When the request reached the server.
    pub received_at: Instant,
    /// The fingerprint of what was submitted.
    pub fingerprint: Fingerprint,
    /// The whole content, as it was submitted.
    pub content: SubmittedContent,
}

impl Receipt {
    /// Reads a receipt back from what was kept.
    pub(super) fn of(kept: submission::Model) -> Result<Self, StoreError> {
        let content: SubmittedContent =
            serde_json::from_str(&kept.content).map_err(|error| StoreError::Fault(error.to_string()))?;
        Ok(Self {
            number: kept.receipt_number,
            dossier: content.dossier.clone(),
            received_at: kept.received_at,
            fingerprint: kept.fingerprint,
            content,
        })
    }
}

/// Submits a draft: at most once, all or nothing. A dossier submitted already answers with its receipt.
///
/// # Errors
/// Everything that stands in the way at once, the deadline included; or that the dossier changed since its recap.
pub async fn submit(tx: &Tx, permit: &Permit<Submit>, order: SubmitDossier) -> Result<Receipt, DossierError> {
    let held = store::dossiers::hold_draft(tx, permit.id, Some(order.version)).await?;
    if let Some(kept) = store::submissions::of_dossier(tx, permit.id).await? {
        return Ok(Receipt::of(kept)?);
    }
    let dossier = held.ok_or(DossierError::ChangedSinceRecap)?;
    let submitted = state::next(dossier.state, Step::Submit).map_err(Refusal::Step)?;
    let whole = written(tx, &dossier).await?;
    rules::check(&whole.draft, &whole.terms(), tx.at()).map_err(Refusal::Obstacles)?;

    let owner = people::actions::person(tx, dossier.owner_id).await?.ok_or(StoreError::Stale)?;
    let organisation = organisations::actions::organisation(tx, dossier.organisation_id).await?.ok_or(StoreError::Stale)?;
    let receipt = keep(tx, &dossier, content(tx, &dossier, &whole, &owner, organisation), order.key).await?;
    store::dossiers::advance(tx, dossier.id, DossierState::Draft, submitted).await?;

    let event = Event::new(EventKind::DossierSubmitted, Subject::Dossier(dossier.id)).in_programme(dossier.programme_id);
    journal::record(tx, event.after(&json!({ "receipt": receipt.number, "fingerprint": receipt.fingerprint }))).await?;
    mail::queue(tx, &acknowledgement(&owner, &receipt)).await?;
    Ok(receipt)
}

async fn keep(tx: &Tx, dossier: &dossier::Model, content: SubmittedContent, key: String) -> Result<Receipt, StoreError> {
    let canonical = serde_json::to_string(&content).map_err(|error| StoreError::Fault(error.to_string()))?;
    let sent = Sent {
        // A key is one person's on one dossier: nobody can take another's.
        key: format!("{}:{key}", dossier.reference),
        receipt_number: receipt::number(&dossier.reference),
        author: dossier.owner_id,
        fingerprint: Fingerprint::of(&canonical),
        content: canonical,
    };
    Receipt::of(store::submissions::insert(tx, dossier.id, sent).await?)
}

fn content(
    tx: &Tx,
    dossier: &dossier::Model,
    whole: &WrittenDossier,
    owner: &person::Model,
    organisation: organisation::Model,
) -> SubmittedContent {
    SubmittedContent {
        dossier: dossier.reference.clone(),
        wave: whole.wave.reference.clone(),
        call: whole.call.title.clone(),
        title: dossier.title.clone(),
        organisation: SubmittedOrganisation { siret: organisation.siret, name: organisation.name },
        submitted_by: owner.name.clone(),
        received_at: tx.at(),
        sections: whole.draft.sections.iter().map(|section| submitted_section(whole, section)).collect(),
        total: whole.draft.plan.total().unwrap_or(Money::ZERO),
        expenses: whole.draft.plan.expenses.clone(),
        aid_requested: whole.draft.plan.aid,
        files: whole.files.iter().map(submitted_file).collect(),
    }
}

/// Files stand in a list of their own, by their content.
fn submitted_section(whole: &WrittenDossier, section: &form::Section) -> SubmittedSection {
    let typed = section.questions.iter().filter(|question| question.kind != QuestionKind::File);
    let answers = typed.map(|question| {
        let text = whole.draft.answers.get(&question.id).map_or("", String::as_str);
        let answer = if text.is_empty() { String::new() } else { form::read(question, text).unwrap_or_else(|_| text.to_owned()) };
        SubmittedAnswer { question: question.label.clone(), answer }
    });
    SubmittedSection { title: section.title.clone(), answers: answers.collect() }
}

fn submitted_file(file: &entity::dossier_file::Model) -> SubmittedFile {
    SubmittedFile { name: file.name.clone(), media_type: file.media_type.clone(), size: file.size, sha256: file.sha256 }
}

fn acknowledgement(owner: &person::Model, receipt: &Receipt) -> Letter {
    let rejected_on = receipt::implicit_rejection(receipt.received_at).in_words();
    Letter {
        to: owner.email.clone(),
        subject: format!("Dossier {} déposé : accusé de réception {}", receipt.dossier, receipt.number),
        paragraphs: vec![
            format!(
                "Votre dossier « {} » a été déposé le {} (heure de Paris) au nom de {}. Il porte la référence {} et l’accusé de réception {}.",
                receipt.content.title,
                receipt.received_at.in_words_to_the_second(),
                receipt.content.organisation.name,
                receipt.dossier,
                receipt.number
            ),
            format!(
                "L’empreinte de ce que vous avez déposé est {}. Elle prouve, si besoin, que rien n’y a été changé depuis.",
                receipt.fingerprint
            ),
            format!(
                "Sans réponse de notre part avant le {rejected_on}, votre demande est considérée comme rejetée. L’accusé de réception dit quels recours vous sont alors ouverts."
            ),
        ],
        button: Some(("Voir l’accusé de réception".to_owned(), urls::receipt(&receipt.dossier))),
        why: "Vous recevez ce courriel parce que vous avez déposé un dossier sur Guichet. Gardez-le.".to_owned(),
    }
}

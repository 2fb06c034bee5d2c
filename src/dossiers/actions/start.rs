//! Beginning a dossier, and naming its project.

use entity::{
    dossier,
    values::{OrganisationId, PersonId, Reference},
};

use super::{
    super::{
        gates::{EditDossier, StartDossier},
        rules::{self, Refusal},
        store::{self, dossiers::Begun},
    },
    DossierError,
};
use crate::{
    access::Permit,
    calls,
    db::{StoreError, Tx},
    journal::{self, Event, EventKind, Subject},
    organisations,
};

/// A dossier about to be begun.
#[derive(Clone, Debug)]
pub struct NewDossier {
    /// The structure that applies: one for which the author acts.
    pub organisation: OrganisationId,
    /// The project's name, as typed.
    pub title: String,
    /// The same key twice begins one dossier.
    pub key: String,
}

/// Begins a dossier on an open wave. The same key of the same person finds the dossier it began.
///
/// # Errors
/// When the wave is not open, the structure is not the author's, or the project has no name.
pub async fn start(tx: &Tx, permit: &Permit<StartDossier>, new: NewDossier) -> Result<dossier::Model, DossierError> {
    let author = author(tx)?;
    let key = format!("{author}:{}", new.key);
    if let Some(begun) = store::dossiers::by_creation_key(tx, &key).await? {
        return Ok(begun);
    }
    let wave = &permit.subject().wave;
    match calls::state_at(wave, tx.at()) {
        calls::WaveState::Open => {}
        calls::WaveState::Draft | calls::WaveState::Announced => return Err(Refusal::NotOpenYet(wave.opens_at).into()),
        calls::WaveState::Closed => return Err(Refusal::Closed(wave.closes_at).into()),
    }
    let title = rules::title(&new.title)?;
    let theirs = organisations::actions::organisations_of(tx, author).await?;
    if !theirs.iter().any(|organisation| organisation.id == new.organisation) {
        return Err(Refusal::NotYourOrganisation.into());
    }

    // Taking the number holds the wave: of two requests with one key, the second finds here what the first began.
    let number = calls::actions::next_dossier_number(tx, wave.id).await?;
    if let Some(begun) = store::dossiers::by_creation_key(tx, &key).await? {
        return Ok(begun);
    }
    let reference = Reference::dossier(&wave.reference, number).map_err(|error| StoreError::Fault(error.to_string()))?;
    let begun = Begun { number, reference, organisation: new.organisation, owner: author, title, key };
    let dossier = store::dossiers::insert(tx, wave, begun).await?;
    journal::record(tx, Event::new(EventKind::DossierStarted, Subject::Dossier(dossier.id)).in_programme(wave.programme_id))
        .await?;
    Ok(dossier)
}

/// Gives the project of a draft another name.
///
/// # Errors
/// When it is no name, or the dossier is no longer a draft.
pub async fn rename(tx: &Tx, permit: &Permit<EditDossier>, typed: &str) -> Result<(), DossierError> {
    let title = rules::title(typed)?;
    let held = store::dossiers::hold_draft(tx, permit.id, None).await?.ok_or(Refusal::NoLongerDraft)?;
    store::dossiers::note_change(tx, held.id).await?;
    Ok(store::dossiers::set_title(tx, held.id, &title).await?)
}

/// Who writes. The gates admit nobody who is not signed in.
pub(super) fn author(tx: &Tx) -> Result<PersonId, StoreError> {
    tx.author().ok_or_else(|| StoreError::Fault("a dossier needs an author".to_owned()))
}

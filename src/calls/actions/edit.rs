//! Changing what a call says and the terms of its wave. A save on an old version is refused as stale.

use entity::{call, wave};
use serde_json::{Value, json};

use super::{
    super::{
        gates::{ManageCall, ManageWave},
        rules::{NewWave, Presentation, Refusal},
        store,
    },
    CallError,
};
use crate::{
    access::Permit,
    db::Tx,
    journal::{self, Event, EventKind, Subject},
};

/// Rewrites what a call says, seen at `version`. Who may answer is fixed once a wave is published.
///
/// # Errors
/// [`Refusal::Published`], [`crate::db::StoreError::Stale`] on an old version.
pub async fn edit_call(tx: &Tx, permit: &Permit<ManageCall>, version: i32, said: &Presentation) -> Result<(), CallError> {
    let call = permit.subject();
    if said.audience != call.audience && store::calls::waves_of(tx, call.id).await?.iter().any(|wave| wave.published_at.is_some())
    {
        return Err(Refusal::Published.into());
    }
    store::calls::update_call(tx, call.id, version, said).await?;
    let edited = Event::new(EventKind::CallEdited, Subject::Call(call.id))
        .in_programme(call.programme_id)
        .before(&words(&Presentation::from(call)))
        .after(&words(said));
    Ok(journal::record(tx, edited).await?)
}

fn words(said: &Presentation) -> Value {
    json!({ "titre": said.title, "resume": said.summary, "public": said.audience })
}

/// Rewrites the terms of a draft wave, seen at `version`.
///
/// # Errors
/// [`Refusal::Published`], the faults of the terms, [`crate::db::StoreError::Stale`] on an old version.
pub async fn edit_wave(tx: &Tx, permit: &Permit<ManageWave>, version: i32, terms: NewWave) -> Result<(), CallError> {
    let wave = &permit.subject().wave;
    let terms = terms.checked()?;
    if !store::calls::hold_draft(tx, wave.id).await? {
        return Err(Refusal::Published.into());
    }
    store::calls::update_terms(tx, wave.id, version, &terms).await?;
    let edited = Event::new(EventKind::CallEdited, Subject::Wave(wave.id))
        .in_programme(wave.programme_id)
        .before(&told(&NewWave::from(wave)))
        .after(&told(&terms));
    Ok(journal::record(tx, edited).await?)
}

fn told(terms: &NewWave) -> Value {
    json!({
        "ouverture": terms.opens_at,
        "cloture": terms.closes_at,
        "resultats": terms.results_on,
        "enveloppe": terms.envelope,
        "exercice": terms.fiscal_year,
        "taux": terms.max_aid_rate,
        "aide_min": terms.min_aid,
        "aide_max": terms.max_aid,
        "fichier_max": terms.max_file_bytes,
    })
}

impl From<&call::Model> for Presentation {
    fn from(call: &call::Model) -> Self {
        Self { title: call.title.clone(), summary: call.summary.clone(), audience: call.audience }
    }
}

impl From<&wave::Model> for NewWave {
    fn from(wave: &wave::Model) -> Self {
        Self {
            opens_at: wave.opens_at,
            closes_at: wave.closes_at,
            results_on: wave.results_on,
            envelope: wave.envelope,
            fiscal_year: wave.fiscal_year,
            max_aid_rate: wave.max_aid_rate,
            min_aid: wave.min_aid,
            max_aid: wave.max_aid,
            max_file_bytes: wave.max_file_bytes,
        }
    }
}

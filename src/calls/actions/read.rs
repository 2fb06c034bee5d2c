//! What others ask of calls.

use entity::{
    action, call, criterion, programme, question,
    values::{CallId, Fingerprint, Reference, WaveId},
    wave,
};

use super::super::store;
use crate::db::{Source, StoreError, Tx};

/// Everything a wave promises and asks: what a dossier is checked against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaveRules {
    /// The call.
    pub call: call::Model,
    /// The wave.
    pub wave: wave::Model,
    /// What the jury judges by, in order.
    pub criteria: Vec<criterion::Model>,
    /// What a dossier answers, in order.
    pub questions: Vec<question::Model>,
}

impl WaveRules {
    /// The questions by section, in order.
    #[must_use]
    pub fn sections(&self) -> Vec<(&str, Vec<&question::Model>)> {
        let mut sections: Vec<(&str, Vec<&question::Model>)> = Vec::new();
        for question in &self.questions {
            match sections.iter_mut().find(|(name, _)| *name == question.section) {
                Some((_, questions)) => questions.push(question),
                None => sections.push((&question.section, vec![question])),
            }
        }
        sections
    }

    /// What the criteria weigh together.
    #[must_use]
    pub fn total_weight(&self) -> i32 {
        self.criteria.iter().map(|criterion| criterion.weight).sum()
    }

    /// The same only when nothing changed: what was read is what is published.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(format!("{self:?}"))
    }
}

/// Everything a wave promises and asks.
///
/// # Errors
/// [`StoreError::Stale`] when there is no such wave; when the database fails.
pub async fn wave_rules(db: &impl Source, wave: WaveId) -> Result<WaveRules, StoreError> {
    let (call, wave) = store::calls::wave_by_id(db, wave).await?.ok_or(StoreError::Stale)?;
    let criteria = store::forms::criteria(db, wave.id).await?;
    let questions = store::forms::questions(db, wave.id).await?;
    Ok(WaveRules { call, wave, criteria, questions })
}

/// One call.
///
/// # Errors
/// When the database fails.
pub async fn call_by_reference(db: &impl Source, reference: &Reference) -> Result<Option<call::Model>, StoreError> {
    store::calls::call_by_reference(db, reference).await
}

/// One wave with its call.
///
/// # Errors
/// When the database fails.
pub async fn wave_by_reference(
    db: &impl Source,
    reference: &Reference,
) -> Result<Option<(call::Model, wave::Model)>, StoreError> {
    store::calls::wave_by_reference(db, reference).await
}

/// One wave with its call.
///
/// # Errors
/// When the database fails.
pub async fn wave_by_id(db: &impl Source, id: WaveId) -> Result<Option<(call::Model, wave::Model)>, StoreError> {
    store::calls::wave_by_id(db, id).await
}

/// The waves of a call, in order.
///
/// # Errors
/// When the database fails.
pub async fn waves_of(db: &impl Source, call: CallId) -> Result<Vec<wave::Model>, StoreError> {
    store::calls::waves_of(db, call).await
}

/// The actions one may call for, programme by programme.
///
/// # Errors
/// When the database fails.
pub async fn actions_of(db: &impl Source, programmes: &[programme::Model]) -> Result<Vec<action::Model>, StoreError> {
    let ids: Vec<_> = programmes.iter().map(|programme| programme.id).collect();
    store::calls::actions_of(db, &ids).await
}

/// Takes the number of the wave's next dossier. It is given once, even when two ask at the same time.
///
/// # Errors
/// When the database fails.
pub async fn next_dossier_number(tx: &Tx, wave: WaveId) -> Result<i32, StoreError> {
    store::calls::next_dossier_number(tx, wave).await
}

//! What is read of decisions.

use entity::{
    award, call, decision, dossier, person,
    values::{DecisionId, DecisionState, DossierState, Email, Reference, WaveId},
    wave,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::db::{Source, StoreError, count_rows};

/// The decision on a wave, if one was prepared.
pub(in crate::awards) async fn decision(db: &impl Source, wave: WaveId) -> Result<Option<decision::Model>, StoreError> {
    Ok(decision::Entity::find().filter(decision::Column::WaveId.eq(wave)).one(db.connection()).await?)
}

/// What a decision says of each dossier, in the order of the ranking.
pub(in crate::awards) async fn awards(db: &impl Source, decision: DecisionId) -> Result<Vec<award::Model>, StoreError> {
    let awards = award::Entity::find()
        .filter(award::Column::DecisionId.eq(decision))
        .order_by_asc(award::Column::Rank)
        .order_by_asc(award::Column::DossierId);
    Ok(awards.all(db.connection()).await?)
}

/// How many dossiers of a wave were submitted and never examined.
pub(in crate::awards) async fn unexamined(db: &impl Source, wave: WaveId) -> Result<u64, StoreError> {
    let waiting = dossier::Entity::find()
        .filter(dossier::Column::WaveId.eq(wave))
        .filter(dossier::Column::State.eq(DossierState::Submitted));
    count_rows(db, waiting).await
}

/// What was decided on one dossier.
pub(in crate::awards) struct Published {
    pub(in crate::awards) call: call::Model,
    pub(in crate::awards) wave: wave::Model,
    pub(in crate::awards) dossier: dossier::Model,
    pub(in crate::awards) decision: decision::Model,
    pub(in crate::awards) award: award::Model,
}

/// What was decided on the dossier with this reference, once published.
pub(in crate::awards) async fn published_award(db: &impl Source, reference: &Reference) -> Result<Option<Published>, StoreError> {
    let dossier = dossier::Entity::find()
        .filter(dossier::Column::Reference.eq(reference.clone()))
        .find_also_related(wave::Entity)
        .one(db.connection())
        .await?;
    let Some((dossier, Some(wave))) = dossier else { return Ok(None) };
    let award = award::Entity::find()
        .filter(award::Column::DossierId.eq(dossier.id))
        .find_also_related(decision::Entity)
        .filter(decision::Column::State.eq(DecisionState::Published))
        .one(db.connection())
        .await?;
    let Some((award, Some(decision))) = award else { return Ok(None) };
    let call = call::Entity::find_by_id(wave.call_id).one(db.connection()).await?;
    Ok(call.map(|call| Published { call, wave, dossier, decision, award }))
}

/// Whom a decision is notified to: for each award, the dossier and the address of its owner.
pub(in crate::awards) async fn recipients(
    db: &impl Source,
    decision: DecisionId,
) -> Result<Vec<(award::Model, dossier::Model, Email)>, StoreError> {
    let found = award::Entity::find()
        .filter(award::Column::DecisionId.eq(decision))
        .find_also_related(dossier::Entity)
        .and_also_related(person::Entity)
        .order_by_asc(award::Column::Id)
        .all(db.connection())
        .await?;
    Ok(found.into_iter().filter_map(|(award, dossier, owner)| Some((award, dossier?, owner?.email))).collect())
}

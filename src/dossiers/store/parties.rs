//! Who has a hand in dossiers, and holding dossiers while somebody judges or decides them.

use entity::{
    dossier, organisation_member,
    values::{DossierId, DossierState, PersonId, WaveId},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, sea_query::IntoCondition,
};

use super::super::rules::parties::Parties;
use crate::db::{Source, StoreError, Tx};

/// Who has a hand in the dossiers of a wave in any of these states.
pub(in crate::dossiers) async fn of_wave(db: &impl Source, wave: WaveId, states: &[DossierState]) -> Result<Parties, StoreError> {
    parties(db, in_states(wave, states)).await
}

/// Who has a hand in one dossier.
pub(in crate::dossiers) async fn of_dossier(db: &impl Source, dossier: DossierId) -> Result<Parties, StoreError> {
    parties(db, dossier::Column::Id.eq(dossier).into_condition()).await
}

async fn parties(db: &impl Source, dossiers: Condition) -> Result<Parties, StoreError> {
    let found = dossier::Entity::find()
        .filter(dossiers)
        .join(JoinType::InnerJoin, dossier::Relation::Organisation.def())
        .join(JoinType::LeftJoin, organisation_member::Relation::Organisation.def().rev())
        .select_only()
        .column(dossier::Column::Id)
        .column(dossier::Column::OwnerId)
        .column(organisation_member::Column::PersonId)
        .into_tuple::<(DossierId, PersonId, Option<PersonId>)>()
        .all(db.connection())
        .await?;
    let hands = found.into_iter().flat_map(|(dossier, owner, member)| {
        [Some((dossier, owner)), member.map(|member| (dossier, member))].into_iter().flatten()
    });
    Ok(hands.collect())
}

/// Locks dossiers in the order of their keys, and reads them as they are then.
pub(in crate::dossiers) async fn hold(tx: &Tx, ids: &[DossierId]) -> Result<Vec<dossier::Model>, StoreError> {
    held(tx, dossier::Column::Id.is_in(ids.iter().copied()).into_condition()).await
}

/// Locks the dossiers of a wave in any of these states, in the order of their keys.
pub(in crate::dossiers) async fn hold_wave(tx: &Tx, wave: WaveId, states: &[DossierState]) -> Result<(), StoreError> {
    held(tx, in_states(wave, states)).await.map(drop)
}

fn in_states(wave: WaveId, states: &[DossierState]) -> Condition {
    dossier::Column::WaveId.eq(wave).into_condition().add(dossier::Column::State.is_in(states.iter().copied()))
}

async fn held(tx: &Tx, dossiers: Condition) -> Result<Vec<dossier::Model>, StoreError> {
    let held = dossier::Entity::find().filter(dossiers).order_by_asc(dossier::Column::Id).lock_exclusive();
    Ok(held.all(tx.connection()).await?)
}

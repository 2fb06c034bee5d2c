//! What staff found of dossiers, kept for ever.

use entity::{
    decision, examination,
    values::{DossierId, PersonId, WaveId},
};
use sea_orm::{ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use crate::db::{Source, StoreError, Tx};

/// An examination about to be kept.
pub(in crate::dossiers) struct Examined {
    pub(in crate::dossiers) eligible: bool,
    pub(in crate::dossiers) reason: Option<String>,
    pub(in crate::dossiers) examiner: PersonId,
    pub(in crate::dossiers) name: String,
    pub(in crate::dossiers) capacity: Option<String>,
}

pub(in crate::dossiers) async fn insert(
    tx: &Tx,
    dossier: DossierId,
    examined: Examined,
) -> Result<examination::Model, StoreError> {
    let row = examination::ActiveModel {
        id: NotSet,
        dossier_id: Set(dossier),
        eligible: Set(examined.eligible),
        reason: Set(examined.reason),
        examiner_id: Set(examined.examiner),
        examiner_name: Set(examined.name),
        examiner_capacity: Set(examined.capacity),
        examined_at: Set(tx.at()),
    };
    Ok(examination::Entity::insert(row).exec_with_returning(tx.connection()).await?)
}

/// The last examination of a dossier.
pub(in crate::dossiers) async fn last(db: &impl Source, dossier: DossierId) -> Result<Option<examination::Model>, StoreError> {
    let of_dossier = examination::Entity::find().filter(examination::Column::DossierId.eq(dossier));
    Ok(of_dossier.order_by_desc(examination::Column::Id).one(db.connection()).await?)
}

/// Whether the decision on a wave is prepared at least. It is held for the rest of the transaction, so that nobody signs it
/// meanwhile.
pub(in crate::dossiers) async fn hold_decision(tx: &Tx, wave: WaveId) -> Result<bool, StoreError> {
    let prepared = decision::Entity::find().filter(decision::Column::WaveId.eq(wave)).lock_exclusive();
    Ok(prepared.one(tx.connection()).await?.is_some())
}

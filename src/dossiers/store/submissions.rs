//! The act of submitting, kept for ever.

use entity::{
    submission,
    values::{DossierId, Fingerprint, PersonId},
};
use sea_orm::{ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, Set};

use crate::db::{Source, StoreError, Tx};

pub(in crate::dossiers) async fn of_dossier(
    db: &impl Source,
    dossier: DossierId,
) -> Result<Option<submission::Model>, StoreError> {
    Ok(submission::Entity::find().filter(submission::Column::DossierId.eq(dossier)).one(db.connection()).await?)
}

/// A submission about to be kept.
pub(in crate::dossiers) struct Sent {
    pub(in crate::dossiers) key: String,
    pub(in crate::dossiers) receipt_number: String,
    pub(in crate::dossiers) author: PersonId,
    pub(in crate::dossiers) fingerprint: Fingerprint,
    pub(in crate::dossiers) content: String,
}

pub(in crate::dossiers) async fn insert(tx: &Tx, dossier: DossierId, sent: Sent) -> Result<submission::Model, StoreError> {
    let row = submission::ActiveModel {
        id: NotSet,
        dossier_id: Set(dossier),
        idempotency_key: Set(sent.key),
        receipt_number: Set(sent.receipt_number),
        received_at: Set(tx.at()),
        submitted_by: Set(sent.author),
        fingerprint: Set(sent.fingerprint),
        content: Set(sent.content),
    };
    Ok(submission::Entity::insert(row).exec_with_returning(tx.connection()).await?)
}

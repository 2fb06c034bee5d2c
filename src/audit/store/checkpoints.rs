//! The signed ends of the chain.

use entity::{checkpoint, values::Fingerprint};
use sea_orm::{ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use crate::db::{Page, PageNumber, Source, StoreError, Tx, count_rows};

/// How many checkpoints a page holds.
const CHECKPOINTS_PER_PAGE: u64 = 50;

/// The last checkpoint.
pub(in crate::audit) async fn last_checkpoint(db: &impl Source) -> Result<Option<checkpoint::Model>, StoreError> {
    Ok(checkpoint::Entity::find().order_by_desc(checkpoint::Column::SealNumber).one(db.connection()).await?)
}

/// A page of the checkpoints, latest first.
pub(in crate::audit) async fn checkpoints(db: &impl Source, number: PageNumber) -> Result<Page<checkpoint::Model>, StoreError> {
    let total = count_rows(db, checkpoint::Entity::find()).await?;
    let rows = checkpoint::Entity::find()
        .order_by_desc(checkpoint::Column::SealNumber)
        .offset(number.offset(CHECKPOINTS_PER_PAGE))
        .limit(CHECKPOINTS_PER_PAGE)
        .all(db.connection())
        .await?;
    Ok(Page { rows, total, number, size: CHECKPOINTS_PER_PAGE })
}

/// The checkpoint of the seal of this rank.
pub(in crate::audit) async fn checkpoint_numbered(db: &impl Source, seal: i64) -> Result<Option<checkpoint::Model>, StoreError> {
    Ok(checkpoint::Entity::find().filter(checkpoint::Column::SealNumber.eq(seal)).one(db.connection()).await?)
}

/// The checkpoints of the seals that follow a number, in order.
pub(in crate::audit) async fn checkpoints_after(
    db: &impl Source,
    seal: i64,
    most: u64,
) -> Result<Vec<checkpoint::Model>, StoreError> {
    let following = checkpoint::Entity::find().filter(checkpoint::Column::SealNumber.gt(seal));
    Ok(following.order_by_asc(checkpoint::Column::SealNumber).limit(most).all(db.connection()).await?)
}

/// Keeps a checkpoint, signed at the transaction's instant.
pub(in crate::audit) async fn insert_checkpoint(
    tx: &Tx,
    number: i64,
    hash: Fingerprint,
    public_key: String,
    signature: String,
) -> Result<checkpoint::Model, StoreError> {
    let row = checkpoint::ActiveModel {
        id: NotSet,
        seal_number: Set(number),
        seal_hash: Set(hash),
        signed_at: Set(tx.at()),
        public_key: Set(public_key),
        signature: Set(signature),
    };
    Ok(checkpoint::Entity::insert(row).exec_with_returning(tx.connection()).await?)
}

//! The queries of the audit.

use entity::{
    event, seal,
    values::{EventId, Fingerprint},
};
use sea_orm::{ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set, sea_query::Query};

use crate::db::{Source, StoreError, Tx};

/// The events that no seal holds yet, oldest first.
pub(super) async fn unsealed(db: &impl Source, most: u64) -> Result<Vec<event::Model>, StoreError> {
    let sealed = Query::select().column(seal::Column::EventId).from(seal::Entity).to_owned();
    let waiting =
        event::Entity::find().filter(event::Column::Id.not_in_subquery(sealed)).order_by_asc(event::Column::Id).limit(most);
    Ok(waiting.all(db.connection()).await?)
}

/// The last seal of the chain.
pub(super) async fn last_seal(db: &impl Source) -> Result<Option<seal::Model>, StoreError> {
    Ok(seal::Entity::find().order_by_desc(seal::Column::Number).one(db.connection()).await?)
}

pub(super) async fn insert_seal(
    tx: &Tx,
    event: EventId,
    number: i64,
    previous: Fingerprint,
    hash: Fingerprint,
) -> Result<(), StoreError> {
    let row = seal::ActiveModel {
        id: NotSet,
        event_id: Set(event),
        number: Set(number),
        previous: Set(previous),
        hash: Set(hash),
        sealed_at: Set(tx.at()),
    };
    seal::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

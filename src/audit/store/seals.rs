//! The chain of seals, and the numbers of entries.

use std::collections::HashMap;

use entity::{
    entry, event, seal,
    values::{EntryId, EventId, Fingerprint, Journal, Year},
};
use sea_orm::{
    ActiveValue::NotSet,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
    sea_query::{Expr, Query},
};

use crate::db::{Source, StoreError, Tx};

/// The events that no seal holds yet, oldest first.
pub(in crate::audit) async fn unsealed(db: &impl Source, most: u64) -> Result<Vec<event::Model>, StoreError> {
    let sealed = Query::select().column(seal::Column::EventId).from(seal::Entity).to_owned();
    let waiting =
        event::Entity::find().filter(event::Column::Id.not_in_subquery(sealed)).order_by_asc(event::Column::Id).limit(most);
    Ok(waiting.all(db.connection()).await?)
}

/// The last seal of the chain.
pub(in crate::audit) async fn last_seal(db: &impl Source) -> Result<Option<seal::Model>, StoreError> {
    Ok(seal::Entity::find().order_by_desc(seal::Column::Number).one(db.connection()).await?)
}

pub(in crate::audit) async fn insert_seal(
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

/// The seal of an event.
pub(in crate::audit) async fn seal_of(db: &impl Source, event: EventId) -> Result<Option<seal::Model>, StoreError> {
    Ok(seal::Entity::find().filter(seal::Column::EventId.eq(event)).one(db.connection()).await?)
}

/// The seals that follow a number, each with its event, in order.
pub(in crate::audit) async fn seals_after(
    db: &impl Source,
    number: i64,
    most: u64,
) -> Result<Vec<(seal::Model, Option<event::Model>)>, StoreError> {
    let following = seal::Entity::find().filter(seal::Column::Number.gt(number)).order_by_asc(seal::Column::Number).limit(most);
    Ok(following.find_also_related(event::Entity).all(db.connection()).await?)
}

/// The entries that bear no number yet, oldest first.
pub(in crate::audit) async fn unnumbered(db: &impl Source, most: u64) -> Result<Vec<entry::Model>, StoreError> {
    let waiting = entry::Entity::find().filter(entry::Column::Number.is_null()).order_by_asc(entry::Column::Id).limit(most);
    Ok(waiting.all(db.connection()).await?)
}

/// The last number given in each journal and year.
pub(in crate::audit) async fn last_numbers(db: &impl Source) -> Result<HashMap<(Journal, Year), i64>, StoreError> {
    let rows: Vec<(Journal, Year, Option<i64>)> = entry::Entity::find()
        .select_only()
        .columns([entry::Column::Journal, entry::Column::FiscalYear])
        .column_as(entry::Column::Number.max(), "last")
        .group_by(entry::Column::Journal)
        .group_by(entry::Column::FiscalYear)
        .into_tuple()
        .all(db.connection())
        .await?;
    Ok(rows.into_iter().map(|(journal, year, last)| ((journal, year), last.unwrap_or(0))).collect())
}

/// Gives an entry its number, once.
pub(in crate::audit) async fn number_entry(tx: &Tx, entry: EntryId, number: i64) -> Result<(), StoreError> {
    entry::Entity::update_many()
        .col_expr(entry::Column::Number, Expr::value(number))
        .filter(entry::Column::Id.eq(entry))
        .filter(entry::Column::Number.is_null())
        .exec(tx.connection())
        .await?;
    Ok(())
}

//! The chain of seals, and the numbers of entries.

use std::collections::HashMap;

use entity::{
    entry, event, seal,
    values::{EntryId, EventId, Fingerprint, Journal, Year},
};
use sea_orm::{ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set, sea_query::Expr};

use super::super::rules::chain::Link;
use crate::db::{Source, StoreError, Tx};

/// The events that wait for their seal, oldest first.
pub(in crate::audit) async fn unsealed_events(db: &impl Source, most: u64) -> Result<Vec<event::Model>, StoreError> {
    let waiting = event::Entity::find().filter(event::Column::SealNumber.is_null());
    Ok(waiting.order_by_asc(event::Column::Id).limit(most).all(db.connection()).await?)
}

/// The entries that wait for their seal and their number, oldest first.
pub(in crate::audit) async fn unsealed_entries(db: &impl Source, most: u64) -> Result<Vec<entry::Model>, StoreError> {
    let waiting = entry::Entity::find().filter(entry::Column::SealNumber.is_null());
    Ok(waiting.order_by_asc(entry::Column::Id).limit(most).all(db.connection()).await?)
}

/// The last seal of the chain.
pub(in crate::audit) async fn last_seal(db: &impl Source) -> Result<Option<seal::Model>, StoreError> {
    Ok(seal::Entity::find().order_by_desc(seal::Column::Number).one(db.connection()).await?)
}

pub(in crate::audit) async fn insert_seal(
    tx: &Tx,
    number: i64,
    previous: Fingerprint,
    hash: Fingerprint,
) -> Result<(), StoreError> {
    let row =
        seal::ActiveModel { id: NotSet, number: Set(number), previous: Set(previous), hash: Set(hash), sealed_at: Set(tx.at()) };
    seal::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Gives an event its seal, once.
pub(in crate::audit) async fn seal_event(tx: &Tx, event: EventId, seal: i64) -> Result<(), StoreError> {
    event::Entity::update_many()
        .col_expr(event::Column::SealNumber, Expr::value(seal))
        .filter(event::Column::Id.eq(event))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Gives an entry its seal and its number, once.
pub(in crate::audit) async fn seal_entry(tx: &Tx, entry: EntryId, seal: i64, number: i64) -> Result<(), StoreError> {
    entry::Entity::update_many()
        .col_expr(entry::Column::SealNumber, Expr::value(seal))
        .col_expr(entry::Column::Number, Expr::value(number))
        .filter(entry::Column::Id.eq(entry))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// The seal of this rank.
pub(in crate::audit) async fn seal_numbered(db: &impl Source, number: i64) -> Result<Option<seal::Model>, StoreError> {
    Ok(seal::Entity::find().filter(seal::Column::Number.eq(number)).one(db.connection()).await?)
}

/// The hashes that the seals of these ranks bear.
pub(in crate::audit) async fn hashes_of(db: &impl Source, numbers: &[i64]) -> Result<Vec<(i64, Fingerprint)>, StoreError> {
    let borne = seal::Entity::find().filter(seal::Column::Number.is_in(numbers.iter().copied()));
    let borne = borne.select_only().columns([seal::Column::Number, seal::Column::Hash]);
    Ok(borne.into_tuple().all(db.connection()).await?)
}

/// The seals that follow a number, in order: no more of each than the chain is followed by.
pub(in crate::audit) async fn links_after(db: &impl Source, number: i64, most: u64) -> Result<Vec<Link>, StoreError> {
    let following = seal::Entity::find()
        .filter(seal::Column::Number.gt(number))
        .order_by_asc(seal::Column::Number)
        .limit(most)
        .select_only()
        .columns([seal::Column::Number, seal::Column::Previous, seal::Column::Hash]);
    let links = following.into_tuple::<(i64, Fingerprint, Fingerprint)>().all(db.connection()).await?;
    Ok(links.into_iter().map(|(number, previous, hash)| Link { number, previous, hash }).collect())
}

/// The events sealed from one number to another, both included, by the number of their seal.
pub(in crate::audit) async fn events_sealed(
    db: &impl Source,
    from: i64,
    to: i64,
) -> Result<HashMap<i64, event::Model>, StoreError> {
    let sealed = event::Entity::find().filter(event::Column::SealNumber.between(from, to)).all(db.connection()).await?;
    Ok(sealed.into_iter().filter_map(|event| Some((event.seal_number?, event))).collect())
}

/// The entries sealed from one number to another, both included, in the order of their seals.
pub(in crate::audit) async fn entries_sealed(db: &impl Source, from: i64, to: i64) -> Result<Vec<entry::Model>, StoreError> {
    let sealed = entry::Entity::find().filter(entry::Column::SealNumber.between(from, to));
    Ok(sealed.order_by_asc(entry::Column::SealNumber).all(db.connection()).await?)
}

/// The last number given in a journal and year; 0 before the first.
pub(in crate::audit) async fn last_number(db: &impl Source, journal: Journal, year: Year) -> Result<i64, StoreError> {
    let last = entry::Entity::find()
        .filter(entry::Column::Journal.eq(journal))
        .filter(entry::Column::FiscalYear.eq(year))
        .filter(entry::Column::Number.is_not_null())
        .order_by_desc(entry::Column::Number)
        .one(db.connection())
        .await?;
    Ok(last.and_then(|entry| entry.number).unwrap_or(0))
}

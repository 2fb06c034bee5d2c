//! The few facts that the database keeps about itself.

use entity::{setting, values::Instant};
use sea_orm::{EntityTrait, Set, sea_query::OnConflict};

use crate::{
    db::{Database, Reader, Source, StoreError, Tx},
    randomness::Randomness,
};

const FORM_SECRET: &str = "form_secret";
const DEMO_BEGUN: &str = "demo";
const DEMO_PLAYED: &str = "demo_played";

/// The secret that signs forms, drawn once for each database, so that every copy of the program agrees on it.
///
/// # Errors
/// When the database fails.
pub async fn form_secret(database: &Database, randomness: &Randomness, now: Instant) -> Result<String, StoreError> {
    if let Some(secret) = read(&database.reader(), FORM_SECRET).await? {
        return Ok(secret);
    }
    let tx = database.begin(None, now).await?;
    write_once(&tx, FORM_SECRET, randomness.token().secret()).await?;
    let secret = read(&tx, FORM_SECRET).await?;
    tx.commit().await?;
    secret.ok_or(StoreError::Stale)
}

/// What the demo made of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demo {
    /// Nothing: the database is somebody's own.
    Never,
    /// It was stopped on its way: the accounts are there, the story is not whole.
    HalfPlayed,
    /// The whole story.
    Played,
}

/// What the demo made of this database.
///
/// # Errors
/// When the database fails.
pub async fn demo(db: &Reader) -> Result<Demo, StoreError> {
    Ok(match (read(db, DEMO_BEGUN).await?, read(db, DEMO_PLAYED).await?) {
        (None, _) => Demo::Never,
        (Some(_), None) => Demo::HalfPlayed,
        (Some(_), Some(_)) => Demo::Played,
    })
}

/// Marks the database as the demo's. In the transaction that opens its accounts, whose password is published: there is
/// no moment at which they stand in a database that does not say so.
///
/// # Errors
/// When the database fails.
pub async fn begin_demo(tx: &Tx) -> Result<(), StoreError> {
    write_once(tx, DEMO_BEGUN, &tx.at().to_string()).await
}

/// Marks the demo as played to its end.
///
/// # Errors
/// When the database fails.
pub async fn end_demo(tx: &Tx) -> Result<(), StoreError> {
    write_once(tx, DEMO_PLAYED, &tx.at().to_string()).await
}

async fn read(db: &impl Source, key: &str) -> Result<Option<String>, StoreError> {
    let row = setting::Entity::find_by_id(key.to_owned()).one(db.connection()).await?;
    Ok(row.map(|row| row.value))
}

/// Keeps the value that came first: two copies of the program may start together.
async fn write_once(tx: &Tx, key: &str, value: &str) -> Result<(), StoreError> {
    let row = setting::ActiveModel { key: Set(key.to_owned()), value: Set(value.to_owned()) };
    setting::Entity::insert(row)
        .on_conflict(OnConflict::column(setting::Column::Key).do_nothing().to_owned())
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

//! Accounts.

use entity::{
    person,
    values::{Email, PersonId, Plain},
};
use sea_orm::{ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set, sea_query::OnConflict};

use crate::db::{Page, PageNumber, Source, StoreError, Tx, count_rows, search};

/// How many accounts a page of the list holds.
const PEOPLE_PER_PAGE: u64 = 50;

pub(in crate::people) async fn person_by_email(db: &impl Source, email: &Email) -> Result<Option<person::Model>, StoreError> {
    Ok(person::Entity::find().filter(person::Column::Email.eq(email.clone())).one(db.connection()).await?)
}

pub(in crate::people) async fn person_by_id(db: &impl Source, id: PersonId) -> Result<Option<person::Model>, StoreError> {
    Ok(person::Entity::find_by_id(id).one(db.connection()).await?)
}

/// Opens an account; `None` when the address has one: two requests may open it at the same instant.
pub(in crate::people) async fn insert_person(
    tx: &Tx,
    email: &Email,
    name: &str,
    hash: &str,
    verified: bool,
) -> Result<Option<person::Model>, StoreError> {
    let row = person::ActiveModel {
        id: NotSet,
        email: Set(email.clone()),
        name: Set(name.to_owned()),
        name_plain: Set(Plain::of(name)),
        password_hash: Set(hash.to_owned()),
        email_verified_at: Set(verified.then(|| tx.at())),
        created_at: Set(tx.at()),
        version: Set(1),
    };
    let new = OnConflict::column(person::Column::Email).do_nothing().to_owned();
    let inserted = person::Entity::insert(row).on_conflict(new).exec_without_returning(tx.connection()).await?;
    if inserted == 1 { person_by_email(tx, email).await } else { Ok(None) }
}

pub(in crate::people) async fn mark_verified(tx: &Tx, person: PersonId) -> Result<(), StoreError> {
    let row = person::ActiveModel { id: Set(person), email_verified_at: Set(Some(tx.at())), ..Default::default() };
    person::Entity::update(row).exec(tx.connection()).await?;
    Ok(())
}

pub(in crate::people) async fn set_password(tx: &Tx, person: PersonId, hash: &str) -> Result<(), StoreError> {
    let row = person::ActiveModel { id: Set(person), password_hash: Set(hash.to_owned()), ..Default::default() };
    person::Entity::update(row).exec(tx.connection()).await?;
    Ok(())
}

pub(in crate::people) async fn people_page(
    db: &impl Source,
    typed: &str,
    number: PageNumber,
) -> Result<Page<person::Model>, StoreError> {
    let named = search::finds(typed, &[search::text(person::Column::Name), search::code(person::Column::Email)]);
    let found = person::Entity::find().filter(named);
    let total = count_rows(db, found.clone()).await?;
    let rows = found
        .order_by_asc(person::Column::Name)
        .order_by_asc(person::Column::Id)
        .offset(number.offset(PEOPLE_PER_PAGE))
        .limit(PEOPLE_PER_PAGE)
        .all(db.connection())
        .await?;
    Ok(Page { rows, total, number, size: PEOPLE_PER_PAGE })
}

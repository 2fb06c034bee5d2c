//! The queries of structures and their members.

use entity::{
    organisation, organisation_member,
    values::{OrganisationId, OrganisationKind, PersonId, Plain, Siret},
};
use sea_orm::{
    ActiveValue::NotSet, ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Set,
    sea_query::OnConflict,
};

use crate::db::{Source, StoreError, Tx};

pub(super) async fn by_id(db: &impl Source, id: OrganisationId) -> Result<Option<organisation::Model>, StoreError> {
    Ok(organisation::Entity::find_by_id(id).one(db.connection()).await?)
}

pub(super) async fn by_siret(db: &impl Source, siret: &Siret) -> Result<Option<organisation::Model>, StoreError> {
    Ok(organisation::Entity::find().filter(organisation::Column::Siret.eq(siret.clone())).one(db.connection()).await?)
}

/// Keeps a structure unless its SIRET is known; `false` when it was: two people may name it at the same instant.
pub(super) async fn insert(
    tx: &Tx,
    siret: &Siret,
    name: &str,
    kind: OrganisationKind,
    author: PersonId,
) -> Result<bool, StoreError> {
    let row = organisation::ActiveModel {
        id: NotSet,
        siret: Set(siret.clone()),
        name: Set(name.to_owned()),
        name_plain: Set(Plain::of(name)),
        kind: Set(kind),
        created_by: Set(author),
        created_at: Set(tx.at()),
        version: Set(1),
    };
    let new = OnConflict::column(organisation::Column::Siret).do_nothing().to_owned();
    Ok(organisation::Entity::insert(row).on_conflict(new).exec_without_returning(tx.connection()).await? == 1)
}

/// Makes a person act for a structure; `false` when they did already.
pub(super) async fn insert_member(tx: &Tx, organisation: OrganisationId, person: PersonId) -> Result<bool, StoreError> {
    let row = organisation_member::ActiveModel {
        id: NotSet,
        organisation_id: Set(organisation),
        person_id: Set(person),
        since: Set(tx.at()),
    };
    let pair = [organisation_member::Column::OrganisationId, organisation_member::Column::PersonId];
    let new = OnConflict::columns(pair).do_nothing().to_owned();
    Ok(organisation_member::Entity::insert(row).on_conflict(new).exec_without_returning(tx.connection()).await? == 1)
}

/// The structures for which a person acts, by name.
pub(super) async fn of_person(db: &impl Source, person: PersonId) -> Result<Vec<organisation::Model>, StoreError> {
    let theirs = organisation::Entity::find()
        .join(JoinType::InnerJoin, organisation_member::Relation::Organisation.def().rev())
        .filter(organisation_member::Column::PersonId.eq(person))
        .order_by_asc(organisation::Column::Name)
        .order_by_asc(organisation::Column::Id);
    Ok(theirs.all(db.connection()).await?)
}

/// A structure, if this person acts for it.
pub(super) async fn of_member(
    db: &impl Source,
    id: OrganisationId,
    person: PersonId,
) -> Result<Option<organisation::Model>, StoreError> {
    let theirs = organisation::Entity::find_by_id(id)
        .join(JoinType::InnerJoin, organisation_member::Relation::Organisation.def().rev())
        .filter(organisation_member::Column::PersonId.eq(person));
    Ok(theirs.one(db.connection()).await?)
}

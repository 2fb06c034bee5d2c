//! Roles, and the names of what they bear on.

use std::collections::HashMap;

use entity::{
    call, dossier, person, programme, role_grant,
    values::{CallId, DossierId, PersonId, ProgrammeId, Role, RoleGrantId, ScopeKind},
};
use sea_orm::{
    ActiveValue::NotSet,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
    sea_query::{Expr, OnConflict},
};

use crate::{
    access::{Grant, Scope},
    db::{Source, StoreError, Tx},
};

pub(in crate::people) async fn grants_of(db: &impl Source, person: PersonId) -> Result<Vec<role_grant::Model>, StoreError> {
    let held = role_grant::Entity::find()
        .filter(role_grant::Column::PersonId.eq(person))
        .filter(role_grant::Column::RemovedAt.is_null());
    Ok(held.order_by_asc(role_grant::Column::Id).all(db.connection()).await?)
}

/// The roles that these people hold, by person.
pub(in crate::people) async fn grants_of_all(
    db: &impl Source,
    people: Vec<PersonId>,
) -> Result<HashMap<PersonId, Vec<role_grant::Model>>, StoreError> {
    let held = role_grant::Entity::find()
        .filter(role_grant::Column::PersonId.is_in(people))
        .filter(role_grant::Column::RemovedAt.is_null())
        .order_by_asc(role_grant::Column::Id);
    let mut by_person: HashMap<PersonId, Vec<role_grant::Model>> = HashMap::new();
    for grant in held.all(db.connection()).await? {
        by_person.entry(grant.person_id).or_default().push(grant);
    }
    Ok(by_person)
}

/// One role held now.
pub(in crate::people) async fn grant_by_id(db: &impl Source, id: RoleGrantId) -> Result<Option<role_grant::Model>, StoreError> {
    let held = role_grant::Entity::find_by_id(id).filter(role_grant::Column::RemovedAt.is_null());
    Ok(held.one(db.connection()).await?)
}

/// How many administrators the site has; their rows are locked, so that two of them cannot remove each other at once.
pub(in crate::people) async fn lock_administrators(tx: &Tx) -> Result<usize, StoreError> {
    let administrators = role_grant::Entity::find()
        .filter(role_grant::Column::Role.eq(Role::Admin))
        .filter(role_grant::Column::ScopeKind.eq(ScopeKind::Site))
        .filter(role_grant::Column::RemovedAt.is_null())
        .order_by_asc(role_grant::Column::Id)
        .lock_exclusive();
    Ok(administrators.all(tx.connection()).await?.len())
}

/// Grants a role in the name of `granted_by`; `false` when it was held already.
pub(in crate::people) async fn insert_grant(
    tx: &Tx,
    person: PersonId,
    grant: Grant,
    granted_by: Option<PersonId>,
) -> Result<bool, StoreError> {
    let (scope_kind, scope_id) = grant.scope.stored();
    let row = role_grant::ActiveModel {
        id: NotSet,
        person_id: Set(person),
        role: Set(grant.role),
        scope_kind: Set(scope_kind),
        scope_id: Set(scope_id),
        granted_by: Set(granted_by),
        granted_at: Set(tx.at()),
        removed_at: Set(None),
        removed_by: Set(None),
    };
    let inserted = role_grant::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.connection())
        .await?;
    Ok(inserted == 1)
}

pub(in crate::people) async fn remove_grant(tx: &Tx, id: RoleGrantId) -> Result<Option<role_grant::Model>, StoreError> {
    let Some(held) = role_grant::Entity::find_by_id(id).one(tx.connection()).await? else { return Ok(None) };
    let removed = role_grant::Entity::update_many()
        .col_expr(role_grant::Column::RemovedAt, Expr::value(tx.at()))
        .col_expr(role_grant::Column::RemovedBy, Expr::value(tx.author()))
        .filter(role_grant::Column::Id.eq(id))
        .filter(role_grant::Column::RemovedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok((removed.rows_affected == 1).then_some(held))
}

/// The people who hold a role on a scope.
pub(in crate::people) async fn holders(db: &impl Source, role: Role, scope: Scope) -> Result<Vec<person::Model>, StoreError> {
    let (scope_kind, scope_id) = scope.stored();
    let held = role_grant::Entity::find()
        .filter(role_grant::Column::Role.eq(role))
        .filter(role_grant::Column::ScopeKind.eq(scope_kind))
        .filter(role_grant::Column::ScopeId.eq(scope_id))
        .filter(role_grant::Column::RemovedAt.is_null())
        .find_also_related(person::Entity)
        .all(db.connection())
        .await?;
    Ok(held.into_iter().filter_map(|(_, person)| person).collect())
}

/// How programmes, calls and dossiers are called, for the scopes that name one that exists.
pub(in crate::people) async fn places(db: &impl Source, scopes: &[Scope]) -> Result<HashMap<Scope, String>, StoreError> {
    let (mut programmes, mut calls, mut dossiers) = (Vec::new(), Vec::new(), Vec::new());
    for scope in scopes {
        match *scope {
            Scope::Site => {}
            Scope::Programme(id) => programmes.push(id),
            Scope::Call(id) => calls.push(id),
            Scope::Dossier(id) => dossiers.push(id),
        }
    }
    let mut named = HashMap::new();
    named.extend(programmes_among(db, Some(programmes)).await?);
    named.extend(calls_among(db, Some(calls)).await?);
    named.extend(dossiers_among(db, dossiers).await?);
    Ok(named)
}

/// Every programme and every call, by their names: where a role can be given.
pub(in crate::people) async fn every_place(db: &impl Source) -> Result<Vec<(Scope, String)>, StoreError> {
    let mut places = programmes_among(db, None).await?;
    places.extend(calls_among(db, None).await?);
    Ok(places)
}

/// The programmes of these keys, or all.
async fn programmes_among(db: &impl Source, keys: Option<Vec<ProgrammeId>>) -> Result<Vec<(Scope, String)>, StoreError> {
    let mut wanted = programme::Entity::find().order_by_asc(programme::Column::Position);
    match keys {
        Some(keys) if keys.is_empty() => return Ok(Vec::new()),
        Some(keys) => wanted = wanted.filter(programme::Column::Id.is_in(keys)),
        None => {}
    }
    let rows: Vec<(ProgrammeId, String, String)> = wanted
        .select_only()
        .columns([programme::Column::Id, programme::Column::Name, programme::Column::Code])
        .into_tuple()
        .all(db.connection())
        .await?;
    Ok(rows.into_iter().map(|(id, name, code)| (Scope::Programme(id), format!("{name} ({code})"))).collect())
}

/// The calls of these keys, or all.
async fn calls_among(db: &impl Source, keys: Option<Vec<CallId>>) -> Result<Vec<(Scope, String)>, StoreError> {
    let mut wanted = call::Entity::find().order_by_asc(call::Column::Reference);
    match keys {
        Some(keys) if keys.is_empty() => return Ok(Vec::new()),
        Some(keys) => wanted = wanted.filter(call::Column::Id.is_in(keys)),
        None => {}
    }
    let rows: Vec<(CallId, String, String)> = wanted
        .select_only()
        .columns([call::Column::Id, call::Column::Title, call::Column::Reference])
        .into_tuple()
        .all(db.connection())
        .await?;
    Ok(rows.into_iter().map(|(id, title, reference)| (Scope::Call(id), format!("{title} ({reference})"))).collect())
}

async fn dossiers_among(db: &impl Source, keys: Vec<DossierId>) -> Result<Vec<(Scope, String)>, StoreError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(DossierId, String)> = dossier::Entity::find()
        .filter(dossier::Column::Id.is_in(keys))
        .select_only()
        .columns([dossier::Column::Id, dossier::Column::Reference])
        .into_tuple()
        .all(db.connection())
        .await?;
    Ok(rows.into_iter().map(|(id, reference)| (Scope::Dossier(id), reference)).collect())
}

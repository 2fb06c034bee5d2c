//! Assignments: which juror reads which dossier.

use entity::{
    assignment, dossier, juror, review,
    values::{AssignmentId, DossierId, JurorId, PersonId, Reference, WaveId},
};
use sea_orm::{
    ActiveValue::NotSet, ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Set,
};

use super::{counted, readable};
use crate::db::{Source, StoreError, Tx};

/// How many rows one statement writes: below the number of values that either database takes in one.
const ROWS_AT_ONCE: usize = 1_000;

/// An assignment and the review it led to, if it was begun.
pub(in crate::jury) type Assigned = (assignment::Model, Option<review::Model>);

/// Who reads what in a wave.
pub(in crate::jury) async fn of_wave(db: &impl Source, wave: WaveId) -> Result<Vec<Assigned>, StoreError> {
    let assigned = counted(assignment::Entity::find())
        .filter(assignment::Column::WaveId.eq(wave))
        .join(JoinType::LeftJoin, review::Relation::Assignment.def().rev())
        .select_also(review::Entity)
        .order_by_asc(assignment::Column::Id);
    Ok(assigned.all(db.connection()).await?)
}

/// What a person has to read, in all their juries, with the review begun if any.
pub(in crate::jury) async fn of_person(db: &impl Source, person: PersonId) -> Result<Vec<Assigned>, StoreError> {
    let assigned = readable(assignment::Entity::find())
        .join(JoinType::InnerJoin, assignment::Relation::Juror.def())
        .filter(juror::Column::PersonId.eq(person))
        .join(JoinType::LeftJoin, review::Relation::Assignment.def().rev())
        .select_also(review::Entity)
        .order_by_asc(assignment::Column::DossierId);
    Ok(assigned.all(db.connection()).await?)
}

/// The assignment of a dossier to a person, with their seat; absent when they stepped aside.
pub(in crate::jury) async fn of_dossier(
    db: &impl Source,
    dossier: &Reference,
    person: PersonId,
) -> Result<Option<(dossier::Model, juror::Model, assignment::Model)>, StoreError> {
    let Some(dossier) =
        dossier::Entity::find().filter(dossier::Column::Reference.eq(dossier.clone())).one(db.connection()).await?
    else {
        return Ok(None);
    };
    let found = readable(assignment::Entity::find())
        .filter(assignment::Column::DossierId.eq(dossier.id))
        .find_also_related(juror::Entity)
        .filter(juror::Column::PersonId.eq(person))
        .one(db.connection())
        .await?;
    Ok(found.and_then(|(assignment, juror)| Some((dossier, juror?, assignment))))
}

pub(in crate::jury) async fn insert(
    tx: &Tx,
    wave: WaveId,
    pairs: &[(DossierId, JurorId)],
    by: PersonId,
) -> Result<(), StoreError> {
    let row = |(dossier, juror): &(DossierId, JurorId)| assignment::ActiveModel {
        id: NotSet,
        wave_id: Set(wave),
        dossier_id: Set(*dossier),
        juror_id: Set(*juror),
        assigned_by: Set(by),
        assigned_at: Set(tx.at()),
    };
    for some in pairs.chunks(ROWS_AT_ONCE) {
        assignment::Entity::insert_many(some.iter().map(row)).exec_without_returning(tx.connection()).await?;
    }
    Ok(())
}

/// The seats of a wave, locked in the order of their keys: nobody declares an interest while dossiers are given out.
pub(in crate::jury) async fn lock_seats(tx: &Tx, wave: WaveId) -> Result<Vec<juror::Model>, StoreError> {
    let seats = juror::Entity::find().filter(juror::Column::WaveId.eq(wave)).order_by_asc(juror::Column::Id);
    Ok(seats.lock_exclusive().all(tx.connection()).await?)
}

/// Takes assignments back; nothing was written under them.
pub(in crate::jury) async fn remove(tx: &Tx, ids: &[AssignmentId]) -> Result<(), StoreError> {
    for some in ids.chunks(ROWS_AT_ONCE) {
        let taken_back = assignment::Entity::delete_many().filter(assignment::Column::Id.is_in(some.iter().copied()));
        taken_back.exec(tx.connection()).await?;
    }
    Ok(())
}

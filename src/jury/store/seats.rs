//! Seats: who was invited to which jury, who sits, what they declared.

use entity::{
    call, invitation, juror, person, recusal,
    values::{DossierId, Email, JurorId, PersonId, Reference, Role, WaveId},
    wave,
};
use sea_orm::{
    ActiveValue::NotSet, ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Set,
    sea_query::OnConflict,
};

use crate::db::{Source, StoreError, Tx};

/// The accepted invitations of this address to juries.
pub(in crate::jury) async fn accepted_invitations(db: &impl Source, email: &Email) -> Result<Vec<invitation::Model>, StoreError> {
    let accepted = invitation::Entity::find()
        .filter(invitation::Column::Email.eq(email.clone()))
        .filter(invitation::Column::Role.eq(Role::Juror))
        .filter(invitation::Column::AcceptedAt.is_not_null())
        .filter(invitation::Column::WaveId.is_not_null())
        .order_by_asc(invitation::Column::Id);
    Ok(accepted.all(db.connection()).await?)
}

/// The seats that a person took.
pub(in crate::jury) async fn seats_of(db: &impl Source, person: PersonId) -> Result<Vec<juror::Model>, StoreError> {
    Ok(juror::Entity::find().filter(juror::Column::PersonId.eq(person)).all(db.connection()).await?)
}

/// The seat of a person on one jury.
pub(in crate::jury) async fn seat(db: &impl Source, wave: WaveId, person: PersonId) -> Result<Option<juror::Model>, StoreError> {
    let seat = juror::Entity::find().filter(juror::Column::WaveId.eq(wave)).filter(juror::Column::PersonId.eq(person));
    Ok(seat.one(db.connection()).await?)
}

/// Waves with their calls, the one that closes last first.
pub(in crate::jury) async fn waves(db: &impl Source, ids: &[WaveId]) -> Result<Vec<(call::Model, wave::Model)>, StoreError> {
    let found = wave::Entity::find()
        .filter(wave::Column::Id.is_in(ids.iter().copied()))
        .find_also_related(call::Entity)
        .order_by_desc(wave::Column::ClosesAt)
        .order_by_desc(wave::Column::Id)
        .all(db.connection())
        .await?;
    Ok(found.into_iter().filter_map(|(wave, call)| Some((call?, wave))).collect())
}

/// One wave with its call.
pub(in crate::jury) async fn wave(
    db: &impl Source,
    reference: &Reference,
) -> Result<Option<(call::Model, wave::Model)>, StoreError> {
    let found = wave::Entity::find()
        .filter(wave::Column::Reference.eq(reference.clone()))
        .find_also_related(call::Entity)
        .one(db.connection())
        .await?;
    Ok(found.and_then(|(wave, call)| Some((call?, wave))))
}

/// The members of a jury, by name.
pub(in crate::jury) async fn members(db: &impl Source, wave: WaveId) -> Result<Vec<(juror::Model, person::Model)>, StoreError> {
    let found = juror::Entity::find()
        .filter(juror::Column::WaveId.eq(wave))
        .find_also_related(person::Entity)
        .order_by_asc(person::Column::Name)
        .order_by_asc(juror::Column::Id)
        .all(db.connection())
        .await?;
    Ok(found.into_iter().filter_map(|(juror, person)| Some((juror, person?))).collect())
}

/// Seats a person on a jury; who sits already keeps their seat.
pub(in crate::jury) async fn take_seat(
    tx: &Tx,
    wave: WaveId,
    person: PersonId,
    invited_by: PersonId,
) -> Result<bool, StoreError> {
    let row = juror::ActiveModel {
        id: NotSet,
        wave_id: Set(wave),
        person_id: Set(person),
        invited_by: Set(invited_by),
        joined_at: Set(tx.at()),
        interests_declared_at: Set(None),
    };
    let seated = juror::Entity::insert(row)
        .on_conflict(OnConflict::columns([juror::Column::WaveId, juror::Column::PersonId]).do_nothing().to_owned())
        .exec_without_returning(tx.connection())
        .await?;
    Ok(seated == 1)
}

/// The seat, locked: declarations and assignments of one juror come one after the other.
pub(in crate::jury) async fn seat_for_update(
    tx: &Tx,
    wave: WaveId,
    person: PersonId,
) -> Result<Option<juror::Model>, StoreError> {
    let seat = juror::Entity::find().filter(juror::Column::WaveId.eq(wave)).filter(juror::Column::PersonId.eq(person));
    Ok(seat.lock_exclusive().one(tx.connection()).await?)
}

pub(in crate::jury) async fn mark_declared(tx: &Tx, juror: JurorId) -> Result<(), StoreError> {
    let row = juror::ActiveModel { id: Set(juror), interests_declared_at: Set(Some(tx.at())), ..Default::default() };
    juror::Entity::update(row).exec(tx.connection()).await?;
    Ok(())
}

/// The recusals declared by the members of a jury.
pub(in crate::jury) async fn recusals(db: &impl Source, wave: WaveId) -> Result<Vec<recusal::Model>, StoreError> {
    let declared = recusal::Entity::find()
        .join(JoinType::InnerJoin, recusal::Relation::Juror.def())
        .filter(juror::Column::WaveId.eq(wave))
        .order_by_asc(recusal::Column::Id);
    Ok(declared.all(db.connection()).await?)
}

pub(in crate::jury) async fn recusals_of(db: &impl Source, juror: JurorId) -> Result<Vec<recusal::Model>, StoreError> {
    Ok(recusal::Entity::find().filter(recusal::Column::JurorId.eq(juror)).all(db.connection()).await?)
}

/// Notes that a juror steps aside. `after_decision`: what they judged was decided upon, and stays.
pub(in crate::jury) async fn insert_recusal(
    tx: &Tx,
    juror: JurorId,
    dossier: DossierId,
    reason: &str,
    after_decision: bool,
) -> Result<(), StoreError> {
    let row = recusal::ActiveModel {
        id: NotSet,
        juror_id: Set(juror),
        dossier_id: Set(dossier),
        reason: Set(reason.to_owned()),
        declared_at: Set(tx.at()),
        after_decision: Set(after_decision),
    };
    recusal::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

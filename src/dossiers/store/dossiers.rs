//! Dossiers themselves: found, begun, held, moved.

use entity::{
    call, decision, dossier, organisation,
    values::{DecisionState, DossierId, DossierState, Instant, Money, OrganisationId, PersonId, Plain, Reference, WaveId},
    wave,
};
use sea_orm::{
    ActiveValue::NotSet,
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Set,
    sea_query::{Expr, ExprTrait},
};

use crate::db::{Source, StoreError, Tx};

/// A dossier in its owner's list.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct OwnRow {
    /// As people cite it.
    pub reference: Reference,
    /// The project's name.
    pub title: String,
    /// How far it has gone.
    pub state: DossierState,
    /// The aid it asks for.
    pub aid_requested: Money,
    /// The structure's name.
    pub organisation: String,
    /// The call's title.
    pub call: String,
    /// The last instant at which it can be submitted.
    pub closes_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
    /// When it was submitted.
    pub submitted_at: Option<Instant>,
    /// How far the wave's decision has gone, if there is one.
    pub decision: Option<DecisionState>,
}

/// A dossier about to be begun.
pub(in crate::dossiers) struct Begun {
    pub(in crate::dossiers) number: i32,
    pub(in crate::dossiers) reference: Reference,
    pub(in crate::dossiers) organisation: OrganisationId,
    pub(in crate::dossiers) owner: PersonId,
    pub(in crate::dossiers) title: String,
    pub(in crate::dossiers) key: String,
}

pub(in crate::dossiers) async fn by_reference(
    db: &impl Source,
    reference: &Reference,
) -> Result<Option<dossier::Model>, StoreError> {
    Ok(dossier::Entity::find().filter(dossier::Column::Reference.eq(reference.clone())).one(db.connection()).await?)
}

/// A dossier with the wave it answers.
pub(in crate::dossiers) async fn with_wave(
    db: &impl Source,
    reference: &Reference,
) -> Result<Option<(dossier::Model, wave::Model)>, StoreError> {
    let found = dossier::Entity::find()
        .filter(dossier::Column::Reference.eq(reference.clone()))
        .find_also_related(wave::Entity)
        .one(db.connection())
        .await?;
    Ok(found.and_then(|(dossier, wave)| Some((dossier, wave?))))
}

pub(in crate::dossiers) async fn by_id(db: &impl Source, id: DossierId) -> Result<Option<dossier::Model>, StoreError> {
    Ok(dossier::Entity::find_by_id(id).one(db.connection()).await?)
}

/// The dossiers that a person writes or has submitted, the latest first.
pub(in crate::dossiers) async fn of_owner(db: &impl Source, owner: PersonId) -> Result<Vec<OwnRow>, StoreError> {
    let own = dossier::Entity::find()
        .select_only()
        .columns([
            dossier::Column::Reference,
            dossier::Column::Title,
            dossier::Column::State,
            dossier::Column::AidRequested,
            dossier::Column::UpdatedAt,
            dossier::Column::SubmittedAt,
        ])
        .column_as(organisation::Column::Name, "organisation")
        .column_as(call::Column::Title, "call")
        .column_as(wave::Column::ClosesAt, "closes_at")
        .join(JoinType::InnerJoin, dossier::Relation::Organisation.def())
        .join(JoinType::InnerJoin, dossier::Relation::Wave.def())
        .join(JoinType::InnerJoin, wave::Relation::Call.def())
        .column_as(decision::Column::State, "decision")
        .join(JoinType::LeftJoin, decision::Relation::Wave.def().rev())
        .filter(dossier::Column::OwnerId.eq(owner))
        .order_by_desc(dossier::Column::UpdatedAt)
        .order_by_desc(dossier::Column::Id);
    Ok(own.into_model::<OwnRow>().all(db.connection()).await?)
}

/// How far the decision on a wave has gone, once it is prepared.
pub(in crate::dossiers) async fn decision(db: &impl Source, wave: WaveId) -> Result<Option<DecisionState>, StoreError> {
    let prepared = decision::Entity::find().filter(decision::Column::WaveId.eq(wave));
    Ok(prepared.one(db.connection()).await?.map(|decision| decision.state))
}

pub(in crate::dossiers) async fn by_creation_key(db: &impl Source, key: &str) -> Result<Option<dossier::Model>, StoreError> {
    Ok(dossier::Entity::find().filter(dossier::Column::CreationKey.eq(key)).one(db.connection()).await?)
}

pub(in crate::dossiers) async fn insert(tx: &Tx, wave: &wave::Model, begun: Begun) -> Result<dossier::Model, StoreError> {
    let row = dossier::ActiveModel {
        id: NotSet,
        wave_id: Set(wave.id),
        programme_id: Set(wave.programme_id),
        number: Set(begun.number),
        reference: Set(begun.reference),
        organisation_id: Set(begun.organisation),
        owner_id: Set(begun.owner),
        title_plain: Set(Plain::of(&begun.title)),
        title: Set(begun.title),
        state: Set(DossierState::Draft),
        expenses: Set(Money::ZERO),
        aid_requested: Set(Money::ZERO),
        creation_key: Set(begun.key),
        created_at: Set(tx.at()),
        updated_at: Set(tx.at()),
        submitted_at: Set(None),
        version: Set(1),
    };
    Ok(dossier::Entity::insert(row).exec_with_returning(tx.connection()).await?)
}

/// Holds a draft for the rest of the transaction: whoever else writes in it waits. `None` when it is no longer a draft, or
/// no longer at the version that its writer saw.
pub(in crate::dossiers) async fn hold_draft(
    tx: &Tx,
    id: DossierId,
    seen: Option<i32>,
) -> Result<Option<dossier::Model>, StoreError> {
    let mut held = dossier::Entity::update_many()
        .col_expr(dossier::Column::Version, Expr::col(dossier::Column::Version))
        .filter(dossier::Column::Id.eq(id))
        .filter(dossier::Column::State.eq(DossierState::Draft));
    if let Some(version) = seen {
        held = held.filter(dossier::Column::Version.eq(version));
    }
    Ok(held.exec_with_returning(tx.connection()).await?.pop())
}

/// Notes that a draft changed: a recap read before is out of date.
pub(in crate::dossiers) async fn note_change(tx: &Tx, id: DossierId) -> Result<(), StoreError> {
    dossier::Entity::update_many()
        .col_expr(dossier::Column::Version, Expr::col(dossier::Column::Version).add(1))
        .col_expr(dossier::Column::UpdatedAt, Expr::value(tx.at()))
        .filter(dossier::Column::Id.eq(id))
        .exec(tx.connection())
        .await?;
    Ok(())
}

pub(in crate::dossiers) async fn set_title(tx: &Tx, id: DossierId, title: &str) -> Result<(), StoreError> {
    let row = dossier::ActiveModel {
        id: Set(id),
        title: Set(title.to_owned()),
        title_plain: Set(Plain::of(title)),
        ..Default::default()
    };
    dossier::Entity::update(row).exec(tx.connection()).await?;
    Ok(())
}

pub(in crate::dossiers) async fn set_amounts(tx: &Tx, id: DossierId, expenses: Money, aid: Money) -> Result<(), StoreError> {
    let row = dossier::ActiveModel { id: Set(id), expenses: Set(expenses), aid_requested: Set(aid), ..Default::default() };
    dossier::Entity::update(row).exec(tx.connection()).await?;
    Ok(())
}

/// Moves a dossier, if it still stands where the move begins; otherwise [`StoreError::Stale`].
pub(in crate::dossiers) async fn advance(tx: &Tx, id: DossierId, from: DossierState, to: DossierState) -> Result<(), StoreError> {
    let mut moved = dossier::Entity::update_many()
        .col_expr(dossier::Column::State, Expr::value(to))
        .col_expr(dossier::Column::UpdatedAt, Expr::value(tx.at()))
        .col_expr(dossier::Column::Version, Expr::col(dossier::Column::Version).add(1))
        .filter(dossier::Column::Id.eq(id))
        .filter(dossier::Column::State.eq(from));
    if from == DossierState::Draft {
        moved = moved.col_expr(dossier::Column::SubmittedAt, Expr::value(tx.at()));
    }
    let moved = moved.exec(tx.connection()).await?;
    if moved.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// How many keys one statement names: below the number of values that either database takes in one.
const KEYS_AT_ONCE: usize = 1_000;

/// Moves dossiers that all stand where the move begins; otherwise [`StoreError::Stale`].
pub(in crate::dossiers) async fn advance_together(
    tx: &Tx,
    ids: &[DossierId],
    from: DossierState,
    to: DossierState,
) -> Result<(), StoreError> {
    for some in ids.chunks(KEYS_AT_ONCE) {
        let moved = dossier::Entity::update_many()
            .col_expr(dossier::Column::State, Expr::value(to))
            .col_expr(dossier::Column::UpdatedAt, Expr::value(tx.at()))
            .col_expr(dossier::Column::Version, Expr::col(dossier::Column::Version).add(1))
            .filter(dossier::Column::Id.is_in(some.iter().copied()))
            .filter(dossier::Column::State.eq(from))
            .exec(tx.connection())
            .await?;
        if usize::try_from(moved.rows_affected).ok() != Some(some.len()) {
            return Err(StoreError::Stale);
        }
    }
    Ok(())
}

/// The dossiers of a wave in any of these states, in the order of their numbers.
pub(in crate::dossiers) async fn of_wave(
    db: &impl Source,
    wave: WaveId,
    states: &[DossierState],
) -> Result<Vec<(dossier::Model, organisation::Model)>, StoreError> {
    let found = dossier::Entity::find()
        .filter(dossier::Column::WaveId.eq(wave))
        .filter(dossier::Column::State.is_in(states.iter().copied()))
        .find_also_related(organisation::Entity)
        .order_by_asc(dossier::Column::Number)
        .all(db.connection())
        .await?;
    Ok(found.into_iter().filter_map(|(dossier, organisation)| Some((dossier, organisation?))).collect())
}

/// These dossiers with their structures, wave by wave, in the order of their numbers.
pub(in crate::dossiers) async fn by_ids(
    db: &impl Source,
    ids: &[DossierId],
) -> Result<Vec<(dossier::Model, organisation::Model)>, StoreError> {
    let found = dossier::Entity::find()
        .filter(dossier::Column::Id.is_in(ids.iter().copied()))
        .find_also_related(organisation::Entity)
        .order_by_asc(dossier::Column::WaveId)
        .order_by_asc(dossier::Column::Number)
        .all(db.connection())
        .await?;
    Ok(found.into_iter().filter_map(|(dossier, organisation)| Some((dossier, organisation?))).collect())
}

#[derive(FromQueryResult)]
struct Latest {
    wave_id: WaveId,
    submitted_at: Option<Instant>,
}

/// When the last dossier in any of these states was submitted to each wave.
pub(in crate::dossiers) async fn latest_submissions(
    db: &impl Source,
    waves: &[WaveId],
    states: &[DossierState],
) -> Result<Vec<(WaveId, Option<Instant>)>, StoreError> {
    let latest = dossier::Entity::find()
        .select_only()
        .column(dossier::Column::WaveId)
        .column_as(dossier::Column::SubmittedAt.max(), "submitted_at")
        .filter(dossier::Column::WaveId.is_in(waves.iter().copied()))
        .filter(dossier::Column::State.is_in(states.iter().copied()))
        .group_by(dossier::Column::WaveId)
        .into_model::<Latest>()
        .all(db.connection())
        .await?;
    Ok(latest.into_iter().map(|row| (row.wave_id, row.submitted_at)).collect())
}

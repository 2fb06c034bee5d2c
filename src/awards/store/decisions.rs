//! Preparing, signing and publishing: every change of state is a comparison and a write in one.

use entity::{
    award, decision,
    values::{AwardId, AwardOutcome, CommitmentId, DecisionId, DecisionState, DossierId, Money, PersonId, WaveId},
};
use sea_orm::{
    ActiveValue::NotSet,
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Set,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::super::rules::decision::SignedBy;
use crate::db::{Source, StoreError, Tx};

/// How many rows one statement writes: below the number of values that either database takes in one.
const ROWS_AT_ONCE: usize = 1_000;

/// The decision on a wave, locked, made as an empty draft if there is none.
pub(in crate::awards) async fn for_update(tx: &Tx, wave: WaveId) -> Result<decision::Model, StoreError> {
    if let Some(decision) = locked(tx, wave).await? {
        return Ok(decision);
    }
    let row = decision::ActiveModel {
        id: NotSet,
        wave_id: Set(wave),
        state: Set(DecisionState::Draft),
        signed_at: Set(None),
        signed_by: Set(None),
        signatory_name: Set(None),
        signatory_capacity: Set(None),
        published_at: Set(None),
        idempotency_key: Set(None),
        version: Set(0),
    };
    decision::Entity::insert(row)
        .on_conflict(OnConflict::column(decision::Column::WaveId).do_nothing().to_owned())
        .exec_without_returning(tx.connection())
        .await?;
    locked(tx, wave).await?.ok_or(StoreError::Stale)
}

/// The decision on a wave, locked.
pub(in crate::awards) async fn locked(tx: &Tx, wave: WaveId) -> Result<Option<decision::Model>, StoreError> {
    let found = decision::Entity::find().filter(decision::Column::WaveId.eq(wave)).lock_exclusive();
    Ok(found.one(tx.connection()).await?)
}

/// What a decision is about to say of one dossier.
pub(in crate::awards) struct NewAward {
    pub(in crate::awards) dossier: DossierId,
    pub(in crate::awards) rank: i32,
    pub(in crate::awards) outcome: AwardOutcome,
    pub(in crate::awards) amount: Money,
    pub(in crate::awards) reasons: String,
}

/// Replaces what a draft says of some dossiers, and lets it say no more of those that `left` the ranking.
pub(in crate::awards) async fn rewrite(
    tx: &Tx,
    draft: &decision::Model,
    awards: &[NewAward],
    left: &[DossierId],
) -> Result<(), StoreError> {
    step(tx, draft, DecisionState::Draft, |update| update).await?;
    let replaced: Vec<DossierId> = awards.iter().map(|new| new.dossier).chain(left.iter().copied()).collect();
    for some in replaced.chunks(ROWS_AT_ONCE) {
        let of_draft = award::Entity::delete_many().filter(award::Column::DecisionId.eq(draft.id));
        of_draft.filter(award::Column::DossierId.is_in(some.iter().copied())).exec(tx.connection()).await?;
    }
    let row = |new: &NewAward| award::ActiveModel {
        id: NotSet,
        decision_id: Set(draft.id),
        dossier_id: Set(new.dossier),
        rank: Set(new.rank),
        outcome: Set(new.outcome),
        amount: Set(new.amount),
        reasons: Set(new.reasons.clone()),
        commitment_id: Set(None),
    };
    for some in awards.chunks(ROWS_AT_ONCE) {
        award::Entity::insert_many(some.iter().map(row)).exec_without_returning(tx.connection()).await?;
    }
    Ok(())
}

/// A signature: whose, what is kept of it, and the form's key.
pub(in crate::awards) struct Signed<'a> {
    pub(in crate::awards) person: PersonId,
    pub(in crate::awards) by: &'a SignedBy,
    pub(in crate::awards) key: &'a str,
}

/// Signs a draft: the database freezes it, and its awards, from there on.
pub(in crate::awards) async fn sign(tx: &Tx, draft: &decision::Model, signed: Signed<'_>) -> Result<(), StoreError> {
    step(tx, draft, DecisionState::Signed, |update| {
        update
            .col_expr(decision::Column::SignedAt, Expr::value(signed.by.at))
            .col_expr(decision::Column::SignedBy, Expr::value(signed.person))
            .col_expr(decision::Column::SignatoryName, Expr::value(signed.by.name.as_str()))
            .col_expr(decision::Column::SignatoryCapacity, Expr::value(signed.by.capacity.as_str()))
            .col_expr(decision::Column::IdempotencyKey, Expr::value(signed.key))
    })
    .await
}

/// Publishes a signed decision.
pub(in crate::awards) async fn publish(tx: &Tx, signed: &decision::Model) -> Result<(), StoreError> {
    step(tx, signed, DecisionState::Published, |update| update.col_expr(decision::Column::PublishedAt, Expr::value(tx.at())))
        .await
}

/// Moves a decision on from the state and the version that were read, or not at all.
async fn step(
    tx: &Tx,
    read: &decision::Model,
    next: DecisionState,
    with: impl FnOnce(sea_orm::UpdateMany<decision::Entity>) -> sea_orm::UpdateMany<decision::Entity>,
) -> Result<(), StoreError> {
    let update = decision::Entity::update_many()
        .col_expr(decision::Column::State, Expr::value(next))
        .col_expr(decision::Column::Version, Expr::col(decision::Column::Version).add(1));
    let moved = with(update)
        .filter(decision::Column::Id.eq(read.id))
        .filter(decision::Column::State.eq(read.state))
        .filter(decision::Column::Version.eq(read.version))
        .exec(tx.connection())
        .await?;
    if moved.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// The decision as it is now.
pub(in crate::awards) async fn reload(tx: &Tx, id: DecisionId) -> Result<decision::Model, StoreError> {
    decision::Entity::find_by_id(id).one(tx.connection()).await?.ok_or(StoreError::Stale)
}

/// Ties an award to the commitment that it made.
pub(in crate::awards) async fn tie(tx: &Tx, award: AwardId, commitment: CommitmentId) -> Result<(), StoreError> {
    let row = award::ActiveModel { id: Set(award), commitment_id: Set(Some(commitment)), ..Default::default() };
    award::Entity::update(row).exec(tx.connection()).await?;
    Ok(())
}

//! Lists of waves: those one manages, those the public sees.

use std::collections::HashMap;

use entity::{
    action_topic, call, dossier, programme,
    values::{ActionId, ActionKind, Audience, CallId, DossierState, Instant, Money, ProgrammeId, Reference, WaveId},
    wave,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select,
    sea_query::{Expr, Func},
};

use crate::db::{Page, PageNumber, Source, StoreError, count_rows, sum_cents};

/// How many waves a page of the list holds.
const WAVES_PER_PAGE: u64 = 50;
/// How many published waves the public's list is made from, the latest to close; older ones keep their own page.
const MOST_PUBLISHED: u64 = 5000;

/// Waves of these programmes and calls, or all of them.
fn seen(only: Option<(&[ProgrammeId], &[CallId])>) -> Select<wave::Entity> {
    let waves = wave::Entity::find();
    match only {
        None => waves,
        Some((programmes, calls)) => waves.filter(
            Condition::any()
                .add(wave::Column::ProgrammeId.is_in(programmes.iter().copied()))
                .add(wave::Column::CallId.is_in(calls.iter().copied())),
        ),
    }
}

/// A page of the waves somebody sees, the last to open first, and what their envelopes amount to in all.
pub(in crate::calls) async fn waves_page(
    db: &impl Source,
    only: Option<(&[ProgrammeId], &[CallId])>,
    number: PageNumber,
) -> Result<(Page<(wave::Model, call::Model)>, Money), StoreError> {
    let total = count_rows(db, seen(only)).await?;
    let envelopes = sum_cents(db, seen(only), wave::Column::Envelope).await?;
    let rows = seen(only)
        .find_also_related(call::Entity)
        .order_by_desc(wave::Column::OpensAt)
        .order_by_desc(wave::Column::Id)
        .offset(number.offset(WAVES_PER_PAGE))
        .limit(WAVES_PER_PAGE)
        .all(db.connection())
        .await?;
    let rows = rows.into_iter().filter_map(|(wave, call)| Some((wave, call?))).collect();
    Ok((Page { rows, total, number, size: WAVES_PER_PAGE }, envelopes))
}

#[derive(FromQueryResult)]
struct Counted {
    wave_id: WaveId,
    rows: i64,
}

/// How many rows of `select` belong to each wave.
async fn by_wave<E: EntityTrait>(
    db: &impl Source,
    select: Select<E>,
    wave: impl ColumnTrait,
) -> Result<HashMap<WaveId, i64>, StoreError> {
    let counted = select
        .select_only()
        .column_as(wave, "wave_id")
        .expr_as(Expr::expr(Func::count(Expr::val(1))), "rows")
        .group_by(wave)
        .into_model::<Counted>()
        .all(db.connection())
        .await?;
    Ok(counted.into_iter().map(|Counted { wave_id, rows }| (wave_id, rows)).collect())
}

/// How many dossiers each of these waves received; drafts are nobody's business yet.
pub(in crate::calls) async fn received(db: &impl Source, waves: &[WaveId]) -> Result<HashMap<WaveId, i64>, StoreError> {
    let received = dossier::Entity::find()
        .filter(dossier::Column::WaveId.is_in(waves.iter().copied()))
        .filter(dossier::Column::State.ne(DossierState::Draft));
    by_wave(db, received, dossier::Column::WaveId).await
}

/// What the public's list knows of a published wave before it shows it.
#[derive(Clone, Debug, FromQueryResult)]
pub(in crate::calls) struct Published {
    pub(in crate::calls) wave_id: WaveId,
    pub(in crate::calls) call_id: CallId,
    pub(in crate::calls) published_at: Option<Instant>,
    pub(in crate::calls) opens_at: Instant,
    pub(in crate::calls) closes_at: Instant,
    pub(in crate::calls) reference: Reference,
    pub(in crate::calls) title: String,
    pub(in crate::calls) summary: String,
    pub(in crate::calls) kind: ActionKind,
    pub(in crate::calls) audience: Audience,
    pub(in crate::calls) programme_code: String,
}

/// Every wave published by `now`.
pub(in crate::calls) async fn published(db: &impl Source, now: Instant) -> Result<Vec<Published>, StoreError> {
    let waves = wave::Entity::find()
        .select_only()
        .column_as(wave::Column::Id, "wave_id")
        .columns([wave::Column::CallId, wave::Column::PublishedAt, wave::Column::OpensAt, wave::Column::ClosesAt])
        .columns([
            call::Column::Reference,
            call::Column::Title,
            call::Column::Summary,
            call::Column::Kind,
            call::Column::Audience,
        ])
        .column_as(programme::Column::Code, "programme_code")
        .join(JoinType::InnerJoin, wave::Relation::Call.def())
        .join(JoinType::InnerJoin, wave::Relation::Programme.def())
        .filter(wave::Column::PublishedAt.lte(now))
        .order_by_desc(wave::Column::ClosesAt)
        .limit(MOST_PUBLISHED);
    Ok(waves.into_model::<Published>().all(db.connection()).await?)
}

/// These waves with their calls, in any order.
pub(in crate::calls) async fn waves_with_calls(
    db: &impl Source,
    ids: &[WaveId],
) -> Result<Vec<(wave::Model, call::Model)>, StoreError> {
    let found = wave::Entity::find().filter(wave::Column::Id.is_in(ids.iter().copied())).find_also_related(call::Entity);
    Ok(found.all(db.connection()).await?.into_iter().filter_map(|(wave, call)| Some((wave, call?))).collect())
}

/// A call with its programme.
pub(in crate::calls) async fn call_with_programme(
    db: &impl Source,
    reference: &Reference,
) -> Result<Option<(call::Model, programme::Model)>, StoreError> {
    let found = call::Entity::find().filter(call::Column::Reference.eq(reference.clone())).find_also_related(programme::Entity);
    Ok(found.one(db.connection()).await?.and_then(|(call, programme)| Some((call, programme?))))
}

/// The themes and conditions of an action, in order.
pub(in crate::calls) async fn topics(db: &impl Source, action: ActionId) -> Result<Vec<action_topic::Model>, StoreError> {
    let found = action_topic::Entity::find()
        .filter(action_topic::Column::ActionId.eq(action))
        .order_by_asc(action_topic::Column::Position);
    Ok(found.all(db.connection()).await?)
}

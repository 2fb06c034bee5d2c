//! The queries of programmes.

use entity::{
    action, action_topic, axis, indicator, indicator_observation, programme, target, target_progress,
    values::{ActionId, AxisId, BudgetLineId, IndicatorId, ProgrammeId, TargetId, TopicKind},
};
use sea_orm::{
    ActiveValue::NotSet, ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Set,
};

use super::rules::announced::{NewAction, NewIndicator, NewProgramme, NewTarget, Observation, Progress};
use crate::db::{Source, StoreError, Tx, count_rows};

// ---- programmes

pub(super) async fn programmes(db: &impl Source) -> Result<Vec<programme::Model>, StoreError> {
    Ok(programme::Entity::find().order_by_asc(programme::Column::Position).all(db.connection()).await?)
}

pub(super) async fn programme(db: &impl Source, id: ProgrammeId) -> Result<Option<programme::Model>, StoreError> {
    Ok(programme::Entity::find_by_id(id).one(db.connection()).await?)
}

pub(super) async fn programme_by_code(db: &impl Source, code: &str) -> Result<Option<programme::Model>, StoreError> {
    Ok(programme::Entity::find().filter(programme::Column::Code.eq(code)).one(db.connection()).await?)
}

/// Writes a programme with its axes, after those there are.
pub(super) async fn insert_programme(tx: &Tx, new: &NewProgramme, line: BudgetLineId) -> Result<programme::Model, StoreError> {
    let row = programme::ActiveModel {
        id: NotSet,
        code: Set(new.code.clone()),
        name: Set(new.name.clone()),
        tagline: Set(new.tagline.clone()),
        summary: Set(new.summary.clone()),
        starts: Set(new.starts.clone()),
        ends: Set(new.ends.clone()),
        launched_on: Set(new.launched_on),
        orientations: Set(new.orientations),
        actions_announced: Set(new.actions_announced),
        amount: Set(new.amount),
        position: Set(place_after(count_rows(tx, programme::Entity::find()).await?)),
        budget_line_id: Set(Some(line)),
    };
    let programme = programme::Entity::insert(row).exec_with_returning(tx.connection()).await?;
    insert_axes(tx, programme.id, new).await?;
    Ok(programme)
}

async fn insert_axes(tx: &Tx, programme: ProgrammeId, new: &NewProgramme) -> Result<(), StoreError> {
    let rows: Vec<_> = (1..)
        .zip(&new.axes)
        .map(|(position, name)| axis::ActiveModel {
            id: NotSet,
            programme_id: Set(programme),
            position: Set(position),
            name: Set(name.clone()),
        })
        .collect();
    if !rows.is_empty() {
        axis::Entity::insert_many(rows).exec_without_returning(tx.connection()).await?;
    }
    Ok(())
}

/// Places are numbered from 1.
fn place_after(siblings: u64) -> i32 {
    i32::try_from(siblings).unwrap_or(i32::MAX).saturating_add(1)
}

pub(super) async fn axes_of(db: &impl Source, id: ProgrammeId) -> Result<Vec<axis::Model>, StoreError> {
    let axes = axis::Entity::find().filter(axis::Column::ProgrammeId.eq(id)).order_by_asc(axis::Column::Position);
    Ok(axes.all(db.connection()).await?)
}

pub(super) async fn axis_numbered(db: &impl Source, id: ProgrammeId, number: i32) -> Result<Option<axis::Model>, StoreError> {
    let found = axis::Entity::find().filter(axis::Column::ProgrammeId.eq(id)).filter(axis::Column::Position.eq(number));
    Ok(found.one(db.connection()).await?)
}

// ---- actions

pub(super) async fn action(db: &impl Source, id: ActionId) -> Result<Option<action::Model>, StoreError> {
    Ok(action::Entity::find_by_id(id).one(db.connection()).await?)
}

pub(super) async fn action_by_code(
    db: &impl Source,
    programme: ProgrammeId,
    code: &str,
) -> Result<Option<action::Model>, StoreError> {
    let found = action::Entity::find().filter(action::Column::ProgrammeId.eq(programme)).filter(action::Column::Code.eq(code));
    Ok(found.one(db.connection()).await?)
}

pub(super) async fn actions_of(db: &impl Source, id: ProgrammeId) -> Result<Vec<action::Model>, StoreError> {
    let actions = action::Entity::find().filter(action::Column::ProgrammeId.eq(id)).order_by_asc(action::Column::Position);
    Ok(actions.all(db.connection()).await?)
}

/// Writes an action with its themes and conditions, after those there are.
pub(super) async fn insert_action(
    tx: &Tx,
    programme: ProgrammeId,
    new: &NewAction,
    axis: Option<AxisId>,
    line: Option<BudgetLineId>,
) -> Result<action::Model, StoreError> {
    let siblings = action::Entity::find().filter(action::Column::ProgrammeId.eq(programme));
    let row = action::ActiveModel {
        id: NotSet,
        programme_id: Set(programme),
        axis_id: Set(axis),
        code: Set(new.code.clone()),
        name: Set(new.name.clone()),
        kind: Set(new.kind),
        amount: Set(new.amount),
        amount_per_year: Set(new.amount_per_year),
        status_note: Set(new.status_note.clone()),
        recurrence: Set(new.recurrence.clone()),
        operator: Set(new.operator.clone()),
        aid_rate: Set(new.aid_rate),
        legal_basis: Set(new.legal_basis.clone()),
        linked_programme_id: Set(new.linked_programme),
        launched_on: Set(None),
        position: Set(place_after(count_rows(tx, siblings).await?)),
        budget_line_id: Set(line),
        summary: Set(new.summary.clone()),
    };
    let action = action::Entity::insert(row).exec_with_returning(tx.connection()).await?;
    insert_topics(tx, action.id, TopicKind::Topic, &new.topics).await?;
    insert_topics(tx, action.id, TopicKind::Eligibility, &new.eligibility).await?;
    Ok(action)
}

async fn insert_topics(tx: &Tx, action: ActionId, kind: TopicKind, labels: &[String]) -> Result<(), StoreError> {
    if labels.is_empty() {
        return Ok(());
    }
    let rows = (1..).zip(labels).map(|(position, label)| action_topic::ActiveModel {
        id: NotSet,
        action_id: Set(action),
        kind: Set(kind),
        position: Set(position),
        label: Set(label.clone()),
    });
    action_topic::Entity::insert_many(rows).exec_without_returning(tx.connection()).await?;
    Ok(())
}

pub(super) async fn topics_of(db: &impl Source, id: ProgrammeId) -> Result<Vec<action_topic::Model>, StoreError> {
    let topics = action_topic::Entity::find()
        .join(JoinType::InnerJoin, action_topic::Relation::Action.def())
        .filter(action::Column::ProgrammeId.eq(id))
        .order_by_asc(action_topic::Column::ActionId)
        .order_by_asc(action_topic::Column::Position);
    Ok(topics.all(db.connection()).await?)
}

/// Launches an action; `false` when it was launched meanwhile.
pub(super) async fn launch(tx: &Tx, id: ActionId) -> Result<bool, StoreError> {
    let launched = action::Entity::update_many()
        .set(action::ActiveModel { launched_on: Set(Some(tx.at().paris_day())), ..Default::default() })
        .filter(action::Column::Id.eq(id))
        .filter(action::Column::LaunchedOn.is_null())
        .exec(tx.connection())
        .await?;
    Ok(launched.rows_affected == 1)
}

// ---- targets

pub(super) async fn target(db: &impl Source, id: TargetId) -> Result<Option<target::Model>, StoreError> {
    Ok(target::Entity::find_by_id(id).one(db.connection()).await?)
}

pub(super) async fn targets_of(db: &impl Source, id: ProgrammeId) -> Result<Vec<target::Model>, StoreError> {
    let targets = target::Entity::find().filter(target::Column::ProgrammeId.eq(id)).order_by_asc(target::Column::Id);
    Ok(targets.all(db.connection()).await?)
}

pub(super) async fn target_by_key(
    db: &impl Source,
    programme: ProgrammeId,
    key: &str,
) -> Result<Option<target::Model>, StoreError> {
    let found = target::Entity::find().filter(target::Column::ProgrammeId.eq(programme)).filter(target::Column::Key.eq(key));
    Ok(found.one(db.connection()).await?)
}

pub(super) async fn insert_target(tx: &Tx, programme: ProgrammeId, new: &NewTarget) -> Result<target::Model, StoreError> {
    let row = target::ActiveModel {
        id: NotSet,
        programme_id: Set(programme),
        action_id: Set(new.action),
        key: Set(new.key.clone()),
        label: Set(new.label.clone()),
        value: Set(new.value),
        horizon: Set(new.horizon.clone()),
    };
    Ok(target::Entity::insert(row).exec_with_returning(tx.connection()).await?)
}

pub(super) async fn insert_progress(tx: &Tx, target: TargetId, new: &Progress) -> Result<(), StoreError> {
    let row = target_progress::ActiveModel {
        id: NotSet,
        target_id: Set(target),
        day: Set(new.day),
        value: Set(new.value),
        source: Set(new.source.clone()),
    };
    target_progress::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Whether this very count was written down already, as when a form is sent twice.
pub(super) async fn is_recorded(db: &impl Source, target: TargetId, new: &Progress) -> Result<bool, StoreError> {
    let same = target_progress::Entity::find()
        .filter(target_progress::Column::TargetId.eq(target))
        .filter(target_progress::Column::Day.eq(new.day))
        .filter(target_progress::Column::Value.eq(new.value));
    Ok(count_rows(db, same).await? > 0)
}

/// Everything written down on the targets of a programme, oldest first.
pub(super) async fn progress_of(db: &impl Source, id: ProgrammeId) -> Result<Vec<target_progress::Model>, StoreError> {
    let progress = target_progress::Entity::find()
        .join(JoinType::InnerJoin, target_progress::Relation::Target.def())
        .filter(target::Column::ProgrammeId.eq(id))
        .order_by_asc(target_progress::Column::Day)
        .order_by_asc(target_progress::Column::Id);
    Ok(progress.all(db.connection()).await?)
}

// ---- indicators

pub(super) async fn indicator(db: &impl Source, id: IndicatorId) -> Result<Option<indicator::Model>, StoreError> {
    Ok(indicator::Entity::find_by_id(id).one(db.connection()).await?)
}

pub(super) async fn indicators_of(db: &impl Source, id: ProgrammeId) -> Result<Vec<indicator::Model>, StoreError> {
    let indicators = indicator::Entity::find().filter(indicator::Column::ProgrammeId.eq(id)).order_by_asc(indicator::Column::Id);
    Ok(indicators.all(db.connection()).await?)
}

pub(super) async fn indicator_by_key(
    db: &impl Source,
    programme: ProgrammeId,
    key: &str,
) -> Result<Option<indicator::Model>, StoreError> {
    let found =
        indicator::Entity::find().filter(indicator::Column::ProgrammeId.eq(programme)).filter(indicator::Column::Key.eq(key));
    Ok(found.one(db.connection()).await?)
}

pub(super) async fn insert_indicator(
    tx: &Tx,
    programme: ProgrammeId,
    new: &NewIndicator,
) -> Result<indicator::Model, StoreError> {
    let row = indicator::ActiveModel {
        id: NotSet,
        programme_id: Set(programme),
        key: Set(new.key.clone()),
        label: Set(new.label.clone()),
        unit: Set(new.unit.clone()),
    };
    Ok(indicator::Entity::insert(row).exec_with_returning(tx.connection()).await?)
}

/// The observations of a programme's indicators, in the order in which they were written down.
pub(super) async fn observations_of(db: &impl Source, id: ProgrammeId) -> Result<Vec<indicator_observation::Model>, StoreError> {
    let observations = indicator_observation::Entity::find()
        .join(JoinType::InnerJoin, indicator_observation::Relation::Indicator.def())
        .filter(indicator::Column::ProgrammeId.eq(id))
        .order_by_asc(indicator_observation::Column::Id);
    Ok(observations.all(db.connection()).await?)
}

/// Whether an indicator was observed already for this part of the whole and this month.
pub(super) async fn is_observed(db: &impl Source, indicator: IndicatorId, new: &Observation) -> Result<bool, StoreError> {
    let found = indicator_observation::Entity::find()
        .filter(indicator_observation::Column::IndicatorId.eq(indicator))
        .filter(indicator_observation::Column::Period.eq(new.month.to_string()));
    let found = match &new.category {
        Some(category) => found.filter(indicator_observation::Column::Category.eq(category.as_str())),
        None => found.filter(indicator_observation::Column::Category.is_null()),
    };
    Ok(count_rows(db, found).await? > 0)
}

pub(super) async fn insert_observation(tx: &Tx, indicator: IndicatorId, new: &Observation) -> Result<(), StoreError> {
    let row = indicator_observation::ActiveModel {
        id: NotSet,
        indicator_id: Set(indicator),
        category: Set(new.category.clone()),
        period: Set(new.month.to_string()),
        value: Set(new.value),
    };
    indicator_observation::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

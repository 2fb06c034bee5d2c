//! What is open now.

use entity::{call, values::Instant, wave};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::db::{Source, StoreError, count_rows};

/// How many open calls the home page shows; the list of calls has them all.
const MOST_CARDS: u64 = 6;

/// The waves that are open, the first to close first. Both edges of their time count as open.
pub(in crate::portal) async fn open_waves(db: &impl Source, now: Instant) -> Result<Vec<(wave::Model, call::Model)>, StoreError> {
    let rows = open_at(now)
        .find_also_related(call::Entity)
        .order_by_asc(wave::Column::ClosesAt)
        .order_by_asc(wave::Column::Id)
        .limit(MOST_CARDS)
        .all(db.connection())
        .await?;
    Ok(rows.into_iter().filter_map(|(wave, call)| Some((wave, call?))).collect())
}

pub(in crate::portal) async fn count_open(db: &impl Source, now: Instant) -> Result<u64, StoreError> {
    count_rows(db, open_at(now)).await
}

fn open_at(now: Instant) -> Select<wave::Entity> {
    wave::Entity::find()
        .filter(wave::Column::PublishedAt.lte(now))
        .filter(wave::Column::OpensAt.lte(now))
        .filter(wave::Column::ClosesAt.gte(now))
}

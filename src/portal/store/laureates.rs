//! The laureates that the public knows.

use entity::{
    award, call, decision, dossier, organisation, programme,
    values::{AwardOutcome, CallId, DecisionState, DossierId, Instant, Money, Year},
    wave,
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select};

use crate::db::{Source, StoreError};

/// A laureate of a published decision.
#[derive(Clone, Debug, FromQueryResult)]
pub(in crate::portal) struct Published {
    /// The structure.
    pub(in crate::portal) beneficiary: String,
    /// The project.
    pub(in crate::portal) project: String,
    /// The call.
    pub(in crate::portal) call: String,
    /// How to link to it.
    pub(in crate::portal) call_reference: String,
    /// The programme's code.
    pub(in crate::portal) programme: String,
    /// When the public was told.
    pub(in crate::portal) published_at: Option<Instant>,
    /// The aid, in whole euro cents.
    pub(in crate::portal) amount: Money,
}

/// The laureates published, newest first, by rank: of one programme or of all, in one year or in all.
pub(in crate::portal) async fn published(
    db: &impl Source,
    programme: Option<&str>,
    year: Option<Year>,
) -> Result<Vec<Published>, StoreError> {
    let mut found = of_published_decisions()
        .join(JoinType::InnerJoin, award::Relation::Dossier.def())
        .join(JoinType::InnerJoin, dossier::Relation::Organisation.def())
        .join(JoinType::InnerJoin, dossier::Relation::Programme.def())
        .join(JoinType::InnerJoin, dossier::Relation::Wave.def())
        .join(JoinType::InnerJoin, wave::Relation::Call.def());
    if let Some(code) = programme {
        found = found.filter(programme::Column::Code.eq(code));
    }
    if let Some(year) = year {
        let (from, to) = (year.first_day().start_in_paris(), year.last_day().end_in_paris());
        found = found.filter(decision::Column::PublishedAt.between(from, to));
    }
    let rows = found
        .select_only()
        .column_as(organisation::Column::Name, "beneficiary")
        .column_as(dossier::Column::Title, "project")
        .column_as(call::Column::Title, "call")
        .column_as(call::Column::Reference, "call_reference")
        .column_as(programme::Column::Code, "programme")
        .column(decision::Column::PublishedAt)
        .column(award::Column::Amount)
        .order_by_desc(decision::Column::PublishedAt)
        .order_by_asc(award::Column::DecisionId)
        .order_by_asc(award::Column::Rank)
        .into_model::<Published>()
        .all(db.connection())
        .await?;
    Ok(rows)
}

/// Whether a call has laureates that the public knows.
pub(in crate::portal) async fn are_published(db: &impl Source, call: CallId) -> Result<bool, StoreError> {
    let one = of_published_decisions()
        .join(JoinType::InnerJoin, decision::Relation::Wave.def())
        .filter(wave::Column::CallId.eq(call))
        .select_only()
        .column(award::Column::DossierId)
        .into_tuple::<DossierId>();
    Ok(one.one(db.connection()).await?.is_some())
}

fn of_published_decisions() -> Select<award::Entity> {
    award::Entity::find()
        .join(JoinType::InnerJoin, award::Relation::Decision.def())
        .filter(award::Column::Outcome.eq(AwardOutcome::Laureate))
        .filter(decision::Column::State.eq(DecisionState::Published))
}

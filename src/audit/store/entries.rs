//! What stands around an entry.

use entity::{
    account, award, commitment, dossier, event, person, transfer,
    values::{EntryId, Reference},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationTrait};

use crate::db::{Source, StoreError};

/// The events about an entry, oldest first, each with who did it.
pub(in crate::audit) async fn events_about_entry(
    db: &impl Source,
    entry: EntryId,
) -> Result<Vec<(event::Model, Option<person::Model>)>, StoreError> {
    let about = event::Entity::find()
        .filter(event::Column::SubjectKind.eq("entry"))
        .filter(event::Column::SubjectId.eq(entry.0))
        .order_by_asc(event::Column::Id);
    Ok(about.find_also_related(person::Entity).all(db.connection()).await?)
}

/// The commitments whose money an entry moves, each with the dossier to which it was made, by reference.
pub(in crate::audit) async fn commitments_behind(
    db: &impl Source,
    entry: EntryId,
) -> Result<Vec<(Reference, Option<Reference>)>, StoreError> {
    let ends = |end: transfer::Relation| {
        transfer::Entity::find()
            .join(JoinType::InnerJoin, end.def())
            .filter(transfer::Column::EntryId.eq(entry))
            .filter(account::Column::CommitmentId.is_not_null())
            .select_only()
            .column(account::Column::CommitmentId)
            .into_query()
    };
    let touched = Condition::any()
        .add(commitment::Column::Id.in_subquery(ends(transfer::Relation::DebitAccount)))
        .add(commitment::Column::Id.in_subquery(ends(transfer::Relation::CreditAccount)));
    let behind = commitment::Entity::find()
        .join(JoinType::LeftJoin, award::Relation::Commitment.def().rev())
        .join(JoinType::LeftJoin, award::Relation::Dossier.def())
        .filter(touched)
        .select_only()
        .column(commitment::Column::Reference)
        .column_as(dossier::Column::Reference, "dossier")
        .order_by_asc(commitment::Column::Reference);
    Ok(behind.into_tuple().all(db.connection()).await?)
}

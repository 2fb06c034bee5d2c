//! What beneficiaries owe back.

use entity::{
    budget_line, commitment, organisation, repayment,
    values::{CommitmentId, Day, EntryId, Instant, Money, PersonId, Reference, RepaymentKind, RepaymentState},
};
use sea_orm::{
    ActiveValue::NotSet, ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait, Set, sea_query::Expr,
};

use super::reports::within;
use crate::db::{Source, StoreError, Tx};

/// A repayment about to be written.
pub(in crate::budget) struct NewRepayment {
    pub(in crate::budget) commitment: CommitmentId,
    pub(in crate::budget) number: i32,
    pub(in crate::budget) kind: RepaymentKind,
    pub(in crate::budget) amount: Money,
    pub(in crate::budget) due_on: Day,
    pub(in crate::budget) label: String,
    pub(in crate::budget) document: Option<String>,
    pub(in crate::budget) key: String,
}

pub(in crate::budget) async fn insert_repayment(tx: &Tx, new: NewRepayment) -> Result<repayment::Model, StoreError> {
    let row = repayment::ActiveModel {
        id: NotSet,
        commitment_id: Set(new.commitment),
        number: Set(new.number),
        kind: Set(new.kind),
        amount: Set(new.amount),
        due_on: Set(new.due_on),
        label: Set(new.label),
        document_reference: Set(new.document),
        state: Set(RepaymentState::Planned),
        order_entry_id: Set(None),
        ordered_by: Set(None),
        ordered_at: Set(None),
        collected_by: Set(None),
        collected_at: Set(None),
        reason: Set(None),
        creation_key: Set(new.key),
        version: Set(1),
    };
    Ok(repayment::Entity::insert(row).exec_with_returning(tx.connection()).await?)
}

/// The repayments of a commitment, the first first.
pub(in crate::budget) async fn repayments_of(
    db: &impl Source,
    commitment: CommitmentId,
) -> Result<Vec<repayment::Model>, StoreError> {
    let theirs = repayment::Entity::find().filter(repayment::Column::CommitmentId.eq(commitment));
    Ok(theirs.order_by_asc(repayment::Column::Number).all(db.connection()).await?)
}

pub(in crate::budget) async fn repayment_numbered(
    db: &impl Source,
    commitment: CommitmentId,
    number: i32,
) -> Result<Option<repayment::Model>, StoreError> {
    let found = repayment::Entity::find()
        .filter(repayment::Column::CommitmentId.eq(commitment))
        .filter(repayment::Column::Number.eq(number));
    Ok(found.one(db.connection()).await?)
}

pub(in crate::budget) async fn repayment_by_key(db: &impl Source, key: &str) -> Result<Option<repayment::Model>, StoreError> {
    Ok(repayment::Entity::find().filter(repayment::Column::CreationKey.eq(key)).one(db.connection()).await?)
}

/// How far a repayment has gone, and by whose hand.
pub(in crate::budget) struct Gone {
    pub(in crate::budget) state: RepaymentState,
    pub(in crate::budget) ordered: Option<(PersonId, Instant, EntryId)>,
    pub(in crate::budget) collected: Option<(PersonId, Instant)>,
    pub(in crate::budget) reason: Option<String>,
}

/// Moves a repayment, if it is still as it was read.
pub(in crate::budget) async fn move_repayment(tx: &Tx, read: &repayment::Model, gone: Gone) -> Result<(), StoreError> {
    let done = repayment::Entity::update_many()
        .col_expr(repayment::Column::State, Expr::value(gone.state))
        .col_expr(repayment::Column::OrderedBy, Expr::value(gone.ordered.map(|(person, ..)| person)))
        .col_expr(repayment::Column::OrderedAt, Expr::value(gone.ordered.map(|(_, at, _)| at)))
        .col_expr(repayment::Column::OrderEntryId, Expr::value(gone.ordered.map(|(.., entry)| entry)))
        .col_expr(repayment::Column::CollectedBy, Expr::value(gone.collected.map(|(person, _)| person)))
        .col_expr(repayment::Column::CollectedAt, Expr::value(gone.collected.map(|(_, at)| at)))
        .col_expr(repayment::Column::Reason, Expr::value(gone.reason))
        .col_expr(repayment::Column::Version, Expr::value(read.version + 1))
        .filter(repayment::Column::Id.eq(read.id))
        .filter(repayment::Column::State.eq(read.state))
        .filter(repayment::Column::Version.eq(read.version))
        .exec(tx.connection())
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// A repayment in a list, with its commitment.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct RepaymentRow {
    /// The commitment's reference.
    pub reference: Reference,
    /// The repayment's rank in it.
    pub number: i32,
    /// What it is.
    pub label: String,
    /// Who owes it.
    pub beneficiary: String,
    /// How much, in whole euro cents.
    pub amount: Money,
    /// By when.
    pub due_on: Day,
}

/// The repayments in a state that are due until a day, the first due first: of the trees at these paths, or of all.
pub(in crate::budget) async fn repayments_in(
    db: &impl Source,
    state: RepaymentState,
    until: Day,
    tops: Option<&[String]>,
    most: u64,
) -> Result<Vec<RepaymentRow>, StoreError> {
    let mut waiting = repayment::Entity::find()
        .join(JoinType::InnerJoin, repayment::Relation::Commitment.def())
        .join(JoinType::InnerJoin, commitment::Relation::Line.def())
        .join(JoinType::InnerJoin, commitment::Relation::Beneficiary.def())
        .filter(repayment::Column::State.eq(state))
        .filter(repayment::Column::DueOn.lte(until));
    if let Some(tops) = tops {
        let path = || Expr::col((budget_line::Entity, budget_line::Column::Path));
        let nothing = Condition::any().add(repayment::Column::Id.lt(0));
        waiting = waiting.filter(tops.iter().map(|top| within(top, path())).fold(nothing, Condition::add));
    }
    let waiting = waiting
        .select_only()
        .column(commitment::Column::Reference)
        .columns([repayment::Column::Number, repayment::Column::Label, repayment::Column::Amount, repayment::Column::DueOn])
        .column_as(organisation::Column::Name, "beneficiary")
        .order_by_asc(repayment::Column::DueOn)
        .order_by_asc(repayment::Column::Id)
        .limit(most);
    Ok(waiting.into_model().all(db.connection()).await?)
}

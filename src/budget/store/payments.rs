//! Commitments as they stand, and their payments.

use entity::{
    account, budget_line, commitment, organisation, payment, person,
    values::{Book, BudgetLineId, CommitmentId, Instant, Money, PaymentState, PersonId, ProgrammeId, Reference, Stage, Year},
};
use sea_orm::{
    ActiveValue::NotSet,
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select,
    Set,
    sea_query::{CaseStatement, Expr, Func, SimpleExpr},
};

use super::{super::rules::payment::Standing, reports::within};
use crate::db::{Page, PageNumber, Source, StoreError, Tx, cents, count_rows};

/// A commitment with what names it, and how far it has been paid. In whole euro cents.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct CommitmentRow {
    /// As people cite it.
    pub reference: Reference,
    /// What it pays for.
    pub label: String,
    /// Who receives the money.
    pub beneficiary: String,
    /// Promised, less what was taken back, settled or not.
    pub committed: Money,
    /// The part of it that is settled.
    pub settled: Money,
    /// Certified and not ordered yet.
    pub due: Money,
    /// Ordered and not paid yet.
    pub ordered: Money,
    /// Paid, claimed back or not.
    pub paid: Money,
    /// The part of it that is claimed back.
    pub to_recover: Money,
    /// The part of it that was given back.
    pub recovered: Money,
}

impl CommitmentRow {
    /// How far it has been paid.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let &Self { committed, settled, due, ordered, paid, to_recover, recovered, .. } = self;
        Standing { committed, settled, due, ordered, paid, to_recover, recovered }
    }
}

/// What the accounts of commitments hold, stage by stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub(in crate::budget) struct Held {
    pub(in crate::budget) committed: Money,
    pub(in crate::budget) settled: Money,
    pub(in crate::budget) due: Money,
    pub(in crate::budget) ordered: Money,
    pub(in crate::budget) paid: Money,
    pub(in crate::budget) to_recover: Money,
    pub(in crate::budget) recovered: Money,
}

/// How far one commitment has been paid.
pub(in crate::budget) async fn held(db: &impl Source, commitment: CommitmentId) -> Result<Held, StoreError> {
    let sums = account::Entity::find().filter(account::Column::CommitmentId.eq(commitment)).select_only();
    let held = with_stages(sums).into_model::<Held>().one(db.connection()).await?;
    Ok(held.unwrap_or_default())
}

/// Locks a commitment, so that two certifications of it come one after the other.
pub(in crate::budget) async fn lock_commitment(tx: &Tx, id: CommitmentId) -> Result<(), StoreError> {
    let locked = commitment::Entity::find_by_id(id).lock_exclusive().one(tx.connection()).await?;
    locked.map(drop).ok_or(StoreError::Stale)
}

/// A commitment with its line and who receives the money.
pub(in crate::budget) async fn commitment_and_its_line(
    db: &impl Source,
    reference: &Reference,
) -> Result<Option<(commitment::Model, budget_line::Model, organisation::Model)>, StoreError> {
    let found = commitment::Entity::find()
        .filter(commitment::Column::Reference.eq(reference.clone()))
        .find_also_related(budget_line::Entity)
        .find_also_related(organisation::Entity)
        .one(db.connection())
        .await?;
    Ok(found.and_then(|(commitment, line, organisation)| Some((commitment, line?, organisation?))))
}

/// The commitments of a line and of everything below it, by reference.
pub(in crate::budget) async fn commitments_page(
    db: &impl Source,
    path: &str,
    number: PageNumber,
    size: u64,
) -> Result<Page<CommitmentRow>, StoreError> {
    let of_tree = commitment::Entity::find().join(JoinType::InnerJoin, commitment::Relation::Line.def()).filter(in_tree(path));
    let total = count_rows(db, of_tree.clone()).await?;
    let rows = with_stages(
        of_tree
            .join(JoinType::InnerJoin, commitment::Relation::Beneficiary.def())
            .join(JoinType::InnerJoin, account::Relation::Commitment.def().rev())
            .select_only()
            .columns([commitment::Column::Reference, commitment::Column::Label])
            .column_as(organisation::Column::Name, "beneficiary"),
    )
    .group_by(commitment::Column::Reference)
    .group_by(commitment::Column::Label)
    .group_by(organisation::Column::Name)
    .order_by_asc(commitment::Column::Reference)
    .offset(number.offset(size))
    .limit(size)
    .into_model()
    .all(db.connection())
    .await?;
    Ok(Page { rows, total, number, size })
}

/// What all the commitments of a tree come to.
pub(in crate::budget) async fn committed_in_tree(db: &impl Source, path: &str) -> Result<Held, StoreError> {
    let sums = account::Entity::find()
        .join(JoinType::InnerJoin, account::Relation::Commitment.def())
        .join(JoinType::InnerJoin, commitment::Relation::Line.def())
        .filter(in_tree(path))
        .select_only();
    Ok(with_stages(sums).into_model::<Held>().one(db.connection()).await?.unwrap_or_default())
}

fn in_tree(path: &str) -> Condition {
    within(path, Expr::col((budget_line::Entity, budget_line::Column::Path)))
}

/// Adds the sums that tell how far commitments have been paid.
fn with_stages<E: EntityTrait>(accounts: Select<E>) -> Select<E> {
    let sum_at = |stages: &[Stage]| -> SimpleExpr {
        let is_there = account::Column::Stage.is_in(stages.iter().copied());
        let balance = CaseStatement::new().case(is_there, Expr::col((account::Entity, account::Column::Balance))).finally(0);
        Expr::expr(Func::coalesce([cents(SimpleExpr::Case(Box::new(balance))), Expr::value(0)]))
    };
    accounts
        .expr_as(sum_at(&[Stage::Committed, Stage::Settled]), "committed")
        .expr_as(sum_at(&[Stage::Settled]), "settled")
        .expr_as(sum_at(&[Stage::Due]), "due")
        .expr_as(sum_at(&[Stage::Ordered]), "ordered")
        .expr_as(sum_at(&[Stage::Paid, Stage::ToRecover, Stage::Recovered]), "paid")
        .expr_as(sum_at(&[Stage::ToRecover]), "to_recover")
        .expr_as(sum_at(&[Stage::Recovered]), "recovered")
}

/// The accounts of a commitment at a stage, the latest year first.
pub(in crate::budget) async fn accounts_at(
    db: &impl Source,
    commitment: CommitmentId,
    stage: Stage,
) -> Result<Vec<account::Model>, StoreError> {
    let accounts =
        account::Entity::find().filter(account::Column::CommitmentId.eq(commitment)).filter(account::Column::Stage.eq(stage));
    Ok(accounts.order_by_desc(account::Column::Year).all(db.connection()).await?)
}

/// The authority (AE) that lines hold at a stage, the latest year first.
pub(in crate::budget) async fn authority_on(
    db: &impl Source,
    line: BudgetLineId,
    stage: Stage,
) -> Result<Vec<account::Model>, StoreError> {
    let accounts = account::Entity::find()
        .filter(account::Column::LineId.eq(line))
        .filter(account::Column::Book.eq(Book::Ae))
        .filter(account::Column::Stage.eq(stage))
        .filter(account::Column::CommitmentId.is_null());
    Ok(accounts.order_by_desc(account::Column::Year).all(db.connection()).await?)
}

/// What the given lines have free in payment credits of a year, line by line.
pub(in crate::budget) async fn credits_on(
    db: &impl Source,
    lines: &[BudgetLineId],
    year: Year,
) -> Result<Vec<(BudgetLineId, Money)>, StoreError> {
    let free = account::Entity::find()
        .filter(account::Column::LineId.is_in(lines.iter().copied()))
        .filter(account::Column::Book.eq(Book::Cp))
        .filter(account::Column::Year.eq(year))
        .filter(account::Column::Stage.eq(Stage::Available))
        .select_only()
        .columns([account::Column::LineId, account::Column::Balance]);
    Ok(free.into_tuple().all(db.connection()).await?)
}

/// A payment about to be written.
pub(in crate::budget) struct NewPayment {
    pub(in crate::budget) commitment: CommitmentId,
    pub(in crate::budget) number: i32,
    pub(in crate::budget) line: BudgetLineId,
    pub(in crate::budget) year: Year,
    pub(in crate::budget) amount: Money,
    pub(in crate::budget) label: String,
    pub(in crate::budget) document: Option<String>,
    pub(in crate::budget) certified_by: PersonId,
    pub(in crate::budget) key: String,
}

pub(in crate::budget) async fn insert_payment(tx: &Tx, new: NewPayment) -> Result<payment::Model, StoreError> {
    let row = payment::ActiveModel {
        id: NotSet,
        commitment_id: Set(new.commitment),
        number: Set(new.number),
        line_id: Set(new.line),
        year: Set(new.year),
        amount: Set(new.amount),
        label: Set(new.label),
        document_reference: Set(new.document),
        state: Set(PaymentState::Certified),
        certified_by: Set(new.certified_by),
        certified_at: Set(tx.at()),
        ordered_by: Set(None),
        ordered_at: Set(None),
        paid_by: Set(None),
        paid_at: Set(None),
        reason: Set(None),
        creation_key: Set(new.key),
        version: Set(1),
    };
    Ok(payment::Entity::insert(row).exec_with_returning(tx.connection()).await?)
}

/// The payments of a commitment, the first first.
pub(in crate::budget) async fn payments_of(
    db: &impl Source,
    commitment: CommitmentId,
) -> Result<Vec<payment::Model>, StoreError> {
    let payments = payment::Entity::find().filter(payment::Column::CommitmentId.eq(commitment));
    Ok(payments.order_by_asc(payment::Column::Number).all(db.connection()).await?)
}

pub(in crate::budget) async fn payment_numbered(
    db: &impl Source,
    commitment: CommitmentId,
    number: i32,
) -> Result<Option<payment::Model>, StoreError> {
    let found =
        payment::Entity::find().filter(payment::Column::CommitmentId.eq(commitment)).filter(payment::Column::Number.eq(number));
    Ok(found.one(db.connection()).await?)
}

pub(in crate::budget) async fn payment_by_key(db: &impl Source, key: &str) -> Result<Option<payment::Model>, StoreError> {
    Ok(payment::Entity::find().filter(payment::Column::CreationKey.eq(key)).one(db.connection()).await?)
}

/// Who signed what, and when, once a payment has moved.
pub(in crate::budget) struct Moved {
    pub(in crate::budget) state: PaymentState,
    pub(in crate::budget) ordered: Option<(PersonId, Instant)>,
    pub(in crate::budget) paid: Option<(PersonId, Instant)>,
    pub(in crate::budget) reason: Option<String>,
}

/// Moves a payment, if it is still as it was read.
pub(in crate::budget) async fn move_payment(tx: &Tx, read: &payment::Model, moved: Moved) -> Result<(), StoreError> {
    let done = payment::Entity::update_many()
        .col_expr(payment::Column::State, Expr::value(moved.state))
        .col_expr(payment::Column::OrderedBy, Expr::value(moved.ordered.map(|(person, _)| person)))
        .col_expr(payment::Column::OrderedAt, Expr::value(moved.ordered.map(|(_, at)| at)))
        .col_expr(payment::Column::PaidBy, Expr::value(moved.paid.map(|(person, _)| person)))
        .col_expr(payment::Column::PaidAt, Expr::value(moved.paid.map(|(_, at)| at)))
        .col_expr(payment::Column::Reason, Expr::value(moved.reason))
        .col_expr(payment::Column::Version, Expr::value(read.version + 1))
        .filter(payment::Column::Id.eq(read.id))
        .filter(payment::Column::State.eq(read.state))
        .filter(payment::Column::Version.eq(read.version))
        .exec(tx.connection())
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// A payment in a list, with its commitment.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct PaymentRow {
    /// The commitment's reference.
    pub reference: Reference,
    /// The payment's rank in it.
    pub number: i32,
    /// What is due.
    pub label: String,
    /// Who receives the money.
    pub beneficiary: String,
    /// How much, in whole euro cents.
    pub amount: Money,
    /// The day it was last moved by whoever acted before.
    pub certified_at: Instant,
    /// When it was ordered.
    pub ordered_at: Option<Instant>,
}

/// The payments in a state, oldest first: of these programmes, or of all.
pub(in crate::budget) async fn payments_in(
    db: &impl Source,
    state: PaymentState,
    tops: Option<&[String]>,
    most: u64,
) -> Result<Vec<PaymentRow>, StoreError> {
    let mut waiting = payment::Entity::find()
        .join(JoinType::InnerJoin, payment::Relation::Commitment.def())
        .join(JoinType::InnerJoin, commitment::Relation::Line.def())
        .join(JoinType::InnerJoin, commitment::Relation::Beneficiary.def())
        .filter(payment::Column::State.eq(state));
    if let Some(tops) = tops {
        waiting = waiting
            .filter(tops.iter().map(|top| in_tree(top)).fold(Condition::any().add(payment::Column::Id.lt(0)), Condition::add));
    }
    let waiting = waiting
        .select_only()
        .column(commitment::Column::Reference)
        .columns([payment::Column::Number, payment::Column::Label, payment::Column::Amount])
        .columns([payment::Column::CertifiedAt, payment::Column::OrderedAt])
        .column_as(organisation::Column::Name, "beneficiary")
        .order_by_asc(payment::Column::Id)
        .limit(most);
    Ok(waiting.into_model().all(db.connection()).await?)
}

/// The paths of the budgets of these programmes.
pub(in crate::budget) async fn tops_of(db: &impl Source, programmes: &[ProgrammeId]) -> Result<Vec<String>, StoreError> {
    use entity::programme;
    let tops = programme::Entity::find()
        .join(JoinType::InnerJoin, programme::Relation::BudgetLine.def())
        .filter(programme::Column::Id.is_in(programmes.iter().copied()))
        .select_only()
        .column(budget_line::Column::Path);
    Ok(tops.into_tuple().all(db.connection()).await?)
}

/// The names of these people.
pub(in crate::budget) async fn names_of(db: &impl Source, people: &[PersonId]) -> Result<Vec<(PersonId, String)>, StoreError> {
    let names = person::Entity::find()
        .filter(person::Column::Id.is_in(people.iter().copied()))
        .select_only()
        .columns([person::Column::Id, person::Column::Name]);
    Ok(names.into_tuple().all(db.connection()).await?)
}

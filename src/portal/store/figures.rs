//! The figures of a programme's dashboard at the end of a day in Paris, and the very rows that each figure counts.

use std::collections::BTreeMap;

use entity::{
    account, action, award, budget_line, call, commitment, decision, dossier, organisation, programme, submission, transfer,
    values::{ActionKind, AwardOutcome, Book, CommitmentId, Day, DecisionState, Instant, Money, ProgrammeId, Reference, Stage},
    wave,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    RelationTrait, Select, sea_query::SelectStatement,
};

use crate::{
    budget::rules::tree,
    db::{Page, PageNumber, Source, StoreError, cents, count_rows, sum_cents},
    programmes::rules::is_call,
};

/// How many rows a page of a list holds.
const ROWS_PER_PAGE: u64 = 50;

/// Which of the actions launched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::portal) enum Launched {
    /// All of them.
    All,
    /// The AAP and AMI.
    Calls,
}

// ---- actions

pub(in crate::portal) async fn count_launched(
    db: &impl Source,
    programme: ProgrammeId,
    day: Day,
    which: Launched,
) -> Result<u64, StoreError> {
    count_rows(db, launched_by(programme, day, which)).await
}

pub(in crate::portal) async fn launched(
    db: &impl Source,
    programme: ProgrammeId,
    day: Day,
    which: Launched,
) -> Result<Vec<action::Model>, StoreError> {
    let rows = launched_by(programme, day, which).order_by_asc(action::Column::LaunchedOn).order_by_asc(action::Column::Position);
    Ok(rows.all(db.connection()).await?)
}

fn launched_by(programme: ProgrammeId, day: Day, which: Launched) -> Select<action::Entity> {
    let rows =
        action::Entity::find().filter(action::Column::ProgrammeId.eq(programme)).filter(action::Column::LaunchedOn.lte(day));
    match which {
        Launched::All => rows,
        Launched::Calls => rows.filter(action::Column::Kind.is_in(ActionKind::ALL.iter().copied().filter(|kind| is_call(*kind)))),
    }
}

// ---- money

/// One commitment, and what of it had been committed by the day.
pub(in crate::portal) struct Committed {
    /// Its reference.
    pub(in crate::portal) reference: Reference,
    /// Who will receive the money.
    pub(in crate::portal) beneficiary: String,
    /// The budget line that bears it.
    pub(in crate::portal) line: String,
    /// The day it was made, in Paris.
    pub(in crate::portal) day: Day,
    /// Whole euro cents.
    pub(in crate::portal) amount: Money,
}

/// What is committed under the programme's line: what reached the commitments, less what left them.
pub(in crate::portal) async fn committed(db: &impl Source, programme: &programme::Model, day: Day) -> Result<Money, StoreError> {
    let Some(path) = path_of(db, programme).await? else { return Ok(Money::ZERO) };
    let reached = sum_cents(db, movements(&path, day, Side::Credit), transfer::Column::Amount).await?;
    let left = sum_cents(db, movements(&path, day, Side::Debit), transfer::Column::Amount).await?;
    difference(reached, left)
}

/// The commitments that the sum is made of, newest first.
pub(in crate::portal) async fn commitments(
    db: &impl Source,
    programme: &programme::Model,
    day: Day,
) -> Result<Vec<Committed>, StoreError> {
    let Some(path) = path_of(db, programme).await? else { return Ok(Vec::new()) };
    let reached = moved_by_commitment(db, &path, day, Side::Credit).await?;
    let left = moved_by_commitment(db, &path, day, Side::Debit).await?;
    let mut rows = Vec::new();
    for commitment in commitments_below(db, &path).await? {
        let moved = |side: &BTreeMap<CommitmentId, Money>| side.get(&commitment.id).copied().unwrap_or(Money::ZERO);
        let amount = difference(moved(&reached), moved(&left))?;
        if !amount.is_zero() {
            rows.push(Committed {
                reference: commitment.reference,
                beneficiary: commitment.beneficiary,
                line: commitment.line,
                day: commitment.created_at.paris_day(),
                amount,
            });
        }
    }
    Ok(rows)
}

/// Which end of a transfer an account is.
#[derive(Clone, Copy)]
enum Side {
    Debit,
    Credit,
}

/// The transfers that touch the commitments below a line, up to a day.
fn movements(path: &str, day: Day, side: Side) -> Select<transfer::Entity> {
    let account = match side {
        Side::Debit => transfer::Relation::DebitAccount,
        Side::Credit => transfer::Relation::CreditAccount,
    };
    transfer::Entity::find()
        .join(JoinType::InnerJoin, account.def())
        .join(JoinType::InnerJoin, account::Relation::Line.def())
        .filter(account::Column::Book.eq(Book::Ae))
        .filter(account::Column::Stage.eq(Stage::Committed))
        .filter(account::Column::CommitmentId.not_in_subquery(kept_secret()))
        .filter(transfer::Column::AccountingDay.lte(day))
        .filter(subtree(path))
}

#[derive(FromQueryResult)]
struct Moved {
    commitment_id: Option<CommitmentId>,
    amount: Option<Money>,
}

async fn moved_by_commitment(
    db: &impl Source,
    path: &str,
    day: Day,
    side: Side,
) -> Result<BTreeMap<CommitmentId, Money>, StoreError> {
    let rows = movements(path, day, side)
        .select_only()
        .column(account::Column::CommitmentId)
        .expr_as(cents(transfer::Column::Amount), "amount")
        .group_by(account::Column::CommitmentId)
        .into_model::<Moved>()
        .all(db.connection())
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.commitment_id?, row.amount?))).collect())
}

#[derive(FromQueryResult)]
struct Below {
    id: CommitmentId,
    reference: Reference,
    created_at: Instant,
    line: String,
    beneficiary: String,
}

/// The commitments below a line, each with the line's label and the beneficiary's name, newest first.
async fn commitments_below(db: &impl Source, path: &str) -> Result<Vec<Below>, StoreError> {
    let rows = commitment::Entity::find()
        .join(JoinType::InnerJoin, commitment::Relation::Line.def())
        .join(JoinType::InnerJoin, commitment::Relation::Beneficiary.def())
        .filter(subtree(path))
        .filter(commitment::Column::Id.not_in_subquery(kept_secret()))
        .select_only()
        .columns([commitment::Column::Id, commitment::Column::Reference, commitment::Column::CreatedAt])
        .column_as(budget_line::Column::Label, "line")
        .column_as(organisation::Column::Name, "beneficiary")
        .order_by_desc(commitment::Column::CreatedAt)
        .order_by_desc(commitment::Column::Id)
        .into_model::<Below>()
        .all(db.connection())
        .await?;
    Ok(rows)
}

/// The commitments of decisions that are signed and not published yet: candidates learn theirs from the publication, not
/// from a sum.
fn kept_secret() -> SelectStatement {
    award::Entity::find()
        .join(JoinType::InnerJoin, award::Relation::Decision.def())
        .filter(decision::Column::State.ne(DecisionState::Published))
        .filter(award::Column::CommitmentId.is_not_null())
        .select_only()
        .column(award::Column::CommitmentId)
        .into_query()
}

async fn path_of(db: &impl Source, programme: &programme::Model) -> Result<Option<String>, StoreError> {
    let Some(line) = programme.budget_line_id else { return Ok(None) };
    Ok(budget_line::Entity::find_by_id(line).one(db.connection()).await?.map(|line| line.path))
}

fn subtree(path: &str) -> Condition {
    let (from, to) = tree::below(path);
    let below = Condition::all().add(budget_line::Column::Path.gte(from)).add(budget_line::Column::Path.lt(to));
    Condition::any().add(budget_line::Column::Path.eq(path)).add(below)
}

fn difference(reached: Money, left: Money) -> Result<Money, StoreError> {
    reached.checked_sub(left).ok_or_else(|| StoreError::Fault("committed amounts do not fit".to_owned()))
}

// ---- candidates

/// One submission, without a name.
#[derive(FromQueryResult)]
pub(in crate::portal) struct Candidate {
    pub(in crate::portal) reference: Reference,
    pub(in crate::portal) call: String,
    pub(in crate::portal) received_at: Instant,
}

pub(in crate::portal) async fn count_candidates(db: &impl Source, programme: ProgrammeId, day: Day) -> Result<u64, StoreError> {
    count_rows(db, received(programme, day)).await
}

/// The submissions received by the end of the day, newest first.
pub(in crate::portal) async fn candidates(
    db: &impl Source,
    programme: ProgrammeId,
    day: Day,
    number: PageNumber,
) -> Result<Page<Candidate>, StoreError> {
    let found = received(programme, day);
    let total = count_rows(db, found.clone()).await?;
    let rows = found
        .join(JoinType::InnerJoin, dossier::Relation::Wave.def())
        .join(JoinType::InnerJoin, wave::Relation::Call.def())
        .select_only()
        .column(dossier::Column::Reference)
        .column_as(call::Column::Title, "call")
        .column(submission::Column::ReceivedAt)
        .order_by_desc(submission::Column::ReceivedAt)
        .order_by_desc(submission::Column::Id)
        .offset(number.offset(ROWS_PER_PAGE))
        .limit(ROWS_PER_PAGE)
        .into_model::<Candidate>()
        .all(db.connection())
        .await?;
    Ok(Page { rows, total, number, size: ROWS_PER_PAGE })
}

fn received(programme: ProgrammeId, day: Day) -> Select<submission::Entity> {
    submission::Entity::find()
        .join(JoinType::InnerJoin, submission::Relation::Dossier.def())
        .filter(dossier::Column::ProgrammeId.eq(programme))
        .filter(submission::Column::ReceivedAt.lte(day.end_in_paris()))
}

// ---- laureates

/// One laureate of a published decision.
pub(in crate::portal) struct Laureate {
    /// The dossier.
    pub(in crate::portal) reference: Reference,
    /// The structure.
    pub(in crate::portal) beneficiary: String,
    pub(in crate::portal) call: String,
    pub(in crate::portal) day: Day,
    pub(in crate::portal) amount: Money,
}

#[derive(FromQueryResult)]
struct Awarded {
    reference: Reference,
    beneficiary: String,
    call: String,
    signed_at: Option<Instant>,
    amount: Money,
}

pub(in crate::portal) async fn count_laureates(db: &impl Source, programme: ProgrammeId, day: Day) -> Result<u64, StoreError> {
    count_rows(db, awarded(programme, day)).await
}

/// The laureates of the published decisions that were signed by the end of the day, newest first, and what they receive together.
pub(in crate::portal) async fn laureates(
    db: &impl Source,
    programme: ProgrammeId,
    day: Day,
    number: PageNumber,
) -> Result<(Page<Laureate>, Money), StoreError> {
    let found = awarded(programme, day);
    let total = count_rows(db, found.clone()).await?;
    let sum = sum_cents(db, found.clone(), award::Column::Amount).await?;
    let rows = found
        .join(JoinType::InnerJoin, dossier::Relation::Organisation.def())
        .join(JoinType::InnerJoin, dossier::Relation::Wave.def())
        .join(JoinType::InnerJoin, wave::Relation::Call.def())
        .select_only()
        .column(dossier::Column::Reference)
        .column_as(organisation::Column::Name, "beneficiary")
        .column_as(call::Column::Title, "call")
        .column(decision::Column::SignedAt)
        .column(award::Column::Amount)
        .order_by_desc(decision::Column::SignedAt)
        .order_by_asc(award::Column::Rank)
        .order_by_asc(award::Column::Id)
        .offset(number.offset(ROWS_PER_PAGE))
        .limit(ROWS_PER_PAGE)
        .into_model::<Awarded>()
        .all(db.connection())
        .await?;
    let rows = rows.into_iter().map(|row| shown(row, day)).collect();
    Ok((Page { rows, total, number, size: ROWS_PER_PAGE }, sum))
}

fn shown(row: Awarded, asked: Day) -> Laureate {
    Laureate {
        reference: row.reference,
        beneficiary: row.beneficiary,
        call: row.call,
        day: row.signed_at.map_or(asked, Instant::paris_day),
        amount: row.amount,
    }
}

/// The laureates of decisions signed by that day and published since: before, neither a name nor a number says who won.
fn awarded(programme: ProgrammeId, day: Day) -> Select<award::Entity> {
    award::Entity::find()
        .join(JoinType::InnerJoin, award::Relation::Decision.def())
        .join(JoinType::InnerJoin, award::Relation::Dossier.def())
        .filter(dossier::Column::ProgrammeId.eq(programme))
        .filter(award::Column::Outcome.eq(AwardOutcome::Laureate))
        .filter(decision::Column::State.eq(DecisionState::Published))
        .filter(decision::Column::SignedAt.lte(day.end_in_paris()))
}

//! What beneficiaries owe back: claimed, then given back, each step an entry in the payment credits (CP); recoverable advances
//! are planned first, instalment by instalment.

use entity::{
    repayment,
    values::{Book, Day, EntryId, Journal, Money, RepaymentKind, RepaymentState, Stage},
};
use serde_json::json;

use super::{
    super::{
        Refusal,
        gates::{AmendCommitment, CollectRepayment, OrderRepayment, OwedMoney, PromisedMoney, VisibleBudgets},
        rules::{
            payment::{drawn, paid_by_another},
            repayment::{self as rules, Schedule, Step},
        },
        store::{self, Gone, NewRepayment, RepaymentRow},
    },
    BudgetError,
    lines::in_programme,
    payments::{standing, tops_seen},
    posting::{Account, Leg, Movement, post},
    reversal::Accounts,
};
use crate::{
    access::Permit,
    db::{Source, StoreError, Tx},
    journal::{self, Event, EventKind, Subject},
};

/// How many repayments a list of those that wait holds at most.
const WAITING_AT_ONCE: u64 = 200;

/// Money paid that was not due, to be given back.
#[derive(Clone, Debug)]
pub struct Claim {
    /// How much, more than zero.
    pub amount: Money,
    /// By when.
    pub due_on: Day,
    /// Why it was not due.
    pub label: String,
    /// The paper it rests on.
    pub document: Option<String>,
    /// The form's key: the same one twice is one repayment.
    pub key: String,
}

/// A recoverable advance, as it is to be given back.
#[derive(Clone, Debug)]
pub struct Planned {
    /// When, and how much each time.
    pub schedule: Schedule,
    /// What it is.
    pub label: String,
    /// The form's key: the same one twice is one plan.
    pub key: String,
}

/// Claims back money that was paid and not due (« ordre de reversement »).
///
/// # Errors
/// [`Refusal::BeyondPaid`] with what may be claimed, [`Refusal::NotPositive`], [`Refusal::RecordedOtherwise`].
pub async fn claim_now(tx: &Tx, permit: &Permit<AmendCommitment>, claim: Claim) -> Result<repayment::Model, BudgetError> {
    let promised = permit.subject();
    store::lock_commitment(tx, promised.commitment.id).await?;
    if let Some(recorded) = store::repayment_by_key(tx, &claim.key).await? {
        let is_the_same = recorded.commitment_id == promised.commitment.id && recorded.amount == claim.amount;
        return if is_the_same { Ok(recorded) } else { Err(Refusal::RecordedOtherwise { recorded: recorded.amount }.into()) };
    }
    if !claim.amount.is_positive() {
        return Err(Refusal::NotPositive.into());
    }
    let Claim { amount, due_on, label, document, key } = claim;
    let number = next_number(tx, promised).await?;
    let new = NewRepayment {
        commitment: promised.commitment.id,
        number,
        kind: RepaymentKind::Refund,
        amount,
        due_on,
        label,
        document,
        key,
    };
    let written = store::insert_repayment(tx, new).await?;
    order(tx, promised, &written).await?;
    Ok(written)
}

/// Plans how a recoverable advance is given back (« échéancier de remboursement »).
///
/// # Errors
/// [`Refusal::BeyondCommitment`] with what is not planned yet, [`Refusal::NotASchedule`], [`Refusal::NotPositive`].
pub async fn plan(tx: &Tx, permit: &Permit<AmendCommitment>, planned: Planned) -> Result<(), BudgetError> {
    let promised = permit.subject();
    store::lock_commitment(tx, promised.commitment.id).await?;
    let key = |rank: i32| format!("{}-{rank}", planned.key);
    if store::repayment_by_key(tx, &key(1)).await?.is_some() {
        return Ok(());
    }
    let instalments = rules::instalments(planned.schedule)?;
    let planned_before = store::repayments_of(tx, promised.commitment.id).await?;
    let owed = planned_before.iter().filter(|repayment| repayment.state != RepaymentState::Cancelled);
    let owed = Money::sum(owed.map(|repayment| repayment.amount)).ok_or(Refusal::TooLarge)?;
    let left = standing(tx, promised.commitment.id).await?.committed.checked_sub(owed).ok_or(Refusal::TooLarge)?;
    if planned.schedule.total > left {
        return Err(Refusal::BeyondCommitment { left, asked: planned.schedule.total }.into());
    }
    let first = next_number(tx, promised).await?;
    for (rank, (due_on, amount)) in (1..).zip(instalments) {
        let new = NewRepayment {
            commitment: promised.commitment.id,
            number: first + rank - 1,
            kind: RepaymentKind::Advance,
            amount,
            due_on,
            label: planned.label.clone(),
            document: None,
            key: key(rank),
        };
        store::insert_repayment(tx, new).await?;
    }
    let Schedule { total, instalments, first, months } = planned.schedule;
    let plan = json!({ "amount": total, "instalments": instalments, "first": first.iso(), "months": months });
    let event = event_on(promised, EventKind::RepaymentPlanned);
    Ok(journal::record(tx, event.because(planned.label).after(&plan)).await?)
}

async fn next_number(tx: &Tx, promised: &PromisedMoney) -> Result<i32, StoreError> {
    Ok(store::repayments_of(tx, promised.commitment.id).await?.last().map_or(1, |last| last.number + 1))
}

/// Claims an instalment that was planned.
///
/// # Errors
/// [`Refusal::NoSuchClaimStep`], [`Refusal::BeyondPaid`]; [`StoreError::Stale`] when somebody was faster.
pub async fn order_repayment(tx: &Tx, permit: &Permit<OrderRepayment>) -> Result<EntryId, BudgetError> {
    let OwedMoney { repayment, promised } = permit.subject();
    store::lock_commitment(tx, promised.commitment.id).await?;
    order(tx, promised, repayment).await
}

/// Paid money becomes money to recover: the latest year gives first.
async fn order(tx: &Tx, promised: &PromisedMoney, repayment: &repayment::Model) -> Result<EntryId, BudgetError> {
    let state = rules::next(repayment.state, Step::Order)?;
    let author = tx.author().ok_or(StoreError::Stale)?;
    let paid = store::accounts_at(tx, promised.commitment.id, Stage::Paid).await?;
    let held: Vec<Money> = paid.iter().map(|account| account.balance).collect();
    let left = Money::sum(held.iter().copied()).ok_or(Refusal::TooLarge)?;
    let drawn = drawn(&held, repayment.amount).ok_or(Refusal::BeyondPaid { left, asked: repayment.amount })?;
    let account =
        |year, stage| Account { line: &promised.line, book: Book::Cp, year, stage, commitment: Some(promised.commitment.id) };
    let legs = paid.iter().zip(drawn).filter(|(_, amount)| amount.is_positive()).map(|(from, amount)| Leg {
        from: account(from.year, Stage::Paid),
        to: account(from.year, Stage::ToRecover),
        amount,
    });
    let movement = movement(promised, repayment, EventKind::RepaymentOrdered, legs.collect(), &repayment.label);
    let entry = post(tx, movement).await?;
    let ordered = Some((author, tx.at(), entry));
    store::move_repayment(tx, repayment, Gone { state, ordered, collected: None, reason: None }).await?;
    Ok(entry)
}

/// Notes that what was claimed was given back, by another person than who claimed it.
///
/// # Errors
/// [`Refusal::OwnClaim`], [`Refusal::NoSuchClaimStep`]; [`StoreError::Stale`] when somebody was faster.
pub async fn collect(tx: &Tx, permit: &Permit<CollectRepayment>) -> Result<EntryId, BudgetError> {
    let OwedMoney { repayment, promised } = permit.subject();
    let state = rules::next(repayment.state, Step::Collect)?;
    paid_by_another(repayment.ordered_by, tx.author()).map_err(|_| Refusal::OwnClaim)?;
    let (author, ordered) = (tx.author().ok_or(StoreError::Stale)?, signed_order(repayment)?);
    let collected = Some((author, tx.at()));
    store::move_repayment(tx, repayment, Gone { state, ordered: Some(ordered), collected, reason: None }).await?;
    let claimed = Accounts::of(tx, ordered.2).await?;
    let legs = claimed.on(|from| Account { stage: Stage::Recovered, ..from })?;
    post(tx, movement(promised, repayment, EventKind::RepaymentCollected, legs, &repayment.label)).await
}

/// Gives up what was planned or claimed: what was claimed counts as paid again.
///
/// # Errors
/// [`Refusal::NoSuchClaimStep`]; [`StoreError::Stale`] when somebody was faster.
pub async fn cancel_repayment(tx: &Tx, permit: &Permit<OrderRepayment>, reason: String) -> Result<(), BudgetError> {
    let OwedMoney { repayment, promised } = permit.subject();
    let state = rules::next(repayment.state, Step::Cancel)?;
    let given_up = Gone { state, ordered: None, collected: None, reason: Some(reason.clone()) };
    store::move_repayment(tx, repayment, given_up).await?;
    let Some(entry) = repayment.order_entry_id else {
        let event = event_on(promised, EventKind::RepaymentCancelled);
        let cancelled = json!({ "number": repayment.number, "amount": repayment.amount });
        return Ok(journal::record(tx, event.because(reason).after(&cancelled)).await?);
    };
    let claimed = Accounts::of(tx, entry).await?;
    post(tx, movement(promised, repayment, EventKind::RepaymentCancelled, claimed.back()?, &reason)).await?;
    Ok(())
}

fn signed_order(
    repayment: &repayment::Model,
) -> Result<(entity::values::PersonId, entity::values::Instant, EntryId), StoreError> {
    let signed = repayment.ordered_by.zip(repayment.ordered_at).zip(repayment.order_entry_id);
    signed.map(|((by, at), entry)| (by, at, entry)).ok_or(StoreError::Stale)
}

/// Something that happened to a commitment without moving money.
fn event_on(promised: &PromisedMoney, kind: EventKind) -> Event {
    in_programme(Event::new(kind, Subject::Commitment(promised.commitment.id)), promised.programme)
}

/// A movement of a repayment; `said` ends its reason.
fn movement<'a>(
    promised: &PromisedMoney,
    repayment: &repayment::Model,
    event: EventKind,
    legs: Vec<Leg<'a>>,
    said: &str,
) -> Movement<'a> {
    let named = format!("{}, reversement {}", promised.commitment.reference, repayment.number);
    Movement {
        journal: Journal::Recovery,
        event,
        legs,
        day: None,
        reason: format!("{named} : {said}"),
        document: repayment.document_reference.clone().or(Some(named)),
        key: None,
        earmark: None,
        reverses: None,
    }
}

/// The repayments of a commitment, the first first.
///
/// # Errors
/// When the database fails.
pub async fn repayments_of(db: &impl Source, promised: &PromisedMoney) -> Result<Vec<repayment::Model>, StoreError> {
    store::repayments_of(db, promised.commitment.id).await
}

/// The repayments that wait in a state and are due until a day, among the budgets one may see.
///
/// # Errors
/// When the database fails.
pub async fn repayments_waiting(
    db: &impl Source,
    visible: &VisibleBudgets,
    state: RepaymentState,
    until: Day,
) -> Result<Vec<RepaymentRow>, StoreError> {
    let tops = tops_seen(db, visible).await?;
    store::repayments_in(db, state, until, tops.as_deref(), WAITING_AT_ONCE).await
}

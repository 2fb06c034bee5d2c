//! Paying what was promised: certified, ordered, paid by somebody else; each step is an entry in the payment credits (CP).

use std::collections::HashMap;

use entity::{
    budget_line, payment,
    values::{Book, BudgetLineId, CommitmentId, EntryId, Journal, Money, PaymentState, PersonId, Stage, Year},
};

use super::{
    super::{
        Refusal,
        gates::{CertifyPayment, OrderPayment, PaidMoney, PayPayment, PromisedMoney, VisibleBudgets},
        rules::{
            payment::{self as rules, Standing, Step},
            tree,
        },
        store::{self, CommitmentRow, Held, Moved, NewPayment, PaymentRow},
    },
    BudgetError,
    posting::{Account, Movement, post},
};
use crate::{
    access::Permit,
    db::{Page, PageNumber, Source, StoreError, Tx},
    journal::EventKind,
};

/// How many commitments a page of their list holds.
const COMMITMENTS_PER_PAGE: u64 = 100;
/// How many payments a list of those that wait holds at most.
const WAITING_AT_ONCE: u64 = 200;

/// A service done, for which money is owed.
#[derive(Clone, Debug)]
pub struct Certification {
    /// The line whose payment credits of the current year it takes: the commitment's, or one above.
    pub line: BudgetLineId,
    /// How much, more than zero.
    pub amount: Money,
    /// What was done and is due.
    pub label: String,
    /// The paper it rests on.
    pub document: Option<String>,
    /// The form's key: the same one twice is one payment.
    pub key: String,
}

/// Certifies that a service was done (« liquidation »): credits available to the line are owed to the beneficiary.
///
/// # Errors
/// [`Refusal::BeyondCommitment`], [`Refusal::Insufficient`], [`Refusal::NotAbove`], [`Refusal::NoSuchLine`],
/// [`Refusal::NotPositive`], [`Refusal::RecordedOtherwise`].
pub async fn certify(tx: &Tx, permit: &Permit<CertifyPayment>, new: Certification) -> Result<payment::Model, BudgetError> {
    let PromisedMoney { commitment, line, .. } = permit.subject();
    let certifier = tx.author().ok_or(StoreError::Stale)?;
    store::lock_commitment(tx, commitment.id).await?;
    if let Some(recorded) = store::payment_by_key(tx, &new.key).await? {
        let is_the_same = recorded.commitment_id == commitment.id && recorded.amount == new.amount;
        return if is_the_same { Ok(recorded) } else { Err(Refusal::RecordedOtherwise { recorded: recorded.amount }.into()) };
    }
    rules::certify(standing(tx, commitment.id).await?, new.amount)?;
    let payer = store::line(tx, new.line).await?.ok_or(Refusal::NoSuchLine)?;
    if payer.id != line.id && !tree::is_below(&line.path, &payer.path) {
        return Err(Refusal::NotAbove.into());
    }

    let year = Year::of(tx.at().paris_day()).ok_or(Refusal::NoSuchYear)?;
    let number = store::payments_of(tx, commitment.id).await?.last().map_or(1, |last| last.number + 1);
    let new = NewPayment {
        commitment: commitment.id,
        number,
        line: payer.id,
        year,
        amount: new.amount,
        label: new.label,
        document: new.document,
        certified_by: certifier,
        key: new.key,
    };
    let written = store::insert_payment(tx, new).await?;
    let ends = Ends { payer: &payer, of_commitment: line };
    advance(tx, permit.subject(), &written, ends, Way::CERTIFY).await?;
    Ok(written)
}

/// Orders a payment (« ordonnancement »).
///
/// # Errors
/// [`Refusal::NoSuchStep`]; [`StoreError::Stale`] when somebody was faster.
pub async fn order(tx: &Tx, permit: &Permit<OrderPayment>) -> Result<EntryId, BudgetError> {
    let author = tx.author().ok_or(StoreError::Stale)?;
    step(tx, permit.subject(), Step::Order, Way::ORDER, Some((author, tx.at())), None, None).await
}

/// Gives a payment up before it is ordered (« annulation »): the credits are available again.
///
/// # Errors
/// Those of [`order`].
pub async fn cancel(tx: &Tx, permit: &Permit<OrderPayment>, reason: String) -> Result<EntryId, BudgetError> {
    step(tx, permit.subject(), Step::Cancel, Way::CANCEL, None, None, Some(reason)).await
}

/// Pays (« paiement »), by another person than who ordered.
///
/// # Errors
/// [`Refusal::OwnOrder`] and those of [`order`].
pub async fn pay(tx: &Tx, permit: &Permit<PayPayment>) -> Result<EntryId, BudgetError> {
    let PaidMoney { payment, .. } = permit.subject();
    rules::paid_by_another(payment.ordered_by, tx.author())?;
    let payer = tx.author().ok_or(StoreError::Stale)?;
    let ordered = payment.ordered_by.zip(payment.ordered_at);
    step(tx, permit.subject(), Step::Pay, Way::PAY, ordered, Some((payer, tx.at())), None).await
}

/// Sends a payment back to who ordered it (« rejet »), who may order it again or give it up.
///
/// # Errors
/// Those of [`order`].
pub async fn reject(tx: &Tx, permit: &Permit<PayPayment>, reason: String) -> Result<EntryId, BudgetError> {
    step(tx, permit.subject(), Step::Reject, Way::REJECT, None, None, Some(reason)).await
}

type Signature = Option<(PersonId, entity::values::Instant)>;

async fn step(
    tx: &Tx,
    paid: &PaidMoney,
    step: Step,
    way: Way,
    ordered: Signature,
    by: Signature,
    reason: Option<String>,
) -> Result<EntryId, BudgetError> {
    let PaidMoney { payment, promised } = paid;
    let state = rules::next(payment.state, step)?;
    store::move_payment(tx, payment, Moved { state, ordered, paid: by, reason: reason.clone() }).await?;
    let payer = store::line(tx, payment.line_id).await?.ok_or(Refusal::NoSuchLine)?;
    let told = payment::Model { label: reason.unwrap_or_else(|| payment.label.clone()), ..payment.clone() };
    advance(tx, promised, &told, Ends { payer: &payer, of_commitment: &promised.line }, way).await
}

/// The two lines of a payment.
#[derive(Clone, Copy)]
struct Ends<'a> {
    payer: &'a budget_line::Model,
    of_commitment: &'a budget_line::Model,
}

/// Which way the money of a payment goes.
struct Way {
    journal: Journal,
    event: EventKind,
    from: Stage,
    to: Stage,
}

impl Way {
    const CERTIFY: Self =
        Self { journal: Journal::Certification, event: EventKind::ServiceCertified, from: Stage::Available, to: Stage::Due };
    const ORDER: Self =
        Self { journal: Journal::PaymentOrder, event: EventKind::PaymentOrdered, from: Stage::Due, to: Stage::Ordered };
    const PAY: Self = Self { journal: Journal::Payment, event: EventKind::PaymentMade, from: Stage::Ordered, to: Stage::Paid };
    const REJECT: Self =
        Self { journal: Journal::PaymentOrder, event: EventKind::PaymentRejected, from: Stage::Ordered, to: Stage::Due };
    const CANCEL: Self =
        Self { journal: Journal::Certification, event: EventKind::PaymentCancelled, from: Stage::Due, to: Stage::Available };
}

/// Free credits stand on the line that pays; once they are owed, on the commitment's own.
async fn advance(
    tx: &Tx,
    promised: &PromisedMoney,
    payment: &payment::Model,
    ends: Ends<'_>,
    way: Way,
) -> Result<EntryId, BudgetError> {
    let account = |stage| match stage {
        Stage::Available => Account { line: ends.payer, book: Book::Cp, year: payment.year, stage, commitment: None },
        Stage::Opened | Stage::Frozen | Stage::Reserved | Stage::Committed | Stage::Due | Stage::Ordered | Stage::Paid => {
            Account {
                line: ends.of_commitment,
                book: Book::Cp,
                year: payment.year,
                stage,
                commitment: Some(payment.commitment_id),
            }
        }
    };
    let named = format!("{}, paiement {}", promised.commitment.reference, payment.number);
    let movement = Movement {
        journal: way.journal,
        event: way.event,
        from: account(way.from),
        to: account(way.to),
        amount: payment.amount,
        reason: format!("{named} : {}", payment.label),
        document: payment.document_reference.clone().or(Some(named)),
        key: None,
    };
    post(tx, movement).await
}

/// How far a commitment has been paid.
pub(super) async fn standing(db: &impl Source, commitment: CommitmentId) -> Result<Standing, StoreError> {
    Ok(as_standing(store::held(db, commitment).await?))
}

fn as_standing(held: Held) -> Standing {
    Standing { committed: held.committed, due: held.due, ordered: held.ordered, paid: held.paid }
}

/// A line that may pay, and what it has free in payment credits of the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payer {
    /// The line.
    pub line: budget_line::Model,
    /// Free, in whole euro cents.
    pub available: Money,
}

/// The lines whose credits of the current year may pay a commitment: its own and those above, the nearest first.
///
/// # Errors
/// When the database fails.
pub async fn payers(db: &impl Source, promised: &PromisedMoney, year: Year) -> Result<Vec<Payer>, StoreError> {
    let mut lines = store::lines_at(db, &tree::above(&promised.line.path)).await?;
    lines.push(promised.line.clone());
    let ids: Vec<BudgetLineId> = lines.iter().map(|line| line.id).collect();
    let free: HashMap<BudgetLineId, Money> = store::credits_on(db, &ids, year).await?.into_iter().collect();
    let payer = |line: budget_line::Model| Payer { available: free.get(&line.id).copied().unwrap_or_default(), line };
    Ok(lines.into_iter().rev().map(payer).filter(|payer| payer.available.is_positive()).collect())
}

/// A commitment as its sheet shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitmentSheet {
    /// How far it has been paid.
    pub standing: Standing,
    /// Its payments, the first first.
    pub payments: Vec<payment::Model>,
}

/// The sheet of a commitment.
///
/// # Errors
/// When the database fails.
pub async fn commitment_sheet(db: &impl Source, commitment: CommitmentId) -> Result<CommitmentSheet, StoreError> {
    Ok(CommitmentSheet { standing: standing(db, commitment).await?, payments: store::payments_of(db, commitment).await? })
}

/// A payment as its sheet shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentSheet {
    /// The line that pays.
    pub payer: budget_line::Model,
    /// Who certified, ordered and paid, by name.
    pub names: HashMap<PersonId, String>,
}

/// The sheet of a payment.
///
/// # Errors
/// [`StoreError::Stale`] when its line is gone.
pub async fn payment_sheet(db: &impl Source, payment: &payment::Model) -> Result<PaymentSheet, StoreError> {
    let people: Vec<PersonId> = [Some(payment.certified_by), payment.ordered_by, payment.paid_by].into_iter().flatten().collect();
    Ok(PaymentSheet {
        payer: store::line(db, payment.line_id).await?.ok_or(StoreError::Stale)?,
        names: store::names_of(db, &people).await?.into_iter().collect(),
    })
}

/// The commitments of a line and of everything below it, and what they come to together.
///
/// # Errors
/// When the database fails.
pub async fn commitments(
    db: &impl Source,
    line: &budget_line::Model,
    number: PageNumber,
) -> Result<(Page<CommitmentRow>, Standing), StoreError> {
    let page = store::commitments_page(db, &line.path, number, COMMITMENTS_PER_PAGE).await?;
    Ok((page, as_standing(store::committed_in_tree(db, &line.path).await?)))
}

/// The payments that wait in a state, oldest first, among the budgets one may see.
///
/// # Errors
/// When the database fails.
pub async fn waiting(db: &impl Source, visible: &VisibleBudgets, state: PaymentState) -> Result<Vec<PaymentRow>, StoreError> {
    let tops = match visible {
        VisibleBudgets::All => None,
        VisibleBudgets::Of(programmes) => Some(store::tops_of(db, &programmes.iter().copied().collect::<Vec<_>>()).await?),
    };
    store::payments_in(db, state, tops.as_deref(), WAITING_AT_ONCE).await
}

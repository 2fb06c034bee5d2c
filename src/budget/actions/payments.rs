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
    posting::{Account, Leg, Movement, post},
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
    advance(tx, permit.subject(), &payer, &written, Way::CERTIFY, &written.label).await?;
    Ok(written)
}

/// Orders a payment (« ordonnancement »).
///
/// # Errors
/// [`Refusal::NoSuchStep`]; [`StoreError::Stale`] when somebody was faster.
pub async fn order(tx: &Tx, permit: &Permit<OrderPayment>) -> Result<EntryId, BudgetError> {
    step(tx, permit.subject(), Step::Order, None).await
}

/// Gives a payment up before it is ordered (« annulation »): the credits are available again.
///
/// # Errors
/// Those of [`order`].
pub async fn cancel(tx: &Tx, permit: &Permit<OrderPayment>, reason: String) -> Result<EntryId, BudgetError> {
    step(tx, permit.subject(), Step::Cancel, Some(reason)).await
}

/// Pays (« paiement »), by another person than who ordered.
///
/// # Errors
/// [`Refusal::OwnOrder`] and those of [`order`].
pub async fn pay(tx: &Tx, permit: &Permit<PayPayment>) -> Result<EntryId, BudgetError> {
    rules::paid_by_another(permit.payment.ordered_by, tx.author())?;
    step(tx, permit.subject(), Step::Pay, None).await
}

/// Sends a payment back to who ordered it (« rejet »), who may order it again or give it up.
///
/// # Errors
/// Those of [`order`].
pub async fn reject(tx: &Tx, permit: &Permit<PayPayment>, reason: String) -> Result<EntryId, BudgetError> {
    step(tx, permit.subject(), Step::Reject, Some(reason)).await
}

/// Moves a payment one step on, or back for a reason, and its money with it.
async fn step(tx: &Tx, paid: &PaidMoney, step: Step, reason: Option<String>) -> Result<EntryId, BudgetError> {
    let PaidMoney { payment, promised } = paid;
    let state = rules::next(payment.state, step)?;
    let signature = tx.author().map(|author| (author, tx.at()));
    let (ordered, paid) = match step {
        Step::Order => (signature, None),
        Step::Pay => (payment.ordered_by.zip(payment.ordered_at), signature),
        Step::Reject | Step::Cancel => (None, None),
    };
    let said = reason.clone().unwrap_or_else(|| payment.label.clone());
    store::move_payment(tx, payment, Moved { state, ordered, paid, reason }).await?;
    let payer = store::line(tx, payment.line_id).await?.ok_or(Refusal::NoSuchLine)?;
    advance(tx, promised, &payer, payment, Way::of(step), &said).await
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

    fn of(step: Step) -> Self {
        let (journal, event, from, to) = match step {
            Step::Order => (Journal::PaymentOrder, EventKind::PaymentOrdered, Stage::Due, Stage::Ordered),
            Step::Pay => (Journal::Payment, EventKind::PaymentMade, Stage::Ordered, Stage::Paid),
            Step::Reject => (Journal::PaymentOrder, EventKind::PaymentRejected, Stage::Ordered, Stage::Due),
            Step::Cancel => (Journal::Certification, EventKind::PaymentCancelled, Stage::Due, Stage::Available),
        };
        Self { journal, event, from, to }
    }
}

/// Free credits stand on the line that pays; once they are owed, on the commitment's own. `said` ends the entry's reason.
async fn advance(
    tx: &Tx,
    promised: &PromisedMoney,
    payer: &budget_line::Model,
    payment: &payment::Model,
    way: Way,
    said: &str,
) -> Result<EntryId, BudgetError> {
    let account = |stage| {
        let (line, commitment) =
            if stage == Stage::Available { (payer, None) } else { (&promised.line, Some(payment.commitment_id)) };
        Account { line, book: Book::Cp, year: payment.year, stage, commitment }
    };
    let named = format!("{}, paiement {}", promised.commitment.reference, payment.number);
    let leg = Leg { from: account(way.from), to: account(way.to), amount: payment.amount };
    let movement = Movement::one(way.journal, way.event, leg, format!("{named} : {said}"));
    post(tx, Movement { document: payment.document_reference.clone().or(Some(named)), ..movement }).await
}

/// How far a commitment has been paid.
pub(super) async fn standing(db: &impl Source, commitment: CommitmentId) -> Result<Standing, StoreError> {
    Ok(as_standing(store::held(db, commitment).await?))
}

fn as_standing(held: Held) -> Standing {
    let Held { committed, settled, due, ordered, paid, to_recover, recovered } = held;
    Standing { committed, settled, due, ordered, paid, to_recover, recovered }
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
    let tops = tops_seen(db, visible).await?;
    store::payments_in(db, state, tops.as_deref(), WAITING_AT_ONCE).await
}

/// The paths of the budgets one may see; `None` when all of them.
pub(super) async fn tops_seen(db: &impl Source, visible: &VisibleBudgets) -> Result<Option<Vec<String>>, StoreError> {
    match visible {
        VisibleBudgets::All => Ok(None),
        VisibleBudgets::Of(programmes) => Ok(Some(store::tops_of(db, &programmes.iter().copied().collect::<Vec<_>>()).await?)),
    }
}

//! What becomes of a promise once it was made: raised or lowered by an amendment, then settled.

use entity::{
    account, budget_line,
    values::{Book, EntryId, Journal, Money, Stage, Year},
};

use super::{
    super::{
        Refusal,
        gates::{AmendCommitment, PromisedMoney},
        rules::payment,
        store,
    },
    BudgetError,
    credits::given_back_as,
    payments::standing,
    posting::{Account, Leg, Movement, post, recorded_for},
};
use crate::{
    access::Permit,
    db::{Source, StoreError, Tx},
    journal::EventKind,
};

/// Part of a promise taken back.
#[derive(Clone, Debug)]
pub struct Decommitment {
    /// How much, more than zero.
    pub amount: Money,
    /// Why, in a sentence.
    pub reason: String,
    /// The form's key: the same one twice counts once.
    pub key: Option<String>,
}

/// Takes back part of a promise (« désengagement »): what was not certified becomes available to the line above the wave's,
/// or lapses once its year is closed. The latest year gives first.
///
/// # Errors
/// [`Refusal::BeyondCommitment`] with what is left, [`Refusal::NotPositive`], [`Refusal::RecordedOtherwise`].
pub async fn decommit(tx: &Tx, permit: &Permit<AmendCommitment>, taken: Decommitment) -> Result<EntryId, BudgetError> {
    let promised = permit.subject();
    let action = held_above(tx, promised).await?;
    if let Some(recorded) = recorded_for(tx, taken.key.as_deref(), taken.amount).await? {
        return Ok(recorded);
    }
    let mut movement = on(promised, EventKind::AidDecommitted, taken.reason, taken.key);
    payment::decommit(standing(tx, promised.commitment.id).await?, taken.amount)?;
    let committed = store::accounts_at(tx, promised.commitment.id, Stage::Committed).await?;
    for (account, amount) in drawn(&committed, taken.amount)? {
        movement.legs.push(given_back(tx, promised, &action, account.year, amount).await?);
    }
    post(tx, movement).await
}

/// Where the money of a raise comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RaiseSource {
    /// The line.
    pub line: budget_line::Model,
    /// Reserved for the wave, or free on the line above.
    pub stage: Stage,
    /// The fiscal year.
    pub year: Year,
    /// What it holds, in whole euro cents.
    pub available: Money,
}

/// More promised than before.
#[derive(Clone, Debug)]
pub struct Raise {
    /// Where it comes from: one of [`raise_sources`].
    pub from: RaiseSource,
    /// How much more, more than zero.
    pub amount: Money,
    /// Why, in a sentence.
    pub reason: String,
    /// The amendment that it rests on.
    pub document: Option<String>,
    /// The form's key: the same one twice counts once.
    pub key: Option<String>,
}

/// What may raise a promise: what is left of its wave's envelope, then what is free on the line above, the latest year first.
///
/// # Errors
/// When the database fails.
pub async fn raise_sources(db: &impl Source, promised: &PromisedMoney) -> Result<Vec<RaiseSource>, StoreError> {
    let mut lines = vec![(promised.line.clone(), Stage::Reserved)];
    lines.extend(store::parent(db, &promised.line).await?.map(|action| (action, Stage::Available)));
    let mut sources = Vec::new();
    for (line, stage) in lines {
        let accounts = store::authority_on(db, line.id, stage).await?;
        let source =
            |account: account::Model| RaiseSource { line: line.clone(), stage, year: account.year, available: account.balance };
        sources.extend(accounts.into_iter().filter(|account| account.balance.is_positive()).map(source));
    }
    Ok(sources)
}

/// Raises a promise by an amendment.
///
/// # Errors
/// [`Refusal::Insufficient`] when the source does not hold that much, [`Refusal::SettledAlready`], [`Refusal::NotPositive`],
/// [`Refusal::RecordedOtherwise`].
pub async fn raise(tx: &Tx, permit: &Permit<AmendCommitment>, raise: Raise) -> Result<EntryId, BudgetError> {
    let promised = permit.subject();
    store::lock_commitment(tx, promised.commitment.id).await?;
    let standing = standing(tx, promised.commitment.id).await?;
    if standing.settled.is_positive() {
        return Err(Refusal::SettledAlready.into());
    }
    let RaiseSource { line, stage, year, .. } = &raise.from;
    let from = Account { line, book: Book::Ae, year: *year, stage: *stage, commitment: None };
    let leg = Leg { from, to: promise(promised, *year, Stage::Committed), amount: raise.amount };
    let movement = on(promised, EventKind::AidRaised, raise.reason, raise.key);
    let document = raise.document.or(movement.document);
    post(tx, Movement { legs: vec![leg], document, ..movement }).await
}

/// A commitment closed for good.
#[derive(Clone, Debug)]
pub struct Closing {
    /// Why, in a sentence.
    pub reason: String,
    /// The form's key: the same one twice counts once.
    pub key: Option<String>,
}

/// Settles a commitment (« solde »): what was paid is done with, what will not be paid is given back.
///
/// # Errors
/// [`Refusal::PaymentsUnderWay`], [`Refusal::SettledAlready`].
pub async fn settle(tx: &Tx, permit: &Permit<AmendCommitment>, closing: Closing) -> Result<EntryId, BudgetError> {
    let promised = permit.subject();
    let action = held_above(tx, promised).await?;
    if let Some(key) = &closing.key
        && let Some((entry, _)) = store::recorded_under(tx, key).await?
    {
        return Ok(entry.id);
    }
    let rest = payment::settle(standing(tx, promised.commitment.id).await?)?.given_back;
    let committed = store::accounts_at(tx, promised.commitment.id, Stage::Committed).await?;
    let mut movement = on(promised, EventKind::CommitmentSettled, closing.reason, closing.key);
    // What will not be paid is given back from the latest year, as by an amendment; what is left in each year was paid.
    let given = drawn(&committed, rest)?;
    for (account, amount) in &given {
        movement.legs.push(given_back(tx, promised, &action, account.year, *amount).await?);
    }
    let kept = committed.iter().map(|account| {
        let taken = given.iter().filter(|(given, _)| given.id == account.id).map(|(_, amount)| *amount);
        let taken = Money::sum(taken).unwrap_or_default();
        Ok((account, account.balance.checked_sub(taken).ok_or(Refusal::TooLarge)?))
    });
    let kept = kept.collect::<Result<Vec<_>, Refusal>>()?;
    for (account, amount) in kept.into_iter().filter(|(_, amount)| amount.is_positive()) {
        let (from, to) = (Stage::Committed, Stage::Settled);
        let leg = Leg { from: promise(promised, account.year, from), to: promise(promised, account.year, to), amount };
        movement.legs.push(leg);
    }
    post(tx, movement).await
}

/// The line above the commitment's, once the commitment is locked: what is given back goes there.
async fn held_above(tx: &Tx, promised: &PromisedMoney) -> Result<budget_line::Model, BudgetError> {
    store::lock_commitment(tx, promised.commitment.id).await?;
    Ok(store::parent(tx, &promised.line).await?.ok_or(Refusal::NoSuchLine)?)
}

/// A movement of the commitment's authority, without its legs.
fn on<'a>(promised: &'a PromisedMoney, event: EventKind, reason: String, key: Option<String>) -> Movement<'a> {
    Movement {
        journal: Journal::Commitment,
        event,
        legs: Vec::new(),
        day: None,
        reason,
        document: Some(promised.commitment.reference.to_string()),
        key,
        earmark: None,
        reverses: None,
    }
}

fn promise(promised: &PromisedMoney, year: Year, stage: Stage) -> Account<'_> {
    Account { line: &promised.line, book: Book::Ae, year, stage, commitment: Some(promised.commitment.id) }
}

async fn given_back<'a>(
    tx: &Tx,
    promised: &'a PromisedMoney,
    action: &'a budget_line::Model,
    year: Year,
    amount: Money,
) -> Result<Leg<'a>, BudgetError> {
    let stage = given_back_as(tx, action, year).await?;
    let to = Account { line: action, book: Book::Ae, year, stage, commitment: None };
    Ok(Leg { from: promise(promised, year, Stage::Committed), to, amount })
}

/// What is taken from each account to make `amount`: from the first as far as it goes, then from the next.
fn drawn(accounts: &[account::Model], amount: Money) -> Result<Vec<(&account::Model, Money)>, Refusal> {
    let held: Vec<Money> = accounts.iter().map(|account| account.balance).collect();
    let all = Money::sum(held.iter().copied()).ok_or(Refusal::TooLarge)?;
    let drawn = payment::drawn(&held, amount).ok_or(Refusal::BeyondCommitment { left: all, asked: amount })?;
    Ok(accounts.iter().zip(drawn).filter(|(_, amount)| amount.is_positive()).collect())
}

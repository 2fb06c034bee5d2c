//! Who may see the budget and move its money.

use std::collections::BTreeSet;

use entity::{
    budget_line, commitment, entry, organisation, payment, repayment,
    values::{BudgetLineId, EntryId, Instant, ProgrammeId, Reference, Role},
};

use super::store;
use crate::{
    access::{Actor, Denial, Policy, Scope},
    db::Reader,
    export::Format,
};

/// Those who may read a budget.
const READERS: [Role; 4] = [Role::ProgrammeManager, Role::Staff, Role::Accountant, Role::Auditor];
/// Those who may move its money.
const MANAGERS: [Role; 1] = [Role::ProgrammeManager];

/// The budgets one may see.
pub struct ReadBudgets;

/// Which budgets one may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VisibleBudgets {
    /// Every one.
    All,
    /// Those of these programmes.
    Of(BTreeSet<ProgrammeId>),
}

impl Policy for ReadBudgets {
    type Key = ();
    type Subject = VisibleBudgets;

    async fn admit(actor: &Actor, _: (), _: &Reader, _: Instant) -> Result<VisibleBudgets, Denial> {
        actor.person().ok_or(Denial::SignIn)?;
        visible(actor).ok_or(Denial::NotFound)
    }
}

/// Whether the actor may read some budget: what a page offers.
#[must_use]
pub fn may_read_some(actor: &Actor) -> bool {
    visible(actor).is_some()
}

fn visible(actor: &Actor) -> Option<VisibleBudgets> {
    if actor.holds(&READERS, &[Scope::Site]) {
        return Some(VisibleBudgets::All);
    }
    let programmes: BTreeSet<_> = actor.scopes_of(&READERS).filter_map(programme_of).collect();
    (!programmes.is_empty()).then_some(VisibleBudgets::Of(programmes))
}

/// A line of budget, and the programme that it finances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FundedLine {
    /// The line.
    pub line: budget_line::Model,
    /// The programme whose budget the top of its tree is; absent when no programme took it.
    pub programme: Option<ProgrammeId>,
    /// Whether whoever asks may move its money.
    pub may_manage: bool,
    /// Whether they may say who moves it, and close it.
    pub may_govern: bool,
}

/// One line of budget, to read.
pub struct ReadLine;

impl Policy for ReadLine {
    type Key = BudgetLineId;
    type Subject = FundedLine;

    async fn admit(actor: &Actor, key: BudgetLineId, reader: &Reader, _: Instant) -> Result<FundedLine, Denial> {
        readable_line(actor, key, reader).await
    }
}

/// The report of a line as a file.
pub struct ReadReportFile;

impl Policy for ReadReportFile {
    type Key = (BudgetLineId, Format);
    type Subject = (FundedLine, Format);

    async fn admit(actor: &Actor, (line, format): Self::Key, reader: &Reader, _: Instant) -> Result<Self::Subject, Denial> {
        Ok((readable_line(actor, line, reader).await?, format))
    }
}

/// One line of budget, to open and delegate its money.
pub struct ManageLine;

impl Policy for ManageLine {
    type Key = BudgetLineId;
    type Subject = FundedLine;

    async fn admit(actor: &Actor, key: BudgetLineId, reader: &Reader, _: Instant) -> Result<FundedLine, Denial> {
        let funded = readable_line(actor, key, reader).await?;
        if funded.may_manage { Ok(funded) } else { Err(Denial::Forbidden) }
    }
}

/// One entry of the ledger, for whoever may read one of the lines it touches.
pub struct ReadEntry;

impl Policy for ReadEntry {
    type Key = EntryId;
    type Subject = entry::Model;

    async fn admit(actor: &Actor, key: EntryId, reader: &Reader, _: Instant) -> Result<entry::Model, Denial> {
        actor.person().ok_or(Denial::SignIn)?;
        let (entry, _, programmes) = store::entry_and_its_programmes(reader, key).await?.ok_or(Denial::NotFound)?;
        let scopes = Scope::over(programmes);
        if actor.holds(&READERS, &scopes) { Ok(entry) } else { Err(Denial::NotFound) }
    }
}

/// One entry, to undo it: for whoever owns every line that it touches.
pub struct ReverseEntry;

impl Policy for ReverseEntry {
    type Key = EntryId;
    type Subject = entry::Model;

    async fn admit(actor: &Actor, key: EntryId, reader: &Reader, _: Instant) -> Result<entry::Model, Denial> {
        actor.person().ok_or(Denial::SignIn)?;
        let (entry, lines, programmes) = store::entry_and_its_programmes(reader, key).await?.ok_or(Denial::NotFound)?;
        if !actor.holds(&READERS, &Scope::over(programmes)) {
            return Err(Denial::NotFound);
        }
        for line in &lines {
            if !owns(actor, line, store::programme_of(reader, line).await?) {
                return Err(Denial::Forbidden);
            }
        }
        Ok(entry)
    }
}

/// Those who certify that a service was done.
const CERTIFIERS: [Role; 2] = [Role::Staff, Role::ProgrammeManager];
/// Those to whom the audit pack is offered.
const AUDITORS: [Role; 2] = [Role::Auditor, Role::ProgrammeManager];
/// Those who pay; never what they ordered.
const PAYERS: [Role; 1] = [Role::Accountant];

/// Money promised to a beneficiary, with the line that bears it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromisedMoney {
    /// The commitment.
    pub commitment: commitment::Model,
    /// Its line: that of its wave.
    pub line: budget_line::Model,
    /// Who receives the money.
    pub beneficiary: organisation::Model,
    /// The programme that it is part of; absent when no programme took its budget.
    pub programme: Option<ProgrammeId>,
    /// What whoever asks may do with it.
    pub may: MayPay,
}

/// What one may do with the payments of a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MayPay {
    /// Certify that a service was done.
    pub certify: bool,
    /// Order payments, give them up, take promises back.
    pub order: bool,
    /// Pay, and reject.
    pub pay: bool,
    /// Take everything about it away, to audit it.
    pub audit: bool,
}

/// A commitment, to read.
pub struct ReadCommitment;

impl Policy for ReadCommitment {
    type Key = Reference;
    type Subject = PromisedMoney;

    async fn admit(actor: &Actor, key: Reference, reader: &Reader, _: Instant) -> Result<PromisedMoney, Denial> {
        readable_commitment(actor, &key, reader).await
    }
}

/// A commitment, to certify that a service was done.
pub struct CertifyPayment;

impl Policy for CertifyPayment {
    type Key = Reference;
    type Subject = PromisedMoney;

    async fn admit(actor: &Actor, key: Reference, reader: &Reader, _: Instant) -> Result<PromisedMoney, Denial> {
        let promised = readable_commitment(actor, &key, reader).await?;
        if promised.may.certify { Ok(promised) } else { Err(Denial::Forbidden) }
    }
}

/// A commitment, to change what was promised: raised, lowered, settled, claimed back.
pub struct AmendCommitment;

impl Policy for AmendCommitment {
    type Key = Reference;
    type Subject = PromisedMoney;

    async fn admit(actor: &Actor, key: Reference, reader: &Reader, _: Instant) -> Result<PromisedMoney, Denial> {
        let promised = readable_commitment(actor, &key, reader).await?;
        if promised.may.order { Ok(promised) } else { Err(Denial::Forbidden) }
    }
}

/// A payment with its commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaidMoney {
    /// The payment.
    pub payment: payment::Model,
    /// What it pays.
    pub promised: PromisedMoney,
}

/// A payment, to read.
pub struct ReadPayment;

impl Policy for ReadPayment {
    type Key = (Reference, i32);
    type Subject = PaidMoney;

    async fn admit(actor: &Actor, key: Self::Key, reader: &Reader, _: Instant) -> Result<PaidMoney, Denial> {
        readable_payment(actor, key, reader).await
    }
}

/// A payment, to order it or to give it up.
pub struct OrderPayment;

impl Policy for OrderPayment {
    type Key = (Reference, i32);
    type Subject = PaidMoney;

    async fn admit(actor: &Actor, key: Self::Key, reader: &Reader, _: Instant) -> Result<PaidMoney, Denial> {
        let paid = readable_payment(actor, key, reader).await?;
        if paid.promised.may.order { Ok(paid) } else { Err(Denial::Forbidden) }
    }
}

/// A payment, to pay it or to reject it.
pub struct PayPayment;

impl Policy for PayPayment {
    type Key = (Reference, i32);
    type Subject = PaidMoney;

    async fn admit(actor: &Actor, key: Self::Key, reader: &Reader, _: Instant) -> Result<PaidMoney, Denial> {
        let paid = readable_payment(actor, key, reader).await?;
        if paid.promised.may.pay { Ok(paid) } else { Err(Denial::Forbidden) }
    }
}

/// A repayment with its commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwedMoney {
    /// The repayment.
    pub repayment: repayment::Model,
    /// What was paid.
    pub promised: PromisedMoney,
}

/// A repayment, to read.
pub struct ReadRepayment;

impl Policy for ReadRepayment {
    type Key = (Reference, i32);
    type Subject = OwedMoney;

    async fn admit(actor: &Actor, key: Self::Key, reader: &Reader, _: Instant) -> Result<OwedMoney, Denial> {
        readable_repayment(actor, key, reader).await
    }
}

/// A repayment, to claim it or to give it up.
pub struct OrderRepayment;

impl Policy for OrderRepayment {
    type Key = (Reference, i32);
    type Subject = OwedMoney;

    async fn admit(actor: &Actor, key: Self::Key, reader: &Reader, _: Instant) -> Result<OwedMoney, Denial> {
        let owed = readable_repayment(actor, key, reader).await?;
        if owed.promised.may.order { Ok(owed) } else { Err(Denial::Forbidden) }
    }
}

/// A repayment, to note that it was given back.
pub struct CollectRepayment;

impl Policy for CollectRepayment {
    type Key = (Reference, i32);
    type Subject = OwedMoney;

    async fn admit(actor: &Actor, key: Self::Key, reader: &Reader, _: Instant) -> Result<OwedMoney, Denial> {
        let owed = readable_repayment(actor, key, reader).await?;
        if owed.promised.may.pay { Ok(owed) } else { Err(Denial::Forbidden) }
    }
}

/// A line, to say who owns it, to reserve part of it, to close it or a year of its tree.
pub struct GovernLine;

impl Policy for GovernLine {
    type Key = BudgetLineId;
    type Subject = FundedLine;

    async fn admit(actor: &Actor, key: BudgetLineId, reader: &Reader, _: Instant) -> Result<FundedLine, Denial> {
        let funded = readable_line(actor, key, reader).await?;
        if funded.may_govern { Ok(funded) } else { Err(Denial::Forbidden) }
    }
}

async fn readable_repayment(actor: &Actor, (reference, number): (Reference, i32), reader: &Reader) -> Result<OwedMoney, Denial> {
    let promised = readable_commitment(actor, &reference, reader).await?;
    let repayment = store::repayment_numbered(reader, promised.commitment.id, number).await?.ok_or(Denial::NotFound)?;
    Ok(OwedMoney { repayment, promised })
}

async fn readable_commitment(actor: &Actor, key: &Reference, reader: &Reader) -> Result<PromisedMoney, Denial> {
    actor.person().ok_or(Denial::SignIn)?;
    let (commitment, line, beneficiary) = store::commitment_and_its_line(reader, key).await?.ok_or(Denial::NotFound)?;
    let programme = store::programme_of(reader, &line).await?;
    let scopes = Scope::over(programme);
    if !actor.holds(&READERS, &scopes) {
        return Err(Denial::NotFound);
    }
    let may = MayPay {
        certify: actor.holds(&CERTIFIERS, &scopes),
        order: actor.holds(&MANAGERS, &scopes),
        pay: actor.holds(&PAYERS, &scopes),
        audit: actor.holds(&AUDITORS, &scopes),
    };
    Ok(PromisedMoney { commitment, line, beneficiary, programme, may })
}

async fn readable_payment(actor: &Actor, (reference, number): (Reference, i32), reader: &Reader) -> Result<PaidMoney, Denial> {
    let promised = readable_commitment(actor, &reference, reader).await?;
    let payment = store::payment_numbered(reader, promised.commitment.id, number).await?.ok_or(Denial::NotFound)?;
    Ok(PaidMoney { payment, promised })
}

async fn readable_line(actor: &Actor, key: BudgetLineId, reader: &Reader) -> Result<FundedLine, Denial> {
    actor.person().ok_or(Denial::SignIn)?;
    let line = store::line(reader, key).await?.ok_or(Denial::NotFound)?;
    let programme = store::programme_of(reader, &line).await?;
    let scopes = Scope::over(programme);
    if !actor.holds(&READERS, &scopes) {
        return Err(Denial::NotFound);
    }
    let (may_manage, may_govern) = (owns(actor, &line, programme), actor.holds(&MANAGERS, &scopes));
    Ok(FundedLine { line, programme, may_manage, may_govern })
}

/// Whether the actor may move the money of a line: they hold the role that owns it, on its programme.
pub(super) fn owns(actor: &Actor, line: &budget_line::Model, programme: Option<ProgrammeId>) -> bool {
    actor.holds(&[line.owner_role], &Scope::over(programme))
}

fn programme_of(scope: Scope) -> Option<ProgrammeId> {
    match scope {
        Scope::Programme(programme) => Some(programme),
        Scope::Site | Scope::Call(_) | Scope::Dossier(_) => None,
    }
}

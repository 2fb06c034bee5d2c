//! Publishing a wave: its rules are fixed, its envelope is set aside, the public sees it. All of it or nothing.

use entity::values::{Book, Fingerprint, Money};
use serde_json::json;

use super::{
    super::{
        gates::{ManagedWave, PublishWave},
        rules::{Gap, Readiness, Refusal, gaps},
        store,
    },
    CallError, WaveRules, wave_rules,
};
use crate::{
    access::Permit,
    budget::{
        self,
        actions::{BudgetError, Reservation},
    },
    db::{Source, StoreError, Tx},
    journal::{self, Event, EventKind, Subject},
};

/// What publishing a wave would do, for who is about to.
#[derive(Clone, Debug)]
pub struct PublicationPlan {
    /// What would be fixed.
    pub rules: WaveRules,
    /// What is missing before.
    pub gaps: Vec<Gap>,
    /// The line that the envelope would be taken from.
    pub funding: Option<Funding>,
}

/// A budget line and what the envelope does to it.
#[derive(Clone, Debug)]
pub struct Funding {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: String,
    /// What it has available in the wave's fiscal year, in commitment authority (AE).
    pub available: Money,
    /// What would be left of it, or what lacks.
    pub outcome: Result<Money, Money>,
}

/// What publishing this wave would do at present.
///
/// # Errors
/// When the database fails.
pub async fn publication_plan(
    db: &impl Source,
    managed: &ManagedWave,
    now: entity::values::Instant,
) -> Result<PublicationPlan, StoreError> {
    let rules = wave_rules(db, managed.wave.id).await?;
    let line = store::calls::budget_line(db, &rules.call).await?;
    let funding = match line {
        Some(line) => funding(db, line, &rules).await?,
        None => None,
    };
    let gaps = gaps(&readiness(&rules, line.is_some()), now);
    Ok(PublicationPlan { rules, gaps, funding })
}

async fn funding(db: &impl Source, line: entity::values::BudgetLineId, rules: &WaveRules) -> Result<Option<Funding>, StoreError> {
    let envelope = rules.wave.envelope;
    let available = budget::actions::balances(db, line, Book::Ae, rules.wave.fiscal_year).await?.available();
    let outcome = match available.checked_sub(envelope) {
        Some(left) if left >= Money::ZERO => Ok(left),
        Some(_) | None => Err(envelope.checked_sub(available).unwrap_or(envelope)),
    };
    let line = budget::actions::line(db, line).await?;
    Ok(line.map(|line| Funding { code: line.code, label: line.label, available, outcome }))
}

fn readiness(rules: &WaveRules, has_budget_line: bool) -> Readiness {
    Readiness {
        criteria: rules.criteria.len(),
        questions: rules.questions.len(),
        closes_at: rules.wave.closes_at,
        has_budget_line,
    }
}

/// Publishes a wave as it stands.
///
/// # Errors
/// [`Refusal::Published`], [`Refusal::NotReady`], [`Refusal::EnvelopeExceeds`]; then nothing is kept.
pub async fn publish(tx: &Tx, permit: &Permit<PublishWave>) -> Result<(), CallError> {
    publish_as(tx, permit, |_| true).await
}

/// Publishes a wave if it still is what `seen` says was read.
///
/// # Errors
/// Those of [`publish`], and [`Refusal::ChangedSinceRead`].
pub async fn publish_as_read(tx: &Tx, permit: &Permit<PublishWave>, seen: &Fingerprint) -> Result<(), CallError> {
    publish_as(tx, permit, |rules| rules.fingerprint() == *seen).await
}

async fn publish_as(tx: &Tx, permit: &Permit<PublishWave>, is_as_read: impl Fn(&WaveRules) -> bool) -> Result<(), CallError> {
    let author = tx.author().ok_or_else(|| StoreError::Fault("a publication needs an author".to_owned()))?;
    if !store::calls::hold_draft(tx, permit.wave.id).await? {
        return Err(Refusal::Published.into());
    }
    let rules = wave_rules(tx, permit.wave.id).await?;
    if !is_as_read(&rules) {
        return Err(Refusal::ChangedSinceRead.into());
    }
    let line = store::calls::budget_line(tx, &rules.call).await?;
    let missing = gaps(&readiness(&rules, line.is_some()), tx.at());
    let Some(line) = line.filter(|_| missing.is_empty()) else {
        return Err(Refusal::NotReady(missing).into());
    };

    let WaveRules { call, wave, .. } = &rules;
    let reservation = Reservation {
        from: line,
        code: wave.reference.to_string(),
        label: format!("{}, vague {}", call.title, wave.number),
        year: wave.fiscal_year,
        amount: wave.envelope,
        reason: format!("Publication de la vague {}", wave.reference),
    };
    let entry = budget::actions::reserve(tx, reservation).await.map_err(lacking)?;
    store::calls::mark_published(tx, wave, author, entry).await?;
    let published = Event::new(EventKind::WavePublished, Subject::Wave(wave.id)).in_programme(wave.programme_id).after(&json!({
        "reference": wave.reference,
        "enveloppe": wave.envelope,
        "ouverture": wave.opens_at,
        "cloture": wave.closes_at,
        "criteres": rules.criteria.len(),
        "questions": rules.questions.len(),
        "empreinte": rules.fingerprint().to_string(),
    }));
    Ok(journal::record(tx, published).await?)
}

/// What the ledger refuses, in the words of calls.
fn lacking(error: BudgetError) -> CallError {
    use budget::Refusal as Ledger;
    match error {
        BudgetError::Store(error) => error.into(),
        BudgetError::Refused(Ledger::Insufficient { available, asked, missing }) => {
            Refusal::EnvelopeExceeds { available, asked, missing }.into()
        }
        BudgetError::Refused(Ledger::CodeTaken(_)) => Refusal::ReferenceTaken.into(),
        BudgetError::Refused(Ledger::NotPositive) => Refusal::EmptyEnvelope.into(),
        BudgetError::Refused(Ledger::YearClosed(year)) => Refusal::YearClosed(year).into(),
        BudgetError::Refused(Ledger::LineClosed(code)) => Refusal::LineClosed(code).into(),
        // What else the ledger refuses, a wave cannot ask of it.
        BudgetError::Refused(other) => StoreError::Fault(other.to_string()).into(),
    }
}

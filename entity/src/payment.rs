//! A payment on a commitment (« demande de paiement »): certified, ordered, then paid by somebody else.

use crate::values::{BudgetLineId, CommitmentId, Instant, Money, PaymentId, PaymentState, PersonId, Year};
use sea_orm::entity::prelude::*;

/// A row of `payment`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: PaymentId,
    /// The commitment that it pays.
    pub commitment_id: CommitmentId,
    /// Its rank in the commitment, from 1.
    pub number: i32,
    /// The line whose payment credits it takes.
    pub line_id: BudgetLineId,
    /// The fiscal year of those credits.
    pub year: Year,
    /// Whole euro cents, more than zero.
    pub amount: Money,
    /// What was done and is due: « Avance de 30 % ».
    pub label: String,
    /// The paper it rests on: an invoice, a report.
    pub document_reference: Option<String>,
    /// How far it has gone.
    pub state: PaymentState,
    /// Who certified that the service was done.
    pub certified_by: PersonId,
    /// When.
    pub certified_at: Instant,
    /// Who ordered it.
    pub ordered_by: Option<PersonId>,
    /// When.
    pub ordered_at: Option<Instant>,
    /// Who paid it; never who ordered it.
    pub paid_by: Option<PersonId>,
    /// When.
    pub paid_at: Option<Instant>,
    /// Why it was rejected or cancelled, the last time it was.
    pub reason: Option<String>,
    /// The same key twice is the same payment, certified once.
    pub creation_key: String,
    /// Grows by one at each step; a step on an older version is refused.
    pub version: i32,
}

relations! {
    Commitment: CommitmentId => commitment (default),
    Line: LineId => budget_line (default),
}

//! What a beneficiary owes back: money paid and not due, or an instalment of a recoverable advance.

use crate::values::{CommitmentId, Day, EntryId, Instant, Money, PersonId, RepaymentId, RepaymentKind, RepaymentState};
use sea_orm::entity::prelude::*;

/// A row of `repayment`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "repayment")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: RepaymentId,
    /// The commitment on which the money was paid.
    pub commitment_id: CommitmentId,
    /// Its rank in the commitment, from 1.
    pub number: i32,
    /// Why it is owed.
    pub kind: RepaymentKind,
    /// Whole euro cents, more than zero.
    pub amount: Money,
    /// The day by which it is owed.
    pub due_on: Day,
    /// What it is, in a line.
    pub label: String,
    /// The paper it rests on.
    pub document_reference: Option<String>,
    /// How far it has gone.
    pub state: RepaymentState,
    /// The entry by which it was claimed: what is given back, or no longer owed, goes where that entry took it.
    pub order_entry_id: Option<EntryId>,
    /// Who claimed it.
    pub ordered_by: Option<PersonId>,
    /// When.
    pub ordered_at: Option<Instant>,
    /// Who noted that it was given back; never who claimed it.
    pub collected_by: Option<PersonId>,
    /// When.
    pub collected_at: Option<Instant>,
    /// Why it is no longer owed.
    pub reason: Option<String>,
    /// The same key twice is the same repayment.
    pub creation_key: String,
    /// Grows by one at each step; a step on an older version is refused.
    pub version: i32,
}

relations! {
    Commitment: CommitmentId => commitment (default),
    OrderEntry: OrderEntryId => entry (default),
}

//! One fact of the ledger, made of balanced transfers. Never changed, but to receive its number once; a correction is a
//! reversal.

use crate::values::{Day, EarmarkId, EntryId, Instant, Journal, PersonId, Year};
use sea_orm::entity::prelude::*;

/// A row of `entry`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "entry")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: EntryId,
    /// The sort of fact it is.
    pub journal: Journal,
    /// The day it counts for.
    pub accounting_day: Day,
    /// The instant it was written, which may be later.
    pub recorded_at: Instant,
    /// The day of that instant in Paris.
    pub recorded_day: Day,
    /// The fiscal year it counts in: that of its accounting day.
    pub fiscal_year: Year,
    /// Who did it; absent when the program did, at the demo's start.
    pub actor_id: Option<PersonId>,
    /// Why, in a sentence.
    pub reason: String,
    /// The paper it rests on: a decree, a letter of delegation, a decision.
    pub document_reference: Option<String>,
    /// The entry that this one undoes.
    pub reverses_id: Option<EntryId>,
    /// The use that the money is reserved to, when it is taken from an earmark.
    pub earmark_id: Option<EarmarkId>,
    /// Its rank in the journal and year, without gaps; given once, when the entry is sealed.
    pub number: Option<i64>,
    /// The rank of its seal in the chain; absent while it waits.
    pub seal_number: Option<i64>,
    /// The same key twice is the same entry, recorded once.
    pub idempotency_key: Option<String>,
}

relations! {
    Actor: ActorId => person (default),
    Reverses: ReversesId => entry,
    Earmark: EarmarkId => earmark (default),
}

//! One opening of a call (« vague », « relève »): dates, envelope, jury and results belong to it.

use crate::values::{CallId, Day, EntryId, Instant, Money, PersonId, ProgrammeId, Rate, Reference, WaveId, Year};
use sea_orm::entity::prelude::*;

/// A row of `wave`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wave")]
pub struct Model {
    /// Its key.
    #[sea_orm(primary_key)]
    pub id: WaveId,
    /// Of which call.
    pub call_id: CallId,
    /// The call's programme, repeated so that rows partition along it.
    pub programme_id: ProgrammeId,
    /// Its rank in the call, from 1.
    pub number: i32,
    /// As people cite it: `AAP-TL-V2`.
    pub reference: Reference,
    /// The first instant at which a dossier can be submitted.
    pub opens_at: Instant,
    /// The last instant at which a dossier can be submitted, included.
    pub closes_at: Instant,
    /// The day on which results are expected.
    pub results_on: Option<Day>,
    /// Whole euro cents that the wave can award.
    pub envelope: Money,
    /// The fiscal year whose money it spends.
    pub fiscal_year: Year,
    /// The largest share of the expenses that can be paid, in millionths.
    pub max_aid_rate: Rate,
    /// The smallest aid one can ask for, in whole euro cents.
    pub min_aid: Money,
    /// The largest aid one can ask for, in whole euro cents.
    pub max_aid: Money,
    /// The largest file one can join, in bytes.
    pub max_file_bytes: i64,
    /// When it was shown to the public ahead of its opening.
    pub announced_at: Option<Instant>,
    /// When its rules were fixed.
    pub published_at: Option<Instant>,
    /// Who fixed them.
    pub published_by: Option<PersonId>,
    /// The ledger entry that set the envelope aside.
    pub reservation_entry_id: Option<EntryId>,
    /// The last number given to a dossier; the next one takes this plus one.
    pub last_dossier_number: i32,
    /// Grows by one at each save; a save on an older version is refused.
    pub version: i32,
}

relations! {
    Call: CallId => call (default),
    Programme: ProgrammeId => programme (default),
    PublishedBy: PublishedBy => person (default),
    ReservationEntry: ReservationEntryId => entry (default),
}

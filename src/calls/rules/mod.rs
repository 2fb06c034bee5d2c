//! What a call may be and when it opens. Pure.

pub mod board;
mod questionnaire;
mod readiness;
pub mod search;
mod state;
mod terms;

pub use questionnaire::{HEAVIEST, LONGEST_ANSWER, NewCriterion, NewQuestion};
pub use readiness::{Gap, Readiness, gaps};
pub use state::{Timetable, WaveState, state_at};
pub use terms::{LARGEST_FILE_MEGABYTES, MEGABYTE, NewCall, NewWave, Presentation, TypedTerms, check_reference};

use entity::values::{Money, Year};

/// Why a call's rule refuses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The wave was published: what candidates were told no longer changes.
    #[error("the wave is published")]
    Published,
    /// Another call, or a budget line, already has this reference.
    #[error("the reference is taken")]
    ReferenceTaken,
    /// The reference leaves no room for the numbers of waves and dossiers.
    #[error("the reference is too long")]
    ReferenceTooLong,
    /// The action belongs to a programme where the author drafts nothing.
    #[error("the action is not the author's to call for")]
    ActionElsewhere,
    /// It would close before it opens.
    #[error("closes before it opens")]
    ClosesBeforeOpening,
    /// Results would be known before the last dossier is in.
    #[error("results before closing")]
    ResultsBeforeClosing,
    /// Nothing to give.
    #[error("the envelope is empty")]
    EmptyEnvelope,
    /// The year whose money it would spend is closed.
    #[error("the year {0} is closed")]
    YearClosed(Year),
    /// The line that would bear it is closed.
    #[error("the line {0} is closed")]
    LineClosed(String),
    /// A rate at which nothing is paid.
    #[error("the aid rate is zero")]
    ZeroRate,
    /// The largest aid is zero.
    #[error("the largest aid is zero")]
    ZeroAid,
    /// The smallest aid is larger than the largest.
    #[error("the smallest aid exceeds the largest")]
    SmallestAidAboveLargest,
    /// One dossier could ask for more than there is.
    #[error("the largest aid exceeds the envelope")]
    LargestAidAboveEnvelope,
    /// A file limit of nothing, or of more than the service receives.
    #[error("the file limit is out of bounds")]
    FileLimit,
    /// A criterion that weighs nothing, or out of all proportion.
    #[error("the weight is out of bounds")]
    Weight,
    /// A criterion of this name is there already.
    #[error("the criterion is there already")]
    CriterionTwice,
    /// This question stands in this section already.
    #[error("the question is there already")]
    QuestionTwice,
    /// A choice among fewer than two things.
    #[error("fewer than two choices")]
    TooFewChoices,
    /// The same choice twice.
    #[error("the same choice twice")]
    ChoiceTwice,
    /// A limit of length on an answer that is no text, or out of bounds.
    #[error("the length limit is out of bounds")]
    LengthLimit,
    /// Something is missing before publication: everything that is.
    #[error("not ready: {0:?}")]
    NotReady(Vec<Gap>),
    /// The wave changed since its author read the recap.
    #[error("the wave changed since it was read")]
    ChangedSinceRead,
    /// The budget line has less available than the envelope takes.
    #[error("the envelope exceeds what is available by {missing}")]
    EnvelopeExceeds {
        /// What the line has.
        available: Money,
        /// What the envelope takes.
        asked: Money,
        /// What lacks.
        missing: Money,
    },
}

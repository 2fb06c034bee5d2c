//! What money may do, and what it has done. Pure.

pub mod chart;
pub mod entry;
pub mod figure;
pub mod movement;
pub mod payment;
pub mod repayment;
pub mod report;
pub mod reversal;
pub mod trail;
pub mod tree;
pub mod year_end;

use entity::values::{Day, EntryId, Journal, Money, PaymentState, RepaymentState, Year};

/// Why the ledger refuses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The account does not hold what is asked of it.
    #[error("{missing} missing: {asked} asked of {available}")]
    Insufficient {
        /// What the account holds.
        available: Money,
        /// What was asked of it.
        asked: Money,
        /// What is lacking: asked less available.
        missing: Money,
    },
    /// The account holds enough now, and did not on the day asked for or since.
    #[error("{available} on {day}, {asked} asked")]
    InsufficientThen {
        /// The first day on which it would lack money.
        day: Day,
        /// What it held at the end of that day.
        available: Money,
        /// What was asked of it.
        asked: Money,
    },
    /// An entry does not count in days to come.
    #[error("later than {today}")]
    DayAhead {
        /// Today in Paris.
        today: Day,
    },
    /// The year is closed.
    #[error("the year {0} is closed")]
    YearClosed(Year),
    /// The line is closed.
    #[error("the line {0} is closed")]
    LineClosed(String),
    /// Authority and payment credits never mix.
    #[error("from a book to the other")]
    AcrossBooks,
    /// Money changes year on its own line only.
    #[error("from a year to another, on another line")]
    AcrossYears,
    /// More than what is left of a part reserved to a use.
    #[error("{asked} asked of {left} left for {name}")]
    EarmarkOverrun {
        /// The use.
        name: String,
        /// What may still be taken for it.
        left: Money,
        /// What was asked.
        asked: Money,
    },
    /// The use has another part of the line already.
    #[error("{name} has {amount} already")]
    EarmarkTaken {
        /// The use.
        name: String,
        /// Its part.
        amount: Money,
    },
    /// There is no such part on the line.
    #[error("no such earmark")]
    NoSuchEarmark,
    /// What such an entry did is undone by an operation of its own.
    #[error("an entry of {0} is not reversed")]
    NotReversible(Journal),
    /// The entry was reversed before.
    #[error("reversed by the entry {0}")]
    ReversedAlready(EntryId),
    /// More than what is left of what was promised.
    #[error("{asked} asked of {left} left on the commitment")]
    BeyondCommitment {
        /// Promised, less what was certified.
        left: Money,
        /// What was asked.
        asked: Money,
    },
    /// More than what the law opened on the line cannot be given up.
    #[error("{asked} given up of {opened} opened here")]
    BeyondOpening {
        /// What was opened on the line, less what was given up.
        opened: Money,
        /// What was asked.
        asked: Money,
    },
    /// The payment is past this step, or not there yet.
    #[error("no step {step:?} from {state}")]
    NoSuchStep {
        /// How far the payment has gone.
        state: PaymentState,
        /// What was asked.
        step: payment::Step,
    },
    /// The repayment is past this step, or not there yet.
    #[error("the repayment is {0}")]
    NoSuchClaimStep(RepaymentState),
    /// Nobody notes that what they claimed themselves was given back.
    #[error("claimed by the same person")]
    OwnClaim,
    /// More than what was paid and not claimed yet.
    #[error("{asked} claimed of {left} paid")]
    BeyondPaid {
        /// Paid, less what was claimed.
        left: Money,
        /// What was asked.
        asked: Money,
    },
    /// Instalments are at least a cent each, as many as `most`, some months apart.
    #[error("not a schedule")]
    NotASchedule {
        /// The most instalments.
        most: i32,
    },
    /// Something is certified or ordered, and not paid yet.
    #[error("{0} on the way to be paid")]
    PaymentsUnderWay(Money),
    /// Nothing of the commitment is left to settle.
    #[error("settled already")]
    SettledAlready,
    /// More is carried over than the line has left.
    #[error("{asked} carried over of {available}")]
    BeyondLeft {
        /// What the line has left.
        available: Money,
        /// What was asked.
        asked: Money,
    },
    /// More payment credits are carried over than the cap allows.
    #[error("{asked} carried over of {limit} allowed")]
    BeyondCarryOver {
        /// The most that may be.
        limit: Money,
        /// What was asked.
        asked: Money,
    },
    /// The year is not over.
    #[error("the year {0} is not over")]
    YearNotOver(Year),
    /// No year waits to be closed.
    #[error("no year to close")]
    NoYearToClose,
    /// A line that still holds money is not closed.
    #[error("the line holds {0}")]
    LineHolds(Money),
    /// A line is not closed above open ones, nor opened again below a closed one.
    #[error("the line {0} stands in the way")]
    LineInTheWay(String),
    /// The clock shows a year that no budget has.
    #[error("no such fiscal year")]
    NoSuchYear,
    /// Nobody pays what they ordered themselves.
    #[error("ordered by the same person")]
    OwnOrder,
    /// Payment credits are taken from the commitment's line or one above it.
    #[error("the line does not contain the commitment's")]
    NotAbove,
    /// Nothing, or less than nothing, cannot be moved.
    #[error("an amount is more than zero")]
    NotPositive,
    /// The account would hold more than an amount can say.
    #[error("the balance would be too large")]
    TooLarge,
    /// Money is handed down the tree, never sideways or up.
    #[error("the line is not below the one that gives")]
    NotBelow,
    /// A line below receives by delegation.
    #[error("the line is below the one that gives")]
    Below,
    /// The line is somebody else's.
    #[error("the line {0} is not the author's")]
    NotYours(String),
    /// The line does not exist.
    #[error("no such line")]
    NoSuchLine,
    /// A code is made of capital letters, digits and hyphens, 40 at most.
    #[error("{0} is not a code")]
    NotACode(String),
    /// Another line has this code.
    #[error("the code {0} is taken")]
    CodeTaken(String),
    /// Another commitment has this reference.
    #[error("the commitment {0} exists already")]
    CommittedAlready(String),
    /// The same form was recorded before, with another amount: this one was not.
    #[error("the same form was recorded for {recorded}")]
    RecordedOtherwise {
        /// What was recorded the first time.
        recorded: Money,
    },
}

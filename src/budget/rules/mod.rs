//! What money may do, and what it has done. Pure.

pub mod chart;
pub mod entry;
pub mod figure;
pub mod movement;
pub mod payment;
pub mod report;
pub mod tree;

use entity::values::{Money, PaymentState};

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

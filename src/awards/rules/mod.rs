//! From the jury's marks to a decision: the ranking and its funding line, what may be awarded, who signs when. Pure.

pub mod decision;
pub mod proposal;
pub mod ranking;

use entity::values::{DossierId, Instant, Money};

/// Why a rule of awards refuses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Dossiers may still come in: nothing is decided before the wave has closed, at this instant (UTC).
    #[error("the wave is open until {0:?}")]
    StillOpen(Instant),
    /// No dossier was judged.
    #[error("there is nothing to decide")]
    NothingToDecide,
    /// No decision was prepared.
    #[error("no decision was prepared")]
    NotPrepared,
    /// What is proposed for some dossiers cannot be.
    #[error("flawed proposals: {0:?}")]
    Flawed(Vec<(DossierId, proposal::Flaw)>),
    /// The decision leaves out these dossiers of the wave, or speaks of others.
    #[error("dossiers left out or foreign: {0:?}")]
    NotTheseDossiers(Vec<DossierId>),
    /// That many dossiers were submitted and never examined.
    #[error("{0} dossiers were never examined")]
    Unexamined(u64),
    /// The ranking is no longer the one on which the decision was prepared.
    #[error("the ranking changed meanwhile")]
    RankingChanged,
    /// The awards exceed the envelope.
    #[error("{total} awarded out of {envelope}: {missing} missing")]
    OverEnvelope {
        /// What the wave can award.
        envelope: Money,
        /// What the decision awards.
        total: Money,
        /// What is missing.
        missing: Money,
    },
    /// The signatory does not say in what capacity they sign (norms §5: CRPA L212-1).
    #[error("a signature states a capacity")]
    NoCapacity,
    /// The signatory has a hand in these dossiers of the wave: somebody else signs.
    #[error("the signatory has a hand in {0:?}")]
    OwnDossiers(Vec<DossierId>),
    /// The decision was not signed yet.
    #[error("the decision is not signed")]
    NotSigned,
    /// The decision was signed: it no longer changes.
    #[error("the decision was signed")]
    AlreadySigned,
    /// The decision was published.
    #[error("the decision was published")]
    AlreadyPublished,
    /// The wave has no line of budget to commit from.
    #[error("the wave has no line of budget")]
    NoBudgetLine,
}

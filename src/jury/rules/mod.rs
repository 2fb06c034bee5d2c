//! How a jury judges: interests first, a load shared fairly, marks that are exact. Pure.

pub mod interests;
pub mod proposal;
pub mod review;
pub mod score;

use entity::values::{CriterionId, DossierId, JurorId};

/// Why a rule of the jury refuses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The person was invited to this jury, and may still answer or has accepted.
    #[error("invited already")]
    InvitedAlready,
    /// Some dossiers were left without a declaration.
    #[error("dossiers without a declaration: {0:?}")]
    Undeclared(Vec<DossierId>),
    /// A dossier cannot be given to this juror, or taken back.
    #[error("dossier {dossier} and juror {juror}: {why}")]
    Assignment {
        /// Which dossier.
        dossier: DossierId,
        /// Which juror.
        juror: JurorId,
        /// Why not.
        why: Obstacle,
    },
    /// The review was handed in: it no longer changes.
    #[error("the review was handed in")]
    HandedIn,
    /// The dossier is decided, or no longer judged.
    #[error("the dossier is no longer judged")]
    NoLongerJudged,
    /// A mark is given on something that the grid does not hold.
    #[error("not a criterion of this wave")]
    ForeignCriterion,
    /// A review is handed in whole: these criteria have no mark.
    #[error("criteria without a mark: {0:?}")]
    Unscored(Vec<CriterionId>),
}

/// What stands between a dossier and a juror.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Obstacle {
    /// The dossier is not one that this jury judges.
    #[error("the dossier is not judged by this jury")]
    NotJudged,
    /// The person is not a member of this jury.
    #[error("not a member of this jury")]
    NotAMember,
    /// The juror has not declared their interests about this dossier.
    #[error("interests not declared")]
    InterestsUndeclared,
    /// The juror has a hand in the dossier: they wrote it, or act for its structure (CRPA L100-2).
    #[error("the juror has a hand in the dossier")]
    OwnDossier,
    /// The juror stepped aside (« déport »).
    #[error("recused")]
    Recused,
    /// The juror has begun to write: what they wrote is not thrown away.
    #[error("the review has begun")]
    ReviewBegun,
}

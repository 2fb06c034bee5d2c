//! What a dossier is, when it is complete, and how it moves. Pure.

pub mod examination;
pub mod files;
pub mod form;
pub mod list;
pub mod parties;
pub mod plan;
pub mod receipt;
pub mod remedies;
pub mod state;
pub mod submission;

use entity::values::{Instant, one_line};

use files::FileRefusal;
use state::NoSuchStep;
use submission::Obstacle;

/// The longest name of a project, in characters.
pub const LONGEST_TITLE: usize = 200;

/// Why a rule of dossiers refuses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The wave does not take dossiers yet.
    #[error("the wave opens at {0}")]
    NotOpenYet(Instant),
    /// The wave no longer takes dossiers.
    #[error("the wave closed at {0}")]
    Closed(Instant),
    /// The author does not act for this structure.
    #[error("not a structure of the author")]
    NotYourOrganisation,
    /// The project has no name.
    #[error("no title")]
    TitleMissing,
    /// The project's name is longer than [`LONGEST_TITLE`].
    #[error("the title is too long: {0} characters")]
    TitleTooLong(usize),
    /// The dossier's state does not allow this.
    #[error(transparent)]
    Step(#[from] NoSuchStep),
    /// Only a draft can be changed.
    #[error("the dossier is no longer a draft")]
    NoLongerDraft,
    /// A question that the form does not ask.
    #[error("the form does not ask this")]
    UnknownQuestion,
    /// The plan has more lines than anyone reads, or a sum that no amount can hold.
    #[error(transparent)]
    Plan(#[from] plan::PlanRefusal),
    /// The file cannot be joined.
    #[error("the file is refused: {0:?}")]
    File(FileRefusal),
    /// What stands in the way of the submission.
    #[error("{} obstacle(s)", .0.len())]
    Obstacles(Vec<Obstacle>),
    /// Finding a dossier ineligible takes a reason, which its owner reads.
    #[error("no reason")]
    ReasonMissing,
    /// An ineligibility is decided in some capacity, which its owner reads (CRPA L212-1).
    #[error("no capacity")]
    CapacityMissing,
    /// The decision on the wave is prepared: what it speaks of is no longer examined again.
    #[error("the decision on the wave is prepared")]
    DecisionPrepared,
    /// Nobody examines a dossier in which they have a hand (CRPA L100-2).
    #[error("the author has a hand in this dossier")]
    OwnDossier,
    /// The reason is longer than [`examination::LONGEST_REASON`].
    #[error("the reason is too long: {0} characters")]
    ReasonTooLong(usize),
}

/// The name of a project as it is kept: on one line, without stray spaces.
///
/// # Errors
/// When nothing is left of it, or too much.
pub fn title(typed: &str) -> Result<String, Refusal> {
    let title = one_line(typed);
    match title.chars().count() {
        0 => Err(Refusal::TitleMissing),
        length if length > LONGEST_TITLE => Err(Refusal::TitleTooLong(length)),
        _ => Ok(title),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_has_a_name_on_one_line() {
        assert_eq!(title(" Télé\n suivi "), Ok("Télé suivi".to_owned()));
        assert_eq!(title(" \n"), Err(Refusal::TitleMissing));
        assert_eq!(title(&"é".repeat(201)), Err(Refusal::TitleTooLong(201)));
    }
}

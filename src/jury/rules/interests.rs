//! Interests are declared before anything of a dossier is read (norms §5: impartiality of juries; a member with a link
//! neither sees nor scores the dossier).

use entity::values::{DossierId, Instant};

use super::{Obstacle, Refusal};

/// What a juror declares about one dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Interest {
    /// No link with it.
    Nothing,
    /// A link, and which one: the juror steps aside.
    Link(String),
}

/// Whether a declaration made at `declared_at` speaks of a dossier submitted at `submitted_at`, both UTC. A dossier that
/// came later was not in the list that the juror read.
#[must_use]
pub fn covers(declared_at: Option<Instant>, submitted_at: Option<Instant>) -> bool {
    matches!((declared_at, submitted_at), (Some(declared), Some(submitted)) if submitted <= declared)
}

/// What is known between a juror and a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Whether the juror wrote the dossier, or acts for its structure.
    pub has_a_hand: bool,
    /// Whether the juror stepped aside.
    pub is_recused: bool,
    /// When the juror declared their interests, UTC.
    pub declared_at: Option<Instant>,
    /// When the dossier was submitted, UTC.
    pub submitted_at: Option<Instant>,
}

/// Why the dossier cannot be given to the juror, if it cannot.
#[must_use]
pub fn barrier(link: Link) -> Option<Obstacle> {
    if link.has_a_hand {
        Some(Obstacle::OwnDossier)
    } else if link.is_recused {
        Some(Obstacle::Recused)
    } else if covers(link.declared_at, link.submitted_at) {
        None
    } else {
        Some(Obstacle::InterestsUndeclared)
    }
}

/// A declaration is whole: it speaks of every dossier still to be declared about.
///
/// # Errors
/// [`Refusal::Undeclared`] names those that it leaves out.
pub fn check_whole(expected: impl IntoIterator<Item = DossierId>, declared: &[(DossierId, Interest)]) -> Result<(), Refusal> {
    let left_out: Vec<DossierId> =
        expected.into_iter().filter(|dossier| !declared.iter().any(|(about, _)| about == dossier)).collect();
    if left_out.is_empty() { Ok(()) } else { Err(Refusal::Undeclared(left_out)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_speaks_of_what_was_there() {
        let [early, late] = [Instant::from_millis(1), Instant::from_millis(2)];
        assert!(covers(Some(late), Some(early)));
        assert!(covers(Some(early), Some(early)));
        assert!(!covers(Some(early), Some(late)));
        assert!(!covers(None, Some(early)));
        assert!(!covers(Some(late), None));
    }

    #[test]
    fn a_dossier_goes_to_nobody_who_is_tied_to_it() {
        let day = Some(Instant::from_millis(1));
        let free = Link { has_a_hand: false, is_recused: false, declared_at: day, submitted_at: day };
        assert_eq!(barrier(free), None);
        assert_eq!(barrier(Link { declared_at: None, ..free }), Some(Obstacle::InterestsUndeclared));
        assert_eq!(barrier(Link { is_recused: true, ..free }), Some(Obstacle::Recused));
        assert_eq!(barrier(Link { has_a_hand: true, is_recused: true, ..free }), Some(Obstacle::OwnDossier));
    }

    #[test]
    fn a_declaration_leaves_no_dossier_out() {
        let declared = [(DossierId(1), Interest::Nothing), (DossierId(3), Interest::Link("mon laboratoire".to_owned()))];
        assert_eq!(check_whole([DossierId(1), DossierId(3)], &declared), Ok(()));
        assert_eq!(check_whole([DossierId(1), DossierId(2)], &declared), Err(Refusal::Undeclared(vec![DossierId(2)])));
    }
}

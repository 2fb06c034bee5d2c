//! Interests are declared before anything of a dossier is read (norms §5: impartiality of juries; a member with a link
//! neither sees nor scores the dossier).

use entity::values::{DossierId, Instant};

use super::Refusal;

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
    fn a_declaration_leaves_no_dossier_out() {
        let declared = [(DossierId(1), Interest::Nothing), (DossierId(3), Interest::Link("mon laboratoire".to_owned()))];
        assert_eq!(check_whole([DossierId(1), DossierId(3)], &declared), Ok(()));
        assert_eq!(check_whole([DossierId(1), DossierId(2)], &declared), Err(Refusal::Undeclared(vec![DossierId(2)])));
    }
}

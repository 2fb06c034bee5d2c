//! Who has a hand in a dossier: they neither examine, nor judge, nor decide it (CRPA L100-2: impartiality).

use std::collections::BTreeSet;

use entity::values::{DossierId, PersonId};

/// Who has a hand in which dossiers: whoever writes one, and whoever acts for the structure that applies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parties(BTreeSet<(DossierId, PersonId)>);

impl Parties {
    /// Whether this person has a hand in this dossier.
    #[must_use]
    pub fn include(&self, dossier: DossierId, person: PersonId) -> bool {
        self.0.contains(&(dossier, person))
    }

    /// The dossiers in which this person has a hand, in the order of their keys.
    pub fn dossiers_of(&self, person: PersonId) -> impl Iterator<Item = DossierId> {
        self.0.iter().filter(move |(_, party)| *party == person).map(|(dossier, _)| *dossier)
    }
}

impl FromIterator<(DossierId, PersonId)> for Parties {
    fn from_iter<T: IntoIterator<Item = (DossierId, PersonId)>>(parties: T) -> Self {
        Self(parties.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hand_in_one_dossier_is_no_hand_in_another() {
        let parties: Parties =
            [(DossierId(1), PersonId(7)), (DossierId(3), PersonId(7)), (DossierId(2), PersonId(8))].into_iter().collect();
        assert!(parties.include(DossierId(1), PersonId(7)) && !parties.include(DossierId(2), PersonId(7)));
        assert_eq!(parties.dossiers_of(PersonId(7)).collect::<Vec<_>>(), [DossierId(1), DossierId(3)]);
    }
}

//! What staff ask of the list of a wave's dossiers.

use entity::values::DossierState;

/// The longest search, in characters.
const LONGEST_SEARCH: usize = 100;

/// A column by which the list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortKey {
    /// The dossier's reference, which is the order in which dossiers were begun.
    #[default]
    Reference,
    /// The project's name.
    Title,
    /// The structure's name.
    Organisation,
    /// The sum of the expenses.
    Expenses,
    /// The aid asked for.
    Aid,
    /// When it was submitted.
    SubmittedAt,
}

impl SortKey {
    /// Every key.
    pub const ALL: [Self; 6] = [Self::Reference, Self::Title, Self::Organisation, Self::Expenses, Self::Aid, Self::SubmittedAt];

    /// The word of the key in an address.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::Title => "projet",
            Self::Organisation => "structure",
            Self::Expenses => "depenses",
            Self::Aid => "aide",
            Self::SubmittedAt => "depot",
        }
    }
}

/// By what the list is sorted, and which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// The column.
    pub key: SortKey,
    /// Largest or latest first.
    pub descending: bool,
}

impl Sort {
    /// Reads `aide` or `-aide`; anything odd is the order of references.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let (descending, word) = text.strip_prefix('-').map_or((false, text), |word| (true, word));
        match SortKey::ALL.into_iter().find(|key| key.word() == word) {
            Some(key) => Self { key, descending },
            None => Self::default(),
        }
    }

    /// How it is written in an address.
    #[must_use]
    pub fn word(self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.key.word())
    }

    /// The sort that a click on the head of `key` asks for: the other way when it is the one at hand.
    #[must_use]
    pub fn clicked(self, key: SortKey) -> Self {
        Self { key, descending: self.key == key && !self.descending }
    }
}

/// Which dossiers are listed. Drafts never are: they belong to those who write them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words of a reference, a project, a structure or a SIRET; empty for all.
    pub search: String,
    /// Only those in this state.
    pub state: Option<DossierState>,
}

impl Filter {
    /// Reads a filter from an address; what is odd filters nothing.
    #[must_use]
    pub fn read(search: &str, state: &str) -> Self {
        let search = search.trim().chars().filter(|character| !character.is_control()).take(LONGEST_SEARCH).collect();
        let state = state.parse().ok().filter(|state| *state != DossierState::Draft);
        Self { search, state }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sort_reads_what_it_writes() {
        for key in SortKey::ALL {
            for descending in [false, true] {
                let sort = Sort { key, descending };
                assert_eq!(Sort::read(&sort.word()), sort);
            }
        }
        assert_eq!(Sort::read("'; DROP"), Sort::default());
    }

    #[test]
    fn a_second_click_turns_the_order_round() {
        let by_aid = Sort::default().clicked(SortKey::Aid);
        assert_eq!(by_aid, Sort { key: SortKey::Aid, descending: false });
        assert_eq!(by_aid.clicked(SortKey::Aid), Sort { key: SortKey::Aid, descending: true });
    }

    #[test]
    fn nobody_filters_drafts_into_the_list() {
        assert_eq!(Filter::read("", "draft").state, None);
        assert_eq!(Filter::read(" a\0b ", "eligible"), Filter { search: "ab".to_owned(), state: Some(DossierState::Eligible) });
    }
}

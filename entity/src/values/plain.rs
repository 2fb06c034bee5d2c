//! Text as it is searched: case and accents aside, the same in a page, on SQLite and on PostgreSQL.

use sea_orm::DeriveValueType;

/// A text in plain letters, kept beside the one that people wrote so that lists can be searched. Neither database can be
/// trusted with it: SQLite knows ASCII alone, PostgreSQL what its locale says.
#[derive(Clone, Debug, PartialEq, Eq, DeriveValueType)]
pub struct Plain(String);

impl Plain {
    /// The plain letters of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(plain(text))
    }

    /// They.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text in lower case without the accents of French and of its neighbours' names. Other alphabets stay as they are.
#[must_use]
pub fn plain(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut plain, letter| {
        match letter {
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' | 'À' | 'Â' | 'Ä' | 'Á' | 'Ã' | 'Å' => plain.push('a'),
            'ç' | 'Ç' => plain.push('c'),
            'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => plain.push('e'),
            'î' | 'ï' | 'í' | 'ì' | 'Î' | 'Ï' | 'Í' | 'Ì' => plain.push('i'),
            'ñ' | 'Ñ' => plain.push('n'),
            'ô' | 'ö' | 'ó' | 'õ' | 'ò' | 'Ô' | 'Ö' | 'Ó' | 'Õ' | 'Ò' => plain.push('o'),
            'ù' | 'û' | 'ü' | 'ú' | 'Ù' | 'Û' | 'Ü' | 'Ú' => plain.push('u'),
            'ÿ' | 'ý' | 'Ÿ' | 'Ý' => plain.push('y'),
            'œ' | 'Œ' => plain.push_str("oe"),
            'æ' | 'Æ' => plain.push_str("ae"),
            '’' => plain.push('\''),
            // Accents typed apart from their letter, as some keyboards and files have them.
            '\u{300}'..='\u{303}' | '\u{308}' | '\u{30a}' | '\u{327}' => {}
            other => plain.push(other.to_ascii_lowercase()),
        }
        plain
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_are_set_aside() {
        assert_eq!(plain("L’Évaluation des Œuvres, À NANTES"), "l'evaluation des oeuvres, a nantes");
        assert_eq!(plain("e\u{301}te\u{301}"), plain("ÉTÉ"));
    }

    #[test]
    fn other_alphabets_stay_as_they_are() {
        assert_eq!(plain("Ωμέγα"), "Ωμέγα");
    }
}

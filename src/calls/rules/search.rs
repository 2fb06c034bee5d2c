//! Finding a call by what people type: case and accents aside, the same on both databases.

/// Whether every word typed stands somewhere in `texts`. Nothing typed finds everything.
#[must_use]
pub fn finds(typed: &str, texts: &[&str]) -> bool {
    let texts: Vec<String> = texts.iter().map(|text| plain(text)).collect();
    plain(typed).split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)))
}

/// The text in lower case without the accents of French.
fn plain(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).fold(String::with_capacity(text.len()), |mut plain, letter| {
        match letter {
            'à' | 'â' | 'ä' | 'á' | 'ã' => plain.push('a'),
            'ç' => plain.push('c'),
            'é' | 'è' | 'ê' | 'ë' => plain.push('e'),
            'î' | 'ï' | 'í' => plain.push('i'),
            'ñ' => plain.push('n'),
            'ô' | 'ö' | 'ó' | 'õ' => plain.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => plain.push('u'),
            'ÿ' => plain.push('y'),
            'œ' => plain.push_str("oe"),
            'æ' => plain.push_str("ae"),
            '’' => plain.push('\''),
            // Accents typed apart from their letter, as some keyboards and files have them.
            '\u{300}'..='\u{36f}' => {}
            other => plain.push(other),
        }
        plain
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_and_accents_do_not_matter() {
        for typed in ["evaluation", "ÉVALUATION", "é\u{301}valuation", "  numeriques   evaluation ", "l'evaluation", "AAP-ev"] {
            assert!(finds(typed, &["L’Évaluation des dispositifs numériques", "AAP-EVAL"]), "{typed}");
        }
        assert!(finds("oeuvre", &["Chef-d’œuvre"]));
    }

    #[test]
    fn every_word_counts_and_signs_are_ordinary() {
        assert!(!finds("évaluation hôpital", &["Évaluation"]));
        assert!(!finds("%", &["Évaluation"]));
        assert!(!finds("_", &["Évaluation"]));
        assert!(finds("50 %", &["Aide de 50 % au plus"]));
        assert!(finds("", &[]));
    }

    proptest! {
        #[test]
        fn a_text_is_found_by_itself(text in "\\PC{0,40}") {
            prop_assert!(finds(&text, &[&text]));
        }
    }
}

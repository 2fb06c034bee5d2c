//! Finding a call by what people type, case and accents aside.

use entity::values::plain;

/// Whether every word typed stands somewhere in `texts`. Nothing typed finds everything.
#[must_use]
pub fn finds(typed: &str, texts: &[&str]) -> bool {
    let texts: Vec<String> = texts.iter().map(|text| plain(text)).collect();
    plain(typed).split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)))
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

//! Words from anyone, made fit for print: an accessible PDF may hold no sign that its fonts cannot draw.

use super::typeset;

/// Stands for what the fonts cannot draw.
const UNKNOWN: char = '□';

/// The same words without what does not print: signs that no font of ours has (emoji) become « □ », tabs a space, and
/// what would act instead of being read (controls, marks that turn the direction of a line) goes.
pub(super) fn printable(words: &str) -> String {
    words.replace("\r\n", "\n").chars().filter_map(printable_sign).collect()
}

fn printable_sign(sign: char) -> Option<char> {
    match sign {
        '\n' => Some('\n'),
        '\t' => Some(' '),
        _ if sign.is_control() || acts_unseen(sign) => None,
        _ if typeset::can_draw(sign) => Some(sign),
        _ => Some(UNKNOWN),
    }
}

/// Signs that print nothing: joiners, byte order marks, marks of direction (with which a name could turn its own line
/// around), choosers of variants, tags.
fn acts_unseen(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_prints_as_it_is() {
        let words = "L’Œuvre « à l’hôpital » – 1\u{202f}234,50\u{a0}€ ; ça coûte ½ % …\nÉlève, naïf, Ÿ";
        assert_eq!(printable(words), words);
    }

    #[test]
    fn other_scripts_of_europe_print_too() {
        for words in ["Ελλάδα", "Болгария", "Łódź", "Kőszeg", "Þingvellir"] {
            assert_eq!(printable(words), words);
        }
    }

    #[test]
    fn what_cannot_be_drawn_shows_that_it_was_there() {
        assert_eq!(printable("CHU 🏥 中"), "CHU □ □");
    }

    #[test]
    fn what_acts_unseen_is_gone() {
        assert_eq!(printable("a\u{202e}b\u{0}c\u{200b}d\te\r\nf\u{feff}"), "abcd e\nf");
    }
}

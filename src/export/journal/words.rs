//! Words made to fit a format.

use encoding_rs::{EncoderResult, ISO_8859_15};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The text on one line, each run of spaces of any kind as one space, and nothing that cannot be seen.
pub(super) fn on_one_line(text: &str) -> String {
    let visible: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text in ISO-8859-15, one byte a character. What it lacks is written as nearly as it can: the letter without its
/// accent, the plain sign for the fine one, and « ? » for what has no likeness.
pub(super) fn latin_9(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.nfc() {
        if !push(&mut bytes, character) {
            for near in likeness(character) {
                push(&mut bytes, near);
            }
        }
    }
    bytes
}

/// Adds a character; answers whether the charset has it.
fn push(bytes: &mut Vec<u8>, character: char) -> bool {
    let (mut letter, mut encoded) = ([0; 4], [0; 4]);
    let letter: &str = character.encode_utf8(&mut letter);
    let (result, _, written) = ISO_8859_15.new_encoder().encode_from_utf8_without_replacement(letter, &mut encoded, true);
    bytes.extend_from_slice(encoded.get(..written).unwrap_or_default());
    matches!(result, EncoderResult::InputEmpty)
}

fn likeness(character: char) -> Vec<char> {
    let near = match character {
        '‘' | '’' | '‚' | '′' => "'",
        '“' | '”' | '„' | '″' => "\"",
        '‐'..='―' | '−' => "-",
        '→' | '⇒' => "->",
        '←' | '⇐' => "<-",
        '•' | '◦' => "-",
        '≤' => "<=",
        '≥' => ">=",
        '≠' => "!=",
        'ł' => "l",
        'Ł' => "L",
        'đ' => "d",
        'Đ' => "D",
        'ı' => "i",
        // What acts unseen: joiners, marks of direction, accents that no letter takes.
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => "",
        mark if is_combining_mark(mark) => "",
        other => return parts(other),
    };
    near.chars().collect()
}

/// The parts of a character that the charset has: `ń` is `n`, `…` is `...`, the narrow space is a space.
fn parts(character: char) -> Vec<char> {
    let parts: Vec<char> = [character].into_iter().nfkd().filter(|part| push(&mut Vec::new(), *part)).collect();
    if parts.is_empty() { vec!['?'] } else { parts }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_on_one_line() {
        assert_eq!(on_one_line(" a\tb\r\n\u{202f}c\u{a0}d\u{7}e "), "a b c d e");
    }

    #[test]
    fn the_charset_has_french_whole() {
        assert_eq!(latin_9("été € œ Œ Ÿ"), b"\xe9t\xe9 \xa4 \xbd \xbc \xbe");
        assert_eq!(latin_9("e\u{301}"), b"\xe9", "an accent apart from its letter joins it");
    }

    #[test]
    fn what_it_lacks_is_written_as_nearly_as_it_can() {
        for (typed, near) in [
            ("l’hôpital → 12\u{202f}000", &b"l'h\xf4pital -> 12 000"[..]),
            ("“a” – b… −1", b"\"a\" - b... -1"),
            ("Gdańsk, Łódź, ŝ, ﬁn", b"Gdansk, L\xf3dz, s, fin"),
            ("x\u{200b}y\u{202e}z", b"xyz"),
            ("Ω 中 😀", b"? ? ?"),
        ] {
            assert_eq!(latin_9(typed), near, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn every_text_fits(text in any::<String>()) {
            let again = ISO_8859_15.decode_without_bom_handling(&latin_9(&text)).0.into_owned();
            prop_assert_eq!(latin_9(&again), latin_9(&text));
        }
    }
}

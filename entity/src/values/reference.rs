//! References: the names by which people quote calls, waves and dossiers.

use std::fmt;
use std::str::FromStr;

use sea_orm::DeriveValueType;

/// A reference such as `AAP-TL-V2-0042`: words of capital letters and digits, joined by hyphens, at most 40 characters.
///
/// It can be read over the telephone, and stand in a URL or in the name of a file as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
#[sea_orm(value_type = "String")]
pub struct Reference(String);

/// Why a text is not a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ReferenceError {
    /// Nothing was typed.
    #[error("no reference")]
    Empty,
    /// More than 40 characters.
    #[error("too long")]
    TooLong,
    /// Something else than letters without accent, digits and hyphens.
    #[error("a character that references do not have")]
    Character,
    /// A hyphen that joins nothing: first, last or doubled.
    #[error("misplaced hyphen")]
    Hyphen,
    /// Waves and dossiers are numbered from 1.
    #[error("not a number from 1")]
    Number,
}

/// The longest reference, in characters.
const LONGEST: usize = 40;

impl Reference {
    /// Reads a reference from anywhere, a URL or a search box: surrounding spaces and lower case are forgiven.
    ///
    /// # Errors
    /// [`ReferenceError`]
    pub fn parse(text: &str) -> Result<Reference, ReferenceError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ReferenceError::Empty);
        }
        if text.chars().nth(LONGEST).is_some() {
            return Err(ReferenceError::TooLong);
        }
        if !text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return Err(ReferenceError::Character);
        }
        if text.split('-').any(str::is_empty) {
            return Err(ReferenceError::Hyphen);
        }
        Ok(Reference(text.to_ascii_uppercase()))
    }

    /// The second wave of `AAP-TL` is `AAP-TL-V2`.
    ///
    /// # Errors
    /// `Number` below 1; `TooLong`.
    pub fn wave(call: &Reference, number: impl Into<i64>) -> Result<Reference, ReferenceError> {
        let number = from_one(number)?;
        Reference::parse(&format!("{call}-V{number}"))
    }

    /// The 42nd dossier of `AAP-TL-V2` is `AAP-TL-V2-0042`: four digits, so that a list sorts as people expect.
    ///
    /// # Errors
    /// `Number` below 1; `TooLong`.
    pub fn dossier(wave: &Reference, number: impl Into<i64>) -> Result<Reference, ReferenceError> {
        let number = from_one(number)?;
        Reference::parse(&format!("{wave}-{number:04}"))
    }

    /// The reference.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn from_one(number: impl Into<i64>) -> Result<i64, ReferenceError> {
    let number = number.into();
    if number >= 1 { Ok(number) } else { Err(ReferenceError::Number) }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for Reference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Reference, ReferenceError> {
        Reference::parse(text)
    }
}

text_in_json!(Reference: to_string, parse);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_dossier_is_named_after_its_wave_and_call() {
        let call = Reference::parse("AAP-TL").unwrap();
        let wave = Reference::wave(&call, 2).unwrap();
        assert_eq!(wave.as_str(), "AAP-TL-V2");
        assert_eq!(Reference::dossier(&wave, 42).unwrap().to_string(), "AAP-TL-V2-0042");
        assert_eq!(Reference::dossier(&wave, 12_345_u32).unwrap().to_string(), "AAP-TL-V2-12345");
        assert_eq!(Reference::wave(&call, 0), Err(ReferenceError::Number));
        assert_eq!(Reference::dossier(&wave, -1_i64), Err(ReferenceError::Number));
    }

    #[test]
    fn a_reference_is_read_from_anywhere() {
        let reference = Reference::parse("AAP-TL-V2-0042").unwrap();
        for typed in [" AAP-TL-V2-0042 ", "aap-tl-v2-0042", "Aap-Tl-V2-0042\n"] {
            assert_eq!(Reference::parse(typed).as_ref(), Ok(&reference), "{typed:?}");
        }
    }

    #[test]
    fn hostile_text_is_refused_with_its_reason() {
        let forty = "A".repeat(40);
        assert!(Reference::parse(&forty).is_ok());
        assert_eq!(Reference::parse(&format!("{forty}A")), Err(ReferenceError::TooLong));
        assert_eq!(Reference::wave(&Reference::parse(&forty).unwrap(), 1), Err(ReferenceError::TooLong));
        for (reason, refused) in [
            (ReferenceError::Empty, &["", " \t"][..]),
            (ReferenceError::Character, &["../etc", "AAP TL", "AAP_TL", "AAP'--", "ÉTÉ", "AAP\0", "<b>", "AAP\u{2010}TL", "%2e"]),
            (ReferenceError::Hyphen, &["-AAP", "AAP-", "AAP--TL", "-"]),
        ] {
            for typed in refused {
                assert_eq!(Reference::parse(typed), Err(reason), "{typed:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn what_passes_is_safe_everywhere(text in "\\PC{0,50}|[A-Za-z0-9-]{0,45}") {
            if let Ok(reference) = Reference::parse(&text) {
                let text = reference.as_str();
                prop_assert!(text.len() <= LONGEST);
                prop_assert!(text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-'));
                prop_assert_eq!(Reference::parse(text), Ok(reference));
            }
        }

        #[test]
        fn dossiers_of_a_wave_have_names_of_their_own(a in 1..100_000_i64, b in 1..100_000_i64) {
            let wave = Reference::parse("AMI-V1").unwrap();
            prop_assert_eq!(Reference::dossier(&wave, a) == Reference::dossier(&wave, b), a == b);
        }
    }
}

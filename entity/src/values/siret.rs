//! SIREN and SIRET: how INSEE numbers French organisations and their establishments.

use std::fmt;
use std::str::FromStr;

use sea_orm::DeriveValueType;

use super::{NO_BREAK_SPACE, is_space};

/// Nine digits: a French legal unit (company, association, hospital, ministry…). The last one is a Luhn check digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
#[sea_orm(value_type = "String")]
pub struct Siren(String);

/// Fourteen digits: one establishment of a legal unit, its SIREN then five digits of its own, with a Luhn check digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
#[sea_orm(value_type = "String")]
pub struct Siret(String);

/// Why a text is neither a SIREN nor a SIRET.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum SiretError {
    /// Not nine, or fourteen, digits.
    #[error("wrong number of digits")]
    Length,
    /// Something else than digits and spaces.
    #[error("not digits only")]
    NotDigits,
    /// A digit is wrong: the check digit says so.
    #[error("wrong check digit")]
    Checksum,
}

/// La Poste has more establishments than its check digits can number: they follow a rule of their own.
const LA_POSTE: &str = "356000000";

/// Its head office was numbered before, and keeps the common rule.
const LA_POSTE_HEAD_OFFICE: &str = "35600000000048";

impl Siren {
    /// Reads nine digits, with or without spaces.
    ///
    /// # Errors
    /// [`SiretError`]
    pub fn parse(text: &str) -> Result<Siren, SiretError> {
        let digits = digits(text, 9)?;
        if passes_luhn(&digits) { Ok(Siren(digits)) } else { Err(SiretError::Checksum) }
    }

    /// The one SIREN that starts with these eight digits: for the fictive organisations of the demonstration.
    #[must_use]
    pub fn with_check_digit(first_8: &str) -> Option<Siren> {
        (0..=9).find_map(|digit| Siren::parse(&format!("{first_8}{digit}")).ok())
    }

    /// The nine digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For people: « 732 829 320 », which does not part at the end of a line.
    #[must_use]
    pub fn spaced(&self) -> String {
        spaced(&self.0)
    }
}

impl Siret {
    /// Reads fourteen digits, with or without spaces.
    ///
    /// # Errors
    /// [`SiretError`]; the SIREN inside is checked too.
    pub fn parse(text: &str) -> Result<Siret, SiretError> {
        let digits = digits(text, 14)?;
        let siren_is_valid = digits.get(..9).is_some_and(passes_luhn);

        if siren_is_valid && establishment_is_valid(&digits) { Ok(Siret(digits)) } else { Err(SiretError::Checksum) }
    }

    /// A SIRET that starts with these thirteen digits, of which the first nine must be a SIREN: for the fictive
    /// organisations of the demonstration.
    #[must_use]
    pub fn with_check_digit(first_13: &str) -> Option<Siret> {
        (0..=9).find_map(|digit| Siret::parse(&format!("{first_13}{digit}")).ok())
    }

    /// The legal unit to which the establishment belongs.
    #[must_use]
    pub fn siren(&self) -> Siren {
        Siren(self.0.chars().take(9).collect())
    }

    /// The fourteen digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For people: « 732 829 320 00074 », which does not part at the end of a line.
    #[must_use]
    pub fn spaced(&self) -> String {
        spaced(&self.0)
    }
}

/// The digits of a number that people write with spaces, as the State's own identity service does.
fn digits(text: &str, length: usize) -> Result<String, SiretError> {
    let digits: String = text.trim().chars().filter(|c| !is_space(*c)).collect();

    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(SiretError::NotDigits);
    }
    if digits.len() != length {
        return Err(SiretError::Length);
    }
    Ok(digits)
}

fn establishment_is_valid(siret: &str) -> bool {
    if siret.starts_with(LA_POSTE) && siret != LA_POSTE_HEAD_OFFICE {
        digits_of(siret).sum::<u32>().is_multiple_of(5)
    } else {
        passes_luhn(siret)
    }
}

/// Luhn: from the right, every second digit counts double (9 less when that makes two digits); the sum ends with 0.
fn passes_luhn(number: &str) -> bool {
    let sum: u32 = digits_of(number)
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, double @ 0..=9) => double,
            (_, double) => double - 9,
        })
        .sum();
    sum.is_multiple_of(10)
}

fn digits_of(number: &str) -> impl DoubleEndedIterator<Item = u32> {
    number.bytes().map(|b| u32::from(b.saturating_sub(b'0')))
}

/// Three groups of three, then what is left: the five digits of the establishment stay together.
fn spaced(number: &str) -> String {
    let mut spaced = String::with_capacity(number.len() + 6);
    for (place, digit) in number.chars().enumerate() {
        if matches!(place, 3 | 6 | 9) {
            spaced.push(NO_BREAK_SPACE);
        }
        spaced.push(digit);
    }
    spaced
}

impl fmt::Display for Siren {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for Siret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for Siren {
    type Err = SiretError;

    fn from_str(text: &str) -> Result<Siren, SiretError> {
        Siren::parse(text)
    }
}

impl FromStr for Siret {
    type Err = SiretError;

    fn from_str(text: &str) -> Result<Siret, SiretError> {
        Siret::parse(text)
    }
}

text_in_json!(Siren: to_string, parse);
text_in_json!(Siret: to_string, parse);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_sirens_of_the_norm() {
        for valid in ["732829320", "356000000", "552100554", "120000013"] {
            assert_eq!(Siren::parse(valid).map(|siren| siren.to_string()), Ok(valid.to_owned()));
        }
        assert_eq!(Siren::parse("732829321"), Err(SiretError::Checksum));
        assert_eq!(Siren::parse("12345678"), Err(SiretError::Length));
    }

    #[test]
    fn the_sirets_of_the_norm() {
        for valid in ["73282932000074", "23350001600040", "38047555800058", "81223113200026", "21060004500392", "11002001300097"]
        {
            assert_eq!(Siret::parse(valid).map(|siret| siret.to_string()), Ok(valid.to_owned()));
        }
        for wrong in ["73282932000075", "23350001600041", "67895644300011"] {
            assert_eq!(Siret::parse(wrong), Err(SiretError::Checksum), "{wrong}");
        }
    }

    #[test]
    fn la_poste_follows_its_own_rule() {
        assert!(Siret::parse("35600000049837").is_ok());
        assert!(Siret::parse("35600000000048").is_ok());
        assert_eq!(Siret::parse("35600000012345"), Err(SiretError::Checksum));
    }

    #[test]
    fn spaces_are_how_people_write_them() {
        let siret = Siret::parse("73282932000074").unwrap();
        for typed in ["732 829 320 00074", "732\u{a0}829\u{202f}320 00074", "  73282932000074\n", "7 3282932000074"] {
            assert_eq!(Siret::parse(typed).as_ref(), Ok(&siret), "{typed:?}");
        }
        assert_eq!(siret.spaced(), "732\u{a0}829\u{a0}320\u{a0}00074");
        assert_eq!(siret.siren().spaced(), "732\u{a0}829\u{a0}320");
        assert_eq!(siret.siren(), Siren::parse("732829320").unwrap());
    }

    #[test]
    fn what_is_not_digits_is_refused() {
        for typed in ["7328293200007A", "732-829-320-00074", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "732829320\u{0}0074", "+3282932000074"]
        {
            assert_eq!(Siret::parse(typed), Err(SiretError::NotDigits), "{typed:?}");
        }
        for typed in ["", " ", "7328293200007", "732829320000740"] {
            assert_eq!(Siret::parse(typed), Err(SiretError::Length), "{typed:?}");
        }
    }

    #[test]
    fn a_fictive_organisation_gets_its_check_digits() {
        let siren = Siren::with_check_digit("73282932").unwrap();
        assert_eq!(siren.as_str(), "732829320");
        let siret = Siret::with_check_digit(&format!("{siren}0007")).unwrap();
        assert_eq!(siret.as_str(), "73282932000074");
        assert_eq!(Siret::with_check_digit("7328293210007"), None, "the SIREN inside is wrong");
        assert_eq!(Siret::with_check_digit("732829320"), None);
        assert_eq!(Siren::with_check_digit("abc"), None);
    }

    #[test]
    fn json_refuses_what_a_form_refuses() {
        let siret = Siret::parse("73282932000074").unwrap();
        assert_eq!(serde_json::to_string(&siret).unwrap(), r#""73282932000074""#);
        assert_eq!(serde_json::from_str::<Siret>(r#""732 829 320 00074""#).unwrap(), siret);
        assert!(serde_json::from_str::<Siret>(r#""73282932000075""#).is_err());
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_caught(first_8 in "[0-9]{8}", nic in "[0-9]{4}", place in 0..14_usize, shift in 1..10_u8) {
            let siren = Siren::with_check_digit(&first_8).unwrap();
            prop_assume!(siren.as_str() != LA_POSTE);
            let siret = Siret::with_check_digit(&format!("{siren}{nic}")).unwrap();
            let mut wrong = siret.as_str().as_bytes().to_vec();
            wrong[place] = b'0' + (wrong[place] - b'0' + shift) % 10;
            prop_assert_eq!(Siret::parse(std::str::from_utf8(&wrong).unwrap()), Err(SiretError::Checksum));
            prop_assert_eq!(Siret::parse(&siret.spaced()), Ok(siret));
        }

        #[test]
        fn no_text_breaks_the_reader(text: String) {
            let _ = Siret::parse(&text);
            let _ = Siren::with_check_digit(&text);
        }
    }
}

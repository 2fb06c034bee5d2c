//! Fingerprints: what proves that a content has not changed.

use std::fmt;
use std::str::FromStr;

use sea_orm::DeriveValueType;
use sha2::{Digest, Sha256};

/// The SHA-256 of a content, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
#[sea_orm(value_type = "String")]
pub struct Fingerprint([u8; 32]);

/// The text is not 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("not 64 hexadecimal digits")]
pub struct NotAFingerprint;

impl Fingerprint {
    /// The fingerprint of these bytes.
    #[must_use]
    pub fn of(bytes: impl AsRef<[u8]>) -> Fingerprint {
        Fingerprint(Sha256::digest(bytes.as_ref()).into())
    }

    /// A SHA-256 computed elsewhere, piece by piece: the content of a large file.
    #[must_use]
    pub const fn from_bytes(sha256: [u8; 32]) -> Fingerprint {
        Fingerprint(sha256)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads 64 hexadecimal digits, capital or not.
    ///
    /// # Errors
    /// [`NotAFingerprint`]
    pub fn parse(text: &str) -> Result<Fingerprint, NotAFingerprint> {
        let (pairs, alone) = text.trim().as_bytes().as_chunks::<2>();
        let mut bytes = [0; 32];
        if pairs.len() != bytes.len() || !alone.is_empty() {
            return Err(NotAFingerprint);
        }
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Ok(Fingerprint(bytes))
    }

    /// Enough for the eye to compare, on a receipt: the first twelve digits, « ba78 16bf 8f01 ».
    #[must_use]
    pub fn short(&self) -> String {
        let [a, b, c, d, e, f, ..] = self.0;
        format!("{a:02x}{b:02x} {c:02x}{d:02x} {e:02x}{f:02x}")
    }
}

fn digit(sign: u8) -> Result<u8, NotAFingerprint> {
    char::from(sign).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).ok_or(NotAFingerprint)
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nibbles = self.0.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
        let digits: String = nibbles.filter_map(|nibble| char::from_digit(nibble.into(), 16)).collect();
        f.pad(&digits)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

impl FromStr for Fingerprint {
    type Err = NotAFingerprint;

    fn from_str(text: &str) -> Result<Fingerprint, NotAFingerprint> {
        Fingerprint::parse(text)
    }
}

text_in_json!(Fingerprint: to_string, parse);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// FIPS 180-2, appendix B.1.
    const OF_ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn the_standards_own_example() {
        let fingerprint = Fingerprint::of("abc");
        assert_eq!(fingerprint.to_string(), OF_ABC);
        assert_eq!(fingerprint.short(), "ba78 16bf 8f01");
        assert_eq!(format!("{fingerprint:?}"), format!("Fingerprint({OF_ABC})"));
        assert_eq!(Fingerprint::of([]).to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn capitals_are_forgiven() {
        assert_eq!(Fingerprint::parse(&OF_ABC.to_uppercase()), Ok(Fingerprint::of("abc")));
        assert_eq!(serde_json::to_string(&Fingerprint::of("abc")).unwrap(), format!("\"{OF_ABC}\""));
    }

    #[test]
    fn anything_else_is_refused() {
        let long = format!("{OF_ABC}00");
        for text in ["", "ba78", &OF_ABC[1..], &OF_ABC[2..], &long, &OF_ABC.replace('b', "g"), &OF_ABC.replacen("ba", "é", 1)] {
            assert_eq!(Fingerprint::parse(text), Err(NotAFingerprint), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_can_be_read_again(bytes: [u8; 32]) {
            let fingerprint = Fingerprint::from_bytes(bytes);
            prop_assert_eq!(Fingerprint::parse(&fingerprint.to_string()), Ok(fingerprint));
            prop_assert_eq!(fingerprint.as_bytes(), &bytes);
        }

        #[test]
        fn no_text_breaks_the_reader(text: String) {
            prop_assert_eq!(Fingerprint::parse(&text), Err(NotAFingerprint));
        }
    }
}

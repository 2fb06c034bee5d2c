//! Passwords: the CNIL's rule of 2022 for a password alone with throttled sign-in (norms §5): 8 characters of 3 of the 4
//! classes, or 16 digits, or 14 characters; nothing that everybody uses. Never a forced change.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash as Phc},
};

/// The longest password, in characters: a limit on the work of hashing, above the 64 that ANSSI asks to allow.
pub const LONGEST: usize = 200;
/// Below this many guesses a password is one that everybody uses.
const FEWEST_GUESSES: u64 = 100_000;
/// Shorter words stand in too many passwords by chance.
const SHORTEST_KNOWN_WORD: usize = 3;
/// How many letters and digits a password must have beside the words of its owner's name and address.
const FEWEST_OF_ONES_OWN: usize = 6;

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Too short for the classes of characters it uses.
    TooShort,
    /// More than [`LONGEST`] characters.
    TooLong,
    /// Among those tried first: a common word, the person's own name or address, a keyboard's row.
    Common,
}

/// A password as the database keeps it: argon2id in PHC text.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

/// Checks a password; `known` is what anybody knows of the person: name, address.
///
/// # Errors
/// The first weakness.
pub fn check(password: &str, known: &[&str]) -> Result<(), Weakness> {
    let length = password.chars().count();
    if length > LONGEST {
        return Err(Weakness::TooLong);
    }
    let only_digits = password.bytes().all(|byte| byte.is_ascii_digit());
    let is_long_enough = length >= 14 && !only_digits || length >= 16 || length >= 8 && classes(password) >= 3;
    if !is_long_enough {
        return Err(Weakness::TooShort);
    }
    if leans_on(password, known) || zxcvbn::zxcvbn(password, known).guesses() < FEWEST_GUESSES {
        return Err(Weakness::Common);
    }
    Ok(())
}

/// Whether little is left of a password without the words of what anybody knows: « Lou-Petit1 » says nothing that « Lou
/// Petit » does not.
fn leans_on(password: &str, known: &[&str]) -> bool {
    let whole: String = password.to_lowercase().chars().filter(|character| character.is_alphanumeric()).collect();
    let lowered: Vec<String> = known.iter().map(|text| text.to_lowercase()).collect();
    let words = lowered.iter().flat_map(|text| text.split(|character: char| !character.is_alphanumeric()));
    let left =
        words.filter(|word| word.chars().count() >= SHORTEST_KNOWN_WORD).fold(whole.clone(), |left, word| left.replace(word, ""));
    left != whole && left.chars().count() < FEWEST_OF_ONES_OWN
}

/// How many of the four classes a password uses: lower case, upper case, digits, the rest.
fn classes(password: &str) -> usize {
    let uses: [fn(char) -> bool; 4] =
        [char::is_lowercase, char::is_uppercase, char::is_numeric, |character| !character.is_alphanumeric()];
    uses.iter().filter(|is_of_class| password.chars().any(**is_of_class)).count()
}

impl PasswordHash {
    /// Hashes a password with a salt of 16 random bytes. Slow on purpose: never while a transaction is open.
    #[must_use]
    pub fn of(password: &str, salt: &[u8; 32]) -> Option<Self> {
        let hash: Phc = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt[..16]).ok()?;
        Some(Self(hash.to_string()))
    }

    /// The hash kept in the database.
    #[must_use]
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// Its text, for the database.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `password` is the one. Slow on purpose.
    #[must_use]
    pub fn is_of(&self, password: &str) -> bool {
        Argon2::default().verify_password(password.as_bytes(), self.0.as_str()).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cnil_examples_are_told_apart() {
        assert_eq!(check("Az3rty0)", &[]), Ok(()));
        assert_eq!(check("sept-mots-tous-differents-ici-et-la", &[]), Ok(()));
        assert_eq!(check("kx7dq2mv9wz4pt", &[]), Ok(()));
        assert_eq!(check("court1", &[]), Err(Weakness::TooShort));
        assert_eq!(check("1234567890123", &[]), Err(Weakness::TooShort));
    }

    #[test]
    fn what_everybody_uses_is_refused() {
        assert_eq!(check("Password1!", &[]), Err(Weakness::Common));
        assert_eq!(check("1111111111111111", &[]), Err(Weakness::Common));
        assert_eq!(check("Martin-2026", &["Claire Martin"]), Err(Weakness::Common));
        assert_eq!(check("Lou-Petit1", &["Lou Petit", "lou@exemple.fr"]), Err(Weakness::Common));
        assert_eq!(check("Petit-train-4-wagons", &["Lou Petit"]), Ok(()));
    }

    #[test]
    fn a_hash_knows_its_password_and_no_other() {
        let hash = PasswordHash::of("Az3rty0)", &[7; 32]).unwrap();
        assert!(hash.as_str().starts_with("$argon2id$"));
        assert!(hash.is_of("Az3rty0)"));
        assert!(!hash.is_of("Az3rty0("));
        assert!(!PasswordHash::stored("not a hash".to_owned()).is_of("Az3rty0)"));
    }
}

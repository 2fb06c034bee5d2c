//! Electronic addresses.

use std::fmt;
use std::str::FromStr;

use sea_orm::DeriveValueType;
use validator::ValidateEmail;

/// An electronic address, in lower case: two spellings of one mailbox are one account.
///
/// ASCII only, as HTML's own `<input type="email">` has it: no space, comma, quote, angle bracket or control character
/// can be in it, so that it can stand in a mail's header as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
#[sea_orm(value_type = "String")]
pub struct Email(String);

/// Why a text is not an electronic address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum EmailError {
    /// Nothing was typed.
    #[error("no address")]
    Empty,
    /// More than 254 characters.
    #[error("too long")]
    TooLong,
    /// Not a mailbox, one `@` and a domain with a dot.
    #[error("not an address")]
    Malformed,
}

/// RFC 5321 §4.5.3.1.3: a path is at most 256 octets, of which two are its angle brackets.
const LONGEST: usize = 254;

impl Email {
    /// Reads an address as a person types it: surrounding spaces and capitals do not count.
    ///
    /// # Errors
    /// [`EmailError`]
    pub fn parse(text: &str) -> Result<Email, EmailError> {
        let address = text.trim().to_ascii_lowercase();
        if address.is_empty() {
            return Err(EmailError::Empty);
        }
        if address.len() > LONGEST {
            return Err(EmailError::TooLong);
        }
        if !address.is_ascii() || !address.validate_email() || !is_deliverable(&address) {
            return Err(EmailError::Malformed);
        }
        Ok(Email(address))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands after the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }
}

/// What HTML allows and mail servers refuse: dots without a word between them, a domain without a dot, an IP address.
fn is_deliverable(address: &str) -> bool {
    let Some((mailbox, domain)) = address.split_once('@') else { return false };
    let ends_with_a_name = domain.rsplit_once('.').is_some_and(|(_, last)| last.bytes().any(|b| b.is_ascii_lowercase()));

    mailbox.split('.').all(|word| !word.is_empty()) && ends_with_a_name
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for Email {
    type Err = EmailError;

    fn from_str(text: &str) -> Result<Email, EmailError> {
        Email::parse(text)
    }
}

text_in_json!(Email: to_string, parse);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_mailbox_is_one_address() {
        for typed in ["camille.durand@chu-lyon.fr", " Camille.Durand@CHU-Lyon.fr\n", "\u{a0}CAMILLE.DURAND@CHU-LYON.FR"] {
            assert_eq!(Email::parse(typed).unwrap().as_str(), "camille.durand@chu-lyon.fr");
        }
        assert_eq!(Email::parse("a+aap@sub.domaine.gouv.fr").unwrap().domain(), "sub.domaine.gouv.fr");
        assert!(Email::parse("o'neil_42@xn--sant-esa.fr").is_ok());
    }

    #[test]
    fn what_is_not_an_address_is_refused_with_its_reason() {
        assert_eq!(Email::parse("  "), Err(EmailError::Empty));
        for typed in [
            "camille",
            "camille@@chu.fr",
            "a@b.fr@c.fr",
            "camille.chu.fr",
            "@chu.fr",
            ".a@chu.fr",
            "a.@chu.fr",
            "a..b@chu.fr",
            "a b@chu.fr",
            "é@chu.fr",
            "\"a\"@chu.fr",
            "Camille <a@chu.fr",
            "a,b@chu.fr",
            "a;b@chu.fr",
            "a\\@chu.fr",
            "a@",
            "a@chu",
            "a@.fr",
            "a@chu.",
            "a@-chu.fr",
            "a@chu-.fr",
            "a@chu..fr",
            "a@127.0.0.1",
            "a@chu .fr",
            "a@santé.fr",
            "a@[127.0.0.1]",
            "a@chu_lyon.fr",
            "a@chu.fr>",
        ] {
            assert_eq!(Email::parse(typed), Err(EmailError::Malformed), "{typed:?}");
        }
    }

    #[test]
    fn a_header_cannot_be_injected() {
        for typed in ["a@chu.fr\r\nBcc: b@chu.fr", "a\r\n@chu.fr", "a@chu.fr\0", "a@chu.fr\u{2028}b", "a@chu.fr, b.fr"] {
            assert!(Email::parse(typed).is_err(), "{typed:?}");
        }
    }

    #[test]
    fn length_is_bounded() {
        let domain = format!("{0}.{0}.{0}", "d".repeat(61));
        let longest = format!("{}@{domain}.fr", "m".repeat(64));
        assert_eq!(longest.len(), 253);
        assert!(Email::parse(&longest).is_ok());
        assert_eq!(Email::parse(&format!("{}@chu.fr", "m".repeat(65))), Err(EmailError::Malformed));
        assert_eq!(Email::parse(&format!("a@{domain}.{domain}.fr")), Err(EmailError::TooLong));
        assert_eq!(Email::parse(&format!("a@{}.fr", "d".repeat(64))), Err(EmailError::Malformed));
    }

    proptest! {
        #[test]
        fn what_passes_is_harmless_in_a_header(text in "[ -~]{0,12}@[ -~]{0,12}|\\PC{0,20}") {
            if let Ok(email) = Email::parse(&text) {
                prop_assert!(email.as_str().bytes().all(|b| b.is_ascii_graphic() && !b"<>,;:\\\"()[]".contains(&b)));
                prop_assert_eq!(email.as_str().matches('@').count(), 1);
                prop_assert_eq!(Email::parse(email.as_str()), Ok(email));
            }
        }
    }
}

//! Electronic addresses.

use std::fmt;
use std::str::FromStr;

use sea_orm::DeriveValueType;

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
    /// More than 254 characters, or more than 64 before the `@`.
    #[error("too long")]
    TooLong,
    /// No `@`, or several.
    #[error("not exactly one @")]
    NotOneAt,
    /// What stands before the `@` is not the name of a mailbox.
    #[error("not a mailbox")]
    Mailbox,
    /// What stands after the `@` is not a domain with a dot.
    #[error("not a domain")]
    Domain,
}

/// RFC 5321 §4.5.3.1.3: a path is at most 256 octets, of which two are its angle brackets.
const LONGEST: usize = 254;

/// RFC 5321 §4.5.3.1.1.
const LONGEST_MAILBOX: usize = 64;

/// RFC 1035 §2.3.4.
const LONGEST_LABEL: usize = 63;

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
        let (mailbox, domain) = address.split_once('@').ok_or(EmailError::NotOneAt)?;
        if domain.contains('@') {
            return Err(EmailError::NotOneAt);
        }
        if address.len() > LONGEST || mailbox.len() > LONGEST_MAILBOX {
            return Err(EmailError::TooLong);
        }
        if !is_mailbox(mailbox) {
            return Err(EmailError::Mailbox);
        }
        if !is_domain(domain) {
            return Err(EmailError::Domain);
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

/// Words of RFC 5322 `atext`, with single dots between them.
fn is_mailbox(mailbox: &str) -> bool {
    let is_allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"!#$%&'*+/=?^_`{|}~-".contains(&b);
    mailbox.split('.').all(|word| !word.is_empty() && word.bytes().all(is_allowed))
}

/// At least two labels, the last with a letter in it: an IP address is not a domain.
fn is_domain(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    let ends_with_a_name = labels.last().is_some_and(|label| label.bytes().any(|b| b.is_ascii_lowercase()));

    labels.len() >= 2 && ends_with_a_name && labels.into_iter().all(is_label)
}

fn is_label(label: &str) -> bool {
    (1..=LONGEST_LABEL).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
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
        for (reason, refused) in [
            (EmailError::Empty, &["", "  "][..]),
            (EmailError::NotOneAt, &["camille", "camille@@chu.fr", "a@b.fr@c.fr", "camille.chu.fr"]),
            (EmailError::Mailbox, &["@chu.fr", ".a@chu.fr", "a.@chu.fr", "a..b@chu.fr", "a b@chu.fr", "é@chu.fr"]),
            (EmailError::Mailbox, &["\"a\"@chu.fr", "Camille <a@chu.fr", "a,b@chu.fr", "a;b@chu.fr", "a\\@chu.fr"]),
            (EmailError::Domain, &["a@", "a@chu", "a@.fr", "a@chu.", "a@-chu.fr", "a@chu-.fr", "a@chu..fr", "a@127.0.0.1"]),
            (EmailError::Domain, &["a@chu .fr", "a@santé.fr", "a@[127.0.0.1]", "a@chu_lyon.fr", "a@chu.fr>"]),
        ] {
            for typed in refused {
                assert_eq!(Email::parse(typed), Err(reason), "{typed:?}");
            }
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
        assert_eq!(Email::parse(&format!("{}@chu.fr", "m".repeat(65))), Err(EmailError::TooLong));
        assert_eq!(Email::parse(&format!("a@{domain}.{domain}.fr")), Err(EmailError::TooLong));
        assert_eq!(Email::parse(&format!("a@{}.fr", "d".repeat(64))), Err(EmailError::Domain));
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

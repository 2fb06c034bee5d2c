//! The values of public funding: small types that cannot hold nonsense.
//!
//! A value is read at the edge (a form, a file, the command line, a row) and never checked again inside. Each type says
//! how people read it (`Display`, in French), how machines do (`plain`, `iso`, JSON) and how the database keeps it.
//! What a reader refuses is an enum without wording: the French sentence belongs to the page that asked.

/// Makes a value travel in JSON as the text by which people and files know it: `text_in_json!(Siret: to_string, from_str)`.
macro_rules! text_in_json {
    ($value:ty: $write:ident, $read:ident) => {
        impl serde::Serialize for $value {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.$write())
            }
        }

        impl<'de> serde::Deserialize<'de> for $value {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                <$value>::$read(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

pub mod email;
pub mod fingerprint;
pub mod ids;
pub mod money;
pub mod number;
pub mod plain;
pub mod rate;
pub mod reference;
pub mod siret;
pub mod states;
pub mod time;
mod typed;

pub use email::{Email, EmailError};
pub use fingerprint::{Fingerprint, NotAFingerprint};
pub use ids::*;
pub use money::{Money, MoneyError};
pub use number::{Growth, grouped, growth_percent};
pub use plain::{Plain, plain};
pub use rate::{Rate, RateError};
pub use reference::{Reference, ReferenceError};
pub use siret::{Siren, Siret, SiretError};
pub use states::*;
pub use time::{ClockError, Day, DayError, Instant, NotAYear, NotAnInstant, ParisDateTime, TimeLeft, Year, time_left};

/// What was typed, on one line: without surrounding or doubled spaces, but with those that must not break, as in « n° 12 ».
#[must_use]
pub fn one_line(typed: &str) -> String {
    let breaks = |c: char| c.is_whitespace() && c != NO_BREAK_SPACE && c != NARROW_NO_BREAK_SPACE;
    typed.trim().split(breaks).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// U+00A0: between a number and its unit, which must not part at the end of a line.
const NO_BREAK_SPACE: char = '\u{a0}';

/// U+202F: between groups of three digits (norms: CLDR 48, fr-FR).
const NARROW_NO_BREAK_SPACE: char = '\u{202f}';

/// The three spaces that French keyboards, spreadsheets and this site put inside numbers.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | NO_BREAK_SPACE | NARROW_NO_BREAK_SPACE)
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use sea_orm::Value;
    use sea_orm::sea_query::{ColumnType, Nullable, StringLen, ValueType};

    use super::*;

    #[test]
    fn a_line_keeps_the_spaces_that_must_not_break() {
        assert_eq!(one_line(" Structure \n fictive\tn°\u{a0}12 "), "Structure fictive n°\u{a0}12");
        assert_eq!(one_line(" \u{a0} "), "");
    }

    #[track_caller]
    fn is_kept_as<V>(value: V, column: ColumnType, stored: impl Into<Value>)
    where
        V: ValueType + Nullable + Into<Value> + Clone + Debug + PartialEq,
    {
        assert_eq!(V::column_type(), column);
        assert_eq!(value.clone().into(), stored.into());
        assert_eq!(<V as ValueType>::try_from(value.clone().into()).ok(), Some(value));
    }

    #[test]
    fn numbers_are_kept_as_integers() {
        is_kept_as(Money::from_cents(i64::MAX), ColumnType::BigInteger, i64::MAX);
        is_kept_as(Rate::WHOLE, ColumnType::BigInteger, 1_000_000_i64);
        is_kept_as(Instant::from_millis(-1), ColumnType::BigInteger, -1_i64);
        is_kept_as(Year::new(2026).unwrap(), ColumnType::Integer, 2026_i32);
    }

    #[test]
    fn names_are_kept_as_text() {
        let text = || ColumnType::String(StringLen::None);
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        is_kept_as(Day::new(2026, 3, 2).unwrap(), text(), "2026-03-02");
        is_kept_as(Email::parse("A@chu.fr").unwrap(), text(), "a@chu.fr");
        is_kept_as(Fingerprint::of(""), text(), empty);
        is_kept_as(Reference::parse("aap-tl").unwrap(), text(), "AAP-TL");
        is_kept_as(Siren::parse("732 829 320").unwrap(), text(), "732829320");
        is_kept_as(Siret::parse("732 829 320 00074").unwrap(), text(), "73282932000074");
    }

    #[test]
    fn a_corrupt_row_is_not_a_value() {
        assert!(<Siret as ValueType>::try_from("73282932000075".into()).is_err());
        assert!(<Day as ValueType>::try_from("2026-02-30".into()).is_err());
        assert!(<Email as ValueType>::try_from("nobody".into()).is_err());
    }
}

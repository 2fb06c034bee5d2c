//! Money: whole euro cents.

use std::fmt;

use rust_decimal::Decimal;
use sea_orm::DeriveValueType;

use super::number::grouped_magnitude;
use super::typed::{self, NumberError};
use super::{NO_BREAK_SPACE, Rate};

/// An amount in whole euro cents, from −92 to +92 million billion euros.
///
/// Only `checked_add` and `checked_sub` compute with it: money that overflows is an error, never a wrap. It may be
/// negative (an account of the ledger may run below zero); amounts that people type may not.
///
/// Stored as BIGINT and never as DECIMAL, which SQLite keeps as a float and returns without some of its cents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
pub struct Money(i64);

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum MoneyError {
    /// Nothing was typed, or only the unit.
    #[error("no amount")]
    Empty,
    /// Something else than digits, spaces between them and one decimal mark.
    #[error("not a number")]
    NotANumber,
    /// More than two decimals: there is nothing below a cent.
    #[error("more than two decimals")]
    TooManyDecimals,
    /// Several decimal marks (`1,234.56`): the text has two readings.
    #[error("several decimal marks")]
    Ambiguous,
    /// Below zero.
    #[error("negative")]
    Negative,
    /// More than fifteen digits typed, or more than the type can hold.
    #[error("too large")]
    TooLarge,
    /// Spaces that do not part groups of three digits (`12 34`).
    #[error("misplaced space")]
    Grouping,
}

/// Two decimals: cents.
const PLACES: usize = 2;

impl Money {
    /// No money.
    pub const ZERO: Money = Money(0);

    /// An amount given in cents.
    #[must_use]
    pub const fn from_cents(cents: i64) -> Money {
        Money(cents)
    }

    /// The amount in cents.
    #[must_use]
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// The amount in euros, exactly, with two decimals.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// Neither owed nor owned.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Strictly above zero.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// The sum of two amounts; `None` when no amount can hold it.
    #[must_use]
    pub fn checked_add(self, other: Money) -> Option<Money> {
        self.0.checked_add(other.0).map(Money)
    }

    /// The difference of two amounts; `None` when no amount can hold it.
    #[must_use]
    pub fn checked_sub(self, other: Money) -> Option<Money> {
        self.0.checked_sub(other.0).map(Money)
    }

    /// The sum of any number of amounts; `None` when no amount can hold it.
    pub fn sum(amounts: impl IntoIterator<Item = Money>) -> Option<Money> {
        amounts.into_iter().try_fold(Money::ZERO, Money::checked_add)
    }

    /// This share of the amount, rounded **down** to the cent: aid never exceeds its rate, not even by half a cent.
    ///
    /// A rate is at most the whole, so that a share always fits; a corrupt one would saturate.
    #[must_use]
    pub fn share_down(self, rate: Rate) -> Money {
        let millionths = i128::from(self.0) * i128::from(rate.millionths());
        let cents = millionths.div_euclid(i128::from(Rate::WHOLE.millionths()));

        Money(i64::try_from(cents).unwrap_or(if cents < 0 { i64::MIN } else { i64::MAX }))
    }

    /// Reads an amount as a person types it: `1 234,5 €`, `1234.50`, `12`. Never negative.
    ///
    /// # Errors
    /// [`MoneyError`]; what has two readings is refused, never guessed.
    pub fn parse(text: &str) -> Result<Money, MoneyError> {
        Ok(Money(typed::french(text, '€', PLACES)?))
    }

    /// Reads an amount from a file or the command line: `1234.50`, `1234`, `-0.01`; point decimal, no grouping, no unit.
    ///
    /// # Errors
    /// [`MoneyError`], never `Negative` (a minus is allowed), `Grouping` or `Ambiguous` (simply not a number here).
    pub fn parse_plain(text: &str) -> Result<Money, MoneyError> {
        Ok(Money(typed::plain(text, PLACES)?))
    }

    /// For machines: `1234567.89`, always two decimals, a point, no grouping.
    #[must_use]
    pub fn plain(self) -> String {
        let (sign, euros, cents) = self.parts();
        format!("{sign}{euros}.{cents:02}")
    }

    /// For columns whose heading says euros: « 1 234 567,89 ».
    #[must_use]
    pub fn amount(self) -> String {
        let (sign, euros, cents) = self.parts();
        format!("{sign}{},{cents:02}", grouped_magnitude(euros))
    }

    /// For titles: « 2 Md€ », « 12,5 M€ », « 950 k€ »; at most one decimal, half up. Below a thousand euros, exact.
    #[must_use]
    pub fn short(self) -> String {
        const THOUSAND: u128 = 1_000 * 100;

        let magnitude = u128::from(self.0.unsigned_abs());
        if magnitude < THOUSAND {
            return self.without_empty_cents();
        }
        let tenths_of = |unit: u128| (magnitude * 10 + unit / 2) / unit;
        // A unit gives way to the next when rounding reaches a thousand of it: 999 999,99 € is « 1 M€ ».
        let (unit, tenths) = [("k€", THOUSAND), ("M€", THOUSAND * 1_000)]
            .map(|(unit, cents)| (unit, tenths_of(cents)))
            .into_iter()
            .find(|(_, tenths)| *tenths < 10_000)
            .unwrap_or(("Md€", tenths_of(THOUSAND * 1_000_000)));

        // At most 92 million billions: the tenths of a billion fit by far.
        let tenths = u64::try_from(tenths).unwrap_or(u64::MAX);
        let decimal = if tenths.is_multiple_of(10) { String::new() } else { format!(",{}", tenths % 10) };
        format!("{}{}{decimal}{NO_BREAK_SPACE}{unit}", self.sign(), grouped_magnitude(tenths / 10))
    }

    fn without_empty_cents(self) -> String {
        match self.parts() {
            (sign, euros, 0) => format!("{sign}{}{NO_BREAK_SPACE}€", grouped_magnitude(euros)),
            _ => self.to_string(),
        }
    }

    fn parts(self) -> (&'static str, u64, u64) {
        let magnitude = self.0.unsigned_abs();
        (self.sign(), magnitude / 100, magnitude % 100)
    }

    const fn sign(self) -> &'static str {
        if self.0 < 0 { "-" } else { "" }
    }
}

/// « 1 234 567,89 € »: U+202F between groups, U+00A0 before the euro sign, ASCII minus (norms: CLDR 48, fr-FR).
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}{NO_BREAK_SPACE}€", self.amount()))
    }
}

text_in_json!(Money: plain, parse_plain);

impl From<NumberError> for MoneyError {
    fn from(error: NumberError) -> MoneyError {
        match error {
            NumberError::Empty => MoneyError::Empty,
            NumberError::NotANumber => MoneyError::NotANumber,
            NumberError::TooManyDecimals => MoneyError::TooManyDecimals,
            NumberError::Ambiguous => MoneyError::Ambiguous,
            NumberError::Negative => MoneyError::Negative,
            NumberError::Grouping => MoneyError::Grouping,
            NumberError::TooLarge => MoneyError::TooLarge,
        }
    }
}

#[cfg(test)]
mod tests;

//! Reading decimal numbers exactly: as people type them (`1 234,5`), and as files hold them (`1234.50`).
//!
//! A decimal is a whole number of its smallest unit: with two places, `1 234,5` is 123450.

use super::is_space;

/// A typed number longer than this is a slip, or an attack; the longest amount that passes is 999 999 999 999 999 €.
const MOST_DIGITS: usize = 15;

/// What is wrong with a number. `MoneyError` and `RateError` say it again in their own terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberError {
    Empty,
    NotANumber,
    TooManyDecimals,
    Ambiguous,
    Negative,
    Grouping,
    TooLarge,
}

/// Reads what a person typed: spaces between groups of three, a comma or a point, the unit if they wrote it.
pub(super) fn french(text: &str, unit: char, places: usize) -> Result<i64, NumberError> {
    let text = text.trim();
    let number = text.strip_suffix(unit).unwrap_or(text).trim_end();

    if number.is_empty() {
        return Err(NumberError::Empty);
    }
    match number.strip_prefix(['-', '\u{2212}']) {
        Some(magnitude) => unsigned(magnitude.trim_start(), places).and(Err(NumberError::Negative)),
        None => unsigned(number, places),
    }
}

fn unsigned(number: &str, places: usize) -> Result<i64, NumberError> {
    if !number.chars().all(|c| c.is_ascii_digit() || is_space(c) || is_decimal_mark(c)) {
        return Err(NumberError::NotANumber);
    }
    let (whole, decimals) = around_the_decimal_mark(number)?;
    let whole = without_grouping(whole)?;
    if decimals.contains(is_space) {
        return Err(NumberError::Grouping);
    }
    if decimals.len() > places {
        return Err(NumberError::TooManyDecimals);
    }
    if whole.len() + decimals.len() > MOST_DIGITS {
        return Err(NumberError::TooLarge);
    }
    in_smallest_units("", &whole, decimals, places)
}

fn is_decimal_mark(c: char) -> bool {
    matches!(c, ',' | '.')
}

/// Two marks make two readings: `1,234.56` and `1.234.567` are refused rather than guessed.
fn around_the_decimal_mark(number: &str) -> Result<(&str, &str), NumberError> {
    match number.split(is_decimal_mark).collect::<Vec<_>>()[..] {
        [""] | ["", _] | [_, ""] => Err(NumberError::NotANumber),
        [whole] => Ok((whole, "")),
        [whole, decimals] => Ok((whole, decimals)),
        _ => Err(NumberError::Ambiguous),
    }
}

/// Spaces stand between groups of three digits or nowhere: `12 34` may be 1 234 or 12 and 34.
fn without_grouping(whole: &str) -> Result<String, NumberError> {
    let groups: Vec<&str> = whole.split(is_space).collect();

    match &groups[..] {
        [first, rest @ ..] if !rest.is_empty() => {
            let in_threes = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
            if in_threes { Ok(groups.concat()) } else { Err(NumberError::Grouping) }
        }
        _ => Ok(whole.to_owned()),
    }
}

/// Reads what a file or a command line holds: `-?digits[.digits]`, nothing else, any amount the type can hold.
pub(super) fn plain(text: &str, places: usize) -> Result<i64, NumberError> {
    if text.is_empty() {
        return Err(NumberError::Empty);
    }
    let (sign, magnitude) = text.strip_prefix('-').map_or(("", text), |magnitude| ("-", magnitude));
    let (whole, decimals) = match magnitude.split_once('.') {
        Some((_, "")) => return Err(NumberError::NotANumber),
        Some(parts) => parts,
        None => (magnitude, ""),
    };
    let digits_only = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits_only(whole) || !digits_only(decimals) {
        return Err(NumberError::NotANumber);
    }
    if decimals.len() > places {
        return Err(NumberError::TooManyDecimals);
    }
    in_smallest_units(sign, whole, decimals, places)
}

/// Only digits come here, so that what does not fit an `i64` is the only thing left to refuse.
fn in_smallest_units(sign: &str, whole: &str, decimals: &str, places: usize) -> Result<i64, NumberError> {
    format!("{sign}{whole}{decimals:0<places$}").parse().map_err(|_| NumberError::TooLarge)
}

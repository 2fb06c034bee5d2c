//! What becomes of a year's money once the year is over. Authority that was not promised goes to the next year; payment
//! credits go there within a cap, and the rest is lost (loi organique 2001-692, article 15).

use entity::values::{Book, BudgetLineId, Day, Money, Rate, Year};

use super::Refusal;

/// The most that may be carried over, from the fiscal year of which its rule took effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CarryOverCap {
    /// The first fiscal year whose credits it caps.
    pub since: Year,
    /// The share of the credits that the law opened on the programme for the year.
    pub rate: Rate,
    /// The text that sets it.
    pub source: &'static str,
}

/// The caps, oldest first: the first fiscal year, millionths, the text. A change of the law is one more row.
const CAPS: [(i32, i64, &str); 1] = [(2006, 30_000, "loi organique n° 2001-692 du 1er août 2001, article 15")];

/// The cap on the credits of `year`.
#[must_use]
pub fn cap_of(year: Year) -> Option<CarryOverCap> {
    let (since, millionths, source) = CAPS.into_iter().rev().find(|(since, ..)| *since <= year.number())?;
    Some(CarryOverCap { since: Year::new(since)?, rate: Rate::from_millionths(millionths)?, source })
}

/// What a line has left of a year's money in a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// The line.
    pub line: BudgetLineId,
    /// AE or CP.
    pub book: Book,
    /// Free.
    pub available: Money,
    /// Held back.
    pub frozen: Money,
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// What it was.
    pub left: Left,
    /// The part of what was free that goes to the next year.
    pub carried: Money,
    /// The part of what was free that is lost.
    pub lapsed: Money,
}

/// The most that may be carried over of a programme for which the law opened `opened` payment credits: the cap's share of it,
/// to the cent below.
#[must_use]
pub fn carry_over_limit(opened: Money, cap: CarryOverCap) -> Money {
    opened.share_down(cap.rate)
}

/// How each line ends its year: authority whole to the next; of payment credits what is `asked` of each line, within `limit`
/// for all; credits held back are lost.
///
/// # Errors
/// [`Refusal::BeyondLeft`] when more is asked of a line than it has, [`Refusal::BeyondCarryOver`] when all lines together pass
/// the limit, [`Refusal::TooLarge`].
pub fn endings(left: &[Left], limit: Money, asked: impl Fn(BudgetLineId) -> Money) -> Result<Vec<Ending>, Refusal> {
    let mut endings = Vec::with_capacity(left.len());
    let mut carried_credits = Money::ZERO;
    for &left in left {
        let carried = match left.book {
            Book::Ae => left.available,
            Book::Cp => asked(left.line),
        };
        let lapsed = left.available.checked_sub(carried).ok_or(Refusal::TooLarge)?;
        if lapsed < Money::ZERO || carried < Money::ZERO {
            return Err(Refusal::BeyondLeft { available: left.available, asked: carried });
        }
        if left.book == Book::Cp {
            carried_credits = carried_credits.checked_add(carried).ok_or(Refusal::TooLarge)?;
        }
        endings.push(Ending { left, carried, lapsed });
    }
    if carried_credits > limit {
        return Err(Refusal::BeyondCarryOver { limit, asked: carried_credits });
    }
    Ok(endings)
}

/// What is proposed to be carried over of each line's payment credits: all of it, line after line, as far as the limit goes.
#[must_use]
pub fn proposed(left: &[Left], limit: Money) -> Vec<(BudgetLineId, Money)> {
    let mut room = limit;
    let credits = left.iter().filter(|left| left.book == Book::Cp);
    let proposed = credits.map(|left| {
        let carried = left.available.min(room);
        room = room.checked_sub(carried).unwrap_or_default();
        (left.line, carried)
    });
    proposed.collect()
}

/// Whether `year` may be closed today: it is over, it is the next one to close, and nothing of it waits to be paid.
///
/// # Errors
/// [`Refusal::YearNotOver`], [`Refusal::YearClosed`], [`Refusal::PaymentsUnderWay`].
pub fn closable(year: Year, today: Day, closed_through: Option<Year>, under_way: Money) -> Result<(), Refusal> {
    if Year::of(today) <= Some(year) {
        return Err(Refusal::YearNotOver(year));
    }
    if closed_through >= Some(year) {
        return Err(Refusal::YearClosed(year));
    }
    if under_way.is_positive() { Err(Refusal::PaymentsUnderWay(under_way)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn euros(text: &str) -> Money {
        Money::parse_plain(text).unwrap()
    }

    fn left(line: i64, book: Book, available: &str, frozen: &str) -> Left {
        Left { line: BudgetLineId(line), book, available: euros(available), frozen: euros(frozen) }
    }

    /// norms §2.1: payment credits are carried over within 3 % of those that the law opened.
    #[test]
    fn three_per_cent_of_what_was_opened_may_be_carried_over() {
        let cap = cap_of(Year::new(2026).unwrap()).unwrap();
        assert_eq!(carry_over_limit(euros("1000000.00"), cap), euros("30000.00"));
        assert_eq!(carry_over_limit(euros("0.99"), cap), euros("0.02"));
        assert_eq!((cap.since.number(), cap_of(Year::new(2005).unwrap())), (2006, None));
    }

    #[test]
    fn authority_goes_on_and_credits_within_the_cap() {
        let lines = [left(1, Book::Ae, "500", "20"), left(1, Book::Cp, "40", "5"), left(2, Book::Cp, "10", "0")];
        let asked = |line| if line == BudgetLineId(1) { euros("25") } else { euros("5") };
        let endings = endings(&lines, euros("30"), asked).unwrap();
        let told: Vec<_> = endings.iter().map(|ending| (ending.carried, ending.lapsed)).collect();
        assert_eq!(told, [(euros("500"), Money::ZERO), (euros("25"), euros("15")), (euros("5"), euros("5"))]);
        let refused = Err(Refusal::BeyondCarryOver { limit: euros("29.99"), asked: euros("30") });
        assert_eq!(super::endings(&lines, euros("29.99"), asked), refused);
        let too_much = super::endings(&lines, euros("100"), |_| euros("10.01"));
        assert_eq!(too_much, Err(Refusal::BeyondLeft { available: euros("10"), asked: euros("10.01") }));
    }

    #[test]
    fn a_year_is_closed_once_it_is_over_and_nothing_waits() {
        let (year, today) = (Year::new(2025).unwrap(), Day::parse("2026-01-10").unwrap());
        assert_eq!(closable(year, today, None, Money::ZERO), Ok(()));
        assert_eq!(closable(year, Day::parse("2025-12-31").unwrap(), None, Money::ZERO), Err(Refusal::YearNotOver(year)));
        assert_eq!(closable(year, today, Some(year), Money::ZERO), Err(Refusal::YearClosed(year)));
        assert_eq!(closable(year, today, None, euros("1")), Err(Refusal::PaymentsUnderWay(euros("1"))));
    }

    proptest! {
        #[test]
        fn what_is_proposed_may_be_done_and_loses_nothing(
            amounts in prop::collection::vec((0..1_000_i64, any::<bool>()), 0..8), limit in 0..2_000_i64
        ) {
            let book = |is_ae| if is_ae { Book::Ae } else { Book::Cp };
            let lines: Vec<Left> = (1..)
                .zip(amounts)
                .map(|(id, (cents, is_ae))| Left {
                    line: BudgetLineId(id), book: book(is_ae), available: Money::from_cents(cents), frozen: Money::ZERO,
                })
                .collect();
            let limit = Money::from_cents(limit);
            let proposed = proposed(&lines, limit);
            let asked = |line| proposed.iter().find(|(of, _)| *of == line).map_or(Money::ZERO, |(_, carried)| *carried);
            for ending in endings(&lines, limit, asked).unwrap() {
                prop_assert_eq!(ending.carried.checked_add(ending.lapsed), Some(ending.left.available));
            }
        }
    }
}

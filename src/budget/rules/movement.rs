//! Whether money may move from one account to another.

use entity::values::{Book, Day, Money, Stage, Year};

use super::Refusal;

/// An account as a movement meets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    /// How far its money has gone.
    pub stage: Stage,
    /// Credits less debits; a source runs negative by what it has let out.
    pub balance: Money,
}

/// The two balances after `amount` has left one account for the other.
///
/// # Errors
/// [`Refusal::NotPositive`], [`Refusal::Insufficient`] with what is missing, [`Refusal::BeyondOpening`] when a source would
/// take back more than it let out, [`Refusal::TooLarge`].
pub fn moved(from: Holding, to: Holding, amount: Money) -> Result<(Money, Money), Refusal> {
    if !amount.is_positive() {
        return Err(Refusal::NotPositive);
    }
    let left = from.balance.checked_sub(amount).ok_or(Refusal::TooLarge)?;
    let reached = to.balance.checked_add(amount).ok_or(Refusal::TooLarge)?;
    let missing = Money::ZERO.checked_sub(left).ok_or(Refusal::TooLarge)?;
    if missing.is_positive() && from.stage != Stage::Opened {
        return Err(Refusal::Insufficient { available: from.balance, asked: amount, missing });
    }
    if to.stage == Stage::Opened && reached.is_positive() {
        let opened = Money::ZERO.checked_sub(to.balance).ok_or(Refusal::TooLarge)?;
        return Err(Refusal::BeyondOpening { opened, asked: amount });
    }
    Ok((left, reached))
}

/// The fiscal year in which an entry counts, if it may count on `day`: not one to come, nor one of a year that is closed.
///
/// # Errors
/// [`Refusal::DayAhead`], [`Refusal::YearClosed`], [`Refusal::NoSuchYear`].
pub fn counted_on(day: Day, today: Day, closed_through: Option<Year>) -> Result<Year, Refusal> {
    if day > today {
        return Err(Refusal::DayAhead { today });
    }
    let year = Year::of(day).ok_or(Refusal::NoSuchYear)?;
    if closed_through >= Some(year) { Err(Refusal::YearClosed(year)) } else { Ok(year) }
}

/// One end of a movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// AE or CP.
    pub book: Book,
    /// The fiscal year of the money.
    pub year: Year,
    /// How far it has gone.
    pub stage: Stage,
}

/// Whether money may go from one end to the other: within its book; from a year to another on one line only; and once its
/// year is closed, only what was promised or paid by then may still move (loi organique 2001-692, article 15: the rest was
/// carried over or lost).
///
/// # Errors
/// [`Refusal::AcrossBooks`], [`Refusal::AcrossYears`], [`Refusal::YearClosed`].
pub fn joined(from: Stand, to: Stand, on_one_line: bool, closed_through: Option<Year>) -> Result<(), Refusal> {
    if from.book != to.book {
        return Err(Refusal::AcrossBooks);
    }
    if from.year != to.year && !on_one_line {
        return Err(Refusal::AcrossYears);
    }
    let is_lost = |end: &Stand| closed_through >= Some(end.year) && ends_with_its_year(end.stage);
    match [from, to].iter().find(|end| is_lost(end)) {
        Some(end) => Err(Refusal::YearClosed(end.year)),
        None => Ok(()),
    }
}

/// Whether money at a stage is carried over or lost when its year is closed.
#[must_use]
pub fn ends_with_its_year(stage: Stage) -> bool {
    match stage {
        Stage::Opened | Stage::Available | Stage::Frozen | Stage::Due | Stage::Ordered => true,
        Stage::Reserved
        | Stage::Committed
        | Stage::Settled
        | Stage::Paid
        | Stage::ToRecover
        | Stage::Recovered
        | Stage::Lapsed => false,
    }
}

/// Whether an account that holds enough now held enough then: `since` is what it came to on the day asked for and on each day
/// it moved since, oldest first.
///
/// # Errors
/// [`Refusal::InsufficientThen`] with the first day on which it would lack money.
pub fn held_since(stage: Stage, since: &[(Day, Money)], amount: Money) -> Result<(), Refusal> {
    if stage == Stage::Opened {
        return Ok(());
    }
    match since.iter().find(|(_, balance)| *balance < amount) {
        Some((day, available)) => Err(Refusal::InsufficientThen { day: *day, available: *available, asked: amount }),
        None => Ok(()),
    }
}

/// What was taken for a use, once `amount` more is.
///
/// # Errors
/// [`Refusal::EarmarkOverrun`] with what is left, [`Refusal::TooLarge`].
pub fn taken(name: &str, limit: Money, used: Money, amount: Money) -> Result<Money, Refusal> {
    let after = used.checked_add(amount).ok_or(Refusal::TooLarge)?;
    if after > limit {
        let left = limit.checked_sub(used).ok_or(Refusal::TooLarge)?;
        return Err(Refusal::EarmarkOverrun { name: name.to_owned(), left, asked: amount });
    }
    Ok(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn euros(text: &str) -> Money {
        Money::parse_plain(text).unwrap()
    }

    fn holding(stage: Stage, balance: &str) -> Holding {
        Holding { stage, balance: euros(balance) }
    }

    /// norms §6, test 10: 1 000 000.00 opened, 600 000.00 engaged; 400 000.01 more is a cent too much.
    #[test]
    fn the_last_cent_may_be_engaged_and_not_one_more() {
        let nothing = holding(Stage::Committed, "0");
        let left = moved(holding(Stage::Available, "1000000.00"), nothing, euros("600000.00")).unwrap().0;
        assert_eq!(left, euros("400000.00"));
        let available = Holding { stage: Stage::Available, balance: left };
        assert_eq!(
            moved(available, nothing, euros("400000.01")),
            Err(Refusal::Insufficient { available: left, asked: euros("400000.01"), missing: euros("0.01") })
        );
        assert_eq!(moved(available, nothing, euros("400000.00")).unwrap().0, Money::ZERO);
    }

    #[test]
    fn a_source_runs_negative_by_what_it_lets_out() {
        let opened = moved(holding(Stage::Opened, "-10"), holding(Stage::Available, "10"), euros("5.50"));
        assert_eq!(opened, Ok((euros("-15.50"), euros("15.50"))));
    }

    #[test]
    fn an_entry_counts_on_a_day_that_came_in_a_year_that_is_open() {
        let day = |text| Day::parse(text).unwrap();
        let (today, closed) = (day("2026-03-02"), Year::new(2025));
        assert_eq!(counted_on(today, today, closed), Ok(Year::new(2026).unwrap()));
        assert_eq!(counted_on(day("2026-03-03"), today, closed), Err(Refusal::DayAhead { today }));
        assert_eq!(counted_on(day("2025-12-31"), today, closed), Err(Refusal::YearClosed(Year::new(2025).unwrap())));
        assert_eq!(counted_on(day("2025-12-31"), today, None), Ok(Year::new(2025).unwrap()));
    }

    #[test]
    fn books_never_mix_and_a_closed_year_keeps_what_was_promised() {
        let year = |year| Year::new(year).unwrap();
        let end = |book, year, stage| Stand { book, year, stage };
        let available = end(Book::Ae, year(2026), Stage::Available);
        assert_eq!(joined(available, end(Book::Cp, year(2026), Stage::Available), true, None), Err(Refusal::AcrossBooks));
        let next = end(Book::Ae, year(2027), Stage::Available);
        assert_eq!(joined(available, next, false, None), Err(Refusal::AcrossYears));
        assert_eq!(joined(available, next, true, None), Ok(()));
        assert_eq!(joined(available, next, true, Year::new(2026)), Err(Refusal::YearClosed(year(2026))));
        let (reserved, committed) = (end(Book::Ae, year(2025), Stage::Reserved), end(Book::Ae, year(2025), Stage::Committed));
        assert_eq!(joined(reserved, committed, false, Year::new(2026)), Ok(()));
    }

    #[test]
    fn what_came_later_is_not_spent_before() {
        let day = |text| Day::parse(text).unwrap();
        let since = [(day("2026-01-05"), euros("100")), (day("2026-02-01"), euros("40")), (day("2026-03-01"), euros("400"))];
        assert_eq!(held_since(Stage::Available, &since, euros("40")), Ok(()));
        let refused = Refusal::InsufficientThen { day: day("2026-02-01"), available: euros("40"), asked: euros("40.01") };
        assert_eq!(held_since(Stage::Available, &since, euros("40.01")), Err(refused));
        assert_eq!(held_since(Stage::Opened, &since, euros("1000")), Ok(()));
    }

    #[test]
    fn a_use_takes_no_more_than_what_is_reserved_to_it() {
        assert_eq!(taken("Médico-social", euros("600"), euros("500"), euros("100")), Ok(euros("600")));
        let refused = Refusal::EarmarkOverrun { name: "Médico-social".to_owned(), left: euros("100"), asked: euros("100.01") };
        assert_eq!(taken("Médico-social", euros("600"), euros("500"), euros("100.01")), Err(refused));
    }

    #[test]
    fn nothing_and_less_than_nothing_do_not_move() {
        for amount in ["0", "-0.01"] {
            let refused = moved(holding(Stage::Available, "10"), holding(Stage::Reserved, "0"), euros(amount));
            assert_eq!(refused, Err(Refusal::NotPositive));
        }
    }

    proptest! {
        #[test]
        fn a_movement_creates_no_money_and_loses_none(from in 0..i64::MAX, to in 0..i64::MAX, amount in any::<i64>()) {
            let from = Holding { stage: Stage::Available, balance: Money::from_cents(from) };
            let to = Holding { stage: Stage::Reserved, balance: Money::from_cents(to) };
            match moved(from, to, Money::from_cents(amount)) {
                Ok((left, reached)) => {
                    prop_assert!(left >= Money::ZERO);
                    let before = i128::from(from.balance.cents()) + i128::from(to.balance.cents());
                    prop_assert_eq!(i128::from(left.cents()) + i128::from(reached.cents()), before);
                }
                Err(Refusal::Insufficient { available, asked, missing }) => {
                    prop_assert!(missing.is_positive());
                    prop_assert_eq!(available.checked_add(missing), Some(asked));
                }
                Err(refusal) => prop_assert!(matches!(refusal, Refusal::NotPositive | Refusal::TooLarge)),
            }
        }
    }
}

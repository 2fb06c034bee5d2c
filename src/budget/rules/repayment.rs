//! What a beneficiary owes back: how a claim goes on, and by which days a recoverable advance is given back.

use entity::values::{Day, Money, RepaymentState};

use super::Refusal;

/// What can be done to a repayment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is claimed (« ordre de reversement »).
    Order,
    /// It was given back (« encaissement »).
    Collect,
    /// It is no longer owed (« annulation »).
    Cancel,
}

impl Step {
    /// Every step, in the order in which a repayment meets them.
    pub const ALL: [Self; 3] = [Self::Order, Self::Collect, Self::Cancel];
}

/// Where a step leads.
///
/// # Errors
/// [`Refusal::NoSuchClaimStep`].
pub fn next(state: RepaymentState, step: Step) -> Result<RepaymentState, Refusal> {
    use RepaymentState as S;
    match (state, step) {
        (S::Planned, Step::Order) => Ok(S::Ordered),
        (S::Ordered, Step::Collect) => Ok(S::Collected),
        (S::Planned | S::Ordered, Step::Cancel) => Ok(S::Cancelled),

        (S::Planned, Step::Collect) | (S::Ordered, Step::Order) | (S::Collected | S::Cancelled, _) => {
            Err(Refusal::NoSuchClaimStep(state))
        }
    }
}

/// The longest schedule, in instalments: ten years of months.
pub const MOST_INSTALMENTS: i32 = 120;

/// When a recoverable advance is to be given back, and how much each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// What is given back in all, more than zero.
    pub total: Money,
    /// In how many times.
    pub instalments: i32,
    /// The first day.
    pub first: Day,
    /// How many months lie between two.
    pub months: i32,
}

/// The instalments of a schedule: equal ones to the cent below, the last takes what division leaves.
///
/// # Errors
/// [`Refusal::NotPositive`], [`Refusal::NotASchedule`].
pub fn instalments(schedule: Schedule) -> Result<Vec<(Day, Money)>, Refusal> {
    let Schedule { total, instalments, first, months } = schedule;
    if !total.is_positive() {
        return Err(Refusal::NotPositive);
    }
    let count = i64::from(instalments);
    let each = if count <= 0 { 0 } else { total.cents() / count };
    if instalments > MOST_INSTALMENTS || each == 0 || (months < 1 && instalments > 1) {
        return Err(Refusal::NotASchedule { most: MOST_INSTALMENTS });
    }
    let last = total.cents() - each * (count - 1);
    let instalment = |rank: i32| {
        let amount = if i64::from(rank) + 1 == count { last } else { each };
        (first.plus_months(rank * months), Money::from_cents(amount))
    };
    Ok((0..instalments).map(instalment).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn a_claim_goes_on_and_ends() {
        use RepaymentState as S;
        assert_eq!(next(S::Planned, Step::Order), Ok(S::Ordered));
        assert_eq!(next(S::Ordered, Step::Collect), Ok(S::Collected));
        assert_eq!(next(S::Planned, Step::Collect), Err(Refusal::NoSuchClaimStep(S::Planned)));
        for end in [S::Collected, S::Cancelled] {
            assert!(Step::ALL.iter().all(|step| next(end, *step).is_err()));
        }
    }

    #[test]
    fn months_end_where_months_end() {
        let schedule = Schedule { total: Money::from_cents(10_000), instalments: 3, first: day("2026-01-31"), months: 1 };
        let cents: Vec<_> = instalments(schedule).unwrap().into_iter().map(|(day, amount)| (day.iso(), amount.cents())).collect();
        let told = |day: &str, cents| (day.to_owned(), cents);
        assert_eq!(cents, [told("2026-01-31", 3333), told("2026-02-28", 3333), told("2026-03-31", 3334)]);
    }

    #[test]
    fn a_schedule_has_instalments_that_are_something() {
        let schedule = Schedule { total: Money::from_cents(2), instalments: 3, first: day("2026-01-31"), months: 1 };
        let refused = Err(Refusal::NotASchedule { most: MOST_INSTALMENTS });
        assert_eq!(instalments(schedule), refused);
        assert_eq!(instalments(Schedule { instalments: 0, ..schedule }), refused);
        assert_eq!(instalments(Schedule { total: Money::from_cents(1_000), months: 0, ..schedule }), refused);
        assert_eq!(instalments(Schedule { total: Money::ZERO, ..schedule }), Err(Refusal::NotPositive));
    }

    proptest! {
        #[test]
        fn the_instalments_sum_to_the_advance(cents in 1..10_000_000_i64, count in 1..=120_i32, months in 1..13_i32) {
            let schedule = Schedule { total: Money::from_cents(cents), instalments: count, first: day("2026-05-31"), months };
            if let Ok(instalments) = instalments(schedule) {
                prop_assert_eq!(Money::sum(instalments.iter().map(|(_, amount)| *amount)), Some(schedule.total));
                prop_assert!(instalments.windows(2).all(|pair| pair[0].0 < pair[1].0));
            } else {
                prop_assert!(cents < i64::from(count));
            }
        }
    }
}

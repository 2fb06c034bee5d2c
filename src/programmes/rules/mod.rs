//! What a programme may say of itself. Pure.

pub mod announced;
pub mod indicators;
pub mod period;

use entity::values::{ActionKind, Day, Money};

use period::Month;

/// Why a programme's rule refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Another programme, or another action of the programme, has this code.
    #[error("the code is taken")]
    CodeTaken,
    /// A bound is neither a year nor a month.
    #[error("neither a year nor a month")]
    NotAPeriod,
    /// The end comes before the start.
    #[error("it ends before it starts")]
    EndsBeforeItStarts,
    /// The parts set apart exceed the whole that they are part of.
    #[error("{earmarked} set apart within {amount}")]
    EarmarksExceedAmount {
        /// What the programme was announced with.
        amount: Money,
        /// The sum of its parts.
        earmarked: Money,
    },
    /// The programme has no axis of this number.
    #[error("there is no axis {0}")]
    NoSuchAxis(i32),
    /// The action was launched before.
    #[error("launched already, on {0}")]
    LaunchedAlready(Day),
    /// The month or the day has not come yet.
    #[error("it is still to come")]
    StillToCome,
    /// A count below zero.
    #[error("a count is never negative")]
    NegativeCount,
    /// The same month was observed already: an observation is not rewritten.
    #[error("observed already")]
    ObservedAlready,
}

/// Whether earmarks fit in the amount they are part of. A programme without an amount has nothing to set apart.
///
/// # Errors
/// [`Refusal::EarmarksExceedAmount`]
pub fn check_earmarks(amount: Option<Money>, earmarks: impl IntoIterator<Item = Money>) -> Result<(), Refusal> {
    let amount = amount.unwrap_or(Money::ZERO);
    match Money::sum(earmarks) {
        Some(earmarked) if earmarked <= amount => Ok(()),
        other => Err(Refusal::EarmarksExceedAmount { amount, earmarked: other.unwrap_or(Money::from_cents(i64::MAX)) }),
    }
}

/// What programmes were announced with, all together. Earmarks are no part of it: they are within the amounts.
/// `None` when no amount can hold the sum.
pub fn announced_in_all(amounts: impl IntoIterator<Item = Option<Money>>) -> Option<Money> {
    Money::sum(amounts.into_iter().flatten())
}

/// Whether the action is a call that people answer: what the strategy counts as AAP or AMI.
#[must_use]
pub fn is_call(kind: ActionKind) -> bool {
    match kind {
        ActionKind::Aap | ActionKind::Ami => true,
        ActionKind::Guichet
        | ActionKind::Pepr
        | ActionKind::Concours
        | ActionKind::EarlyAccess
        | ActionKind::Listing
        | ActionKind::Other => false,
    }
}

/// Whether an action needs a line of its own in the budget. A regulatory route or a catalogue spends nothing, unless it
/// was announced with money.
#[must_use]
pub fn needs_budget(kind: ActionKind, has_amount: bool) -> bool {
    match kind {
        ActionKind::EarlyAccess | ActionKind::Listing => has_amount,
        ActionKind::Aap | ActionKind::Ami | ActionKind::Guichet | ActionKind::Pepr | ActionKind::Concours | ActionKind::Other => {
            true
        }
    }
}

/// Whether an action may be launched: once.
///
/// # Errors
/// [`Refusal::LaunchedAlready`]
pub fn check_launch(launched_on: Option<Day>) -> Result<(), Refusal> {
    launched_on.map_or(Ok(()), |day| Err(Refusal::LaunchedAlready(day)))
}

/// Whether a month may be observed on the day `today`: it has begun, and counts are counts.
///
/// # Errors
/// [`Refusal::StillToCome`] or [`Refusal::NegativeCount`]
pub fn check_observation(month: Month, value: i64, today: Day) -> Result<(), Refusal> {
    check_count(value)?;
    if month > Month::of(today) { Err(Refusal::StillToCome) } else { Ok(()) }
}

/// Whether the progress of a target may be written down for `day`.
///
/// # Errors
/// [`Refusal::StillToCome`] or [`Refusal::NegativeCount`]
pub fn check_progress(day: Day, value: i64, today: Day) -> Result<(), Refusal> {
    check_count(value)?;
    if day > today { Err(Refusal::StillToCome) } else { Ok(()) }
}

/// Whether a count is one.
///
/// # Errors
/// [`Refusal::NegativeCount`]
pub fn check_count(value: i64) -> Result<(), Refusal> {
    if value < 0 { Err(Refusal::NegativeCount) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millions(millions: i64) -> Money {
        Money::from_cents(millions * 100_000_000)
    }

    fn day(iso: &str) -> Day {
        Day::parse(iso).unwrap()
    }

    #[test]
    fn an_earmark_is_within_the_amount_and_never_on_top_of_it() {
        assert_eq!(check_earmarks(Some(millions(2000)), [millions(600)]), Ok(()));
        assert_eq!(check_earmarks(Some(millions(600)), [millions(600)]), Ok(()));
        assert_eq!(check_earmarks(None, []), Ok(()));
        let refusal = Refusal::EarmarksExceedAmount { amount: millions(500), earmarked: millions(600) };
        assert_eq!(check_earmarks(Some(millions(500)), [millions(400), millions(200)]), Err(refusal));
        assert!(check_earmarks(None, [millions(1)]).is_err());
        assert!(check_earmarks(Some(millions(1)), [Money::from_cents(i64::MAX), millions(1)]).is_err());
    }

    #[test]
    fn the_six_programmes_amount_to_3_548_million() {
        let amounts =
            [None, Some(millions(2000)), Some(millions(400)), Some(millions(30)), Some(millions(718)), Some(millions(400))];
        assert_eq!(announced_in_all(amounts), Some(millions(3548)));
    }

    #[test]
    fn only_aap_and_ami_are_calls() {
        let calls: Vec<_> = ActionKind::ALL.iter().copied().filter(|kind| is_call(*kind)).collect();
        assert_eq!(calls, [ActionKind::Aap, ActionKind::Ami]);
    }

    #[test]
    fn a_route_without_money_needs_no_line_of_budget() {
        assert!(!needs_budget(ActionKind::EarlyAccess, false));
        assert!(needs_budget(ActionKind::Listing, true));
        assert!(needs_budget(ActionKind::Aap, false));
    }

    #[test]
    fn an_action_is_launched_once() {
        assert_eq!(check_launch(None), Ok(()));
        assert_eq!(check_launch(Some(day("2021-12-16"))), Err(Refusal::LaunchedAlready(day("2021-12-16"))));
    }

    #[test]
    fn what_has_not_come_is_not_observed() {
        let september = Month::parse("2022-09").unwrap();
        assert_eq!(check_observation(september, 1, day("2022-09-01")), Ok(()));
        assert_eq!(check_observation(september, 1, day("2022-08-31")), Err(Refusal::StillToCome));
        assert_eq!(check_observation(september, -1, day("2022-09-30")), Err(Refusal::NegativeCount));
        assert_eq!(check_progress(day("2022-09-01"), 0, day("2022-09-01")), Ok(()));
        assert_eq!(check_progress(day("2022-09-02"), 0, day("2022-09-01")), Err(Refusal::StillToCome));
    }
}

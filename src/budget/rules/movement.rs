//! Whether money may move from one account to another.

use entity::values::{Money, Stage};

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

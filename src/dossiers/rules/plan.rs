//! The financing plan: expenses, and the aid asked for them.

use entity::values::{ExpenseCategory, Fingerprint, Money, Rate};
use serde::{Deserialize, Serialize};

/// The most lines that a plan has: beyond, one groups them.
pub const MOST_EXPENSES: usize = 100;
/// The longest name of an expense, in characters.
pub const LONGEST_LABEL: usize = 200;

/// One line of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expense {
    /// The sort of expense.
    pub category: ExpenseCategory,
    /// What is bought.
    pub label: String,
    /// Whole euro cents.
    pub amount: Money,
}

/// The whole plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Its lines, in order.
    pub expenses: Vec<Expense>,
    /// The aid asked for, in whole euro cents.
    pub aid: Money,
}

/// What a wave allows one to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AidTerms {
    /// The largest share of the expenses.
    pub max_rate: Rate,
    /// The smallest aid, in whole euro cents.
    pub min: Money,
    /// The largest aid, in whole euro cents.
    pub max: Money,
}

/// Why a plan cannot be kept, even as a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanRefusal {
    /// More than [`MOST_EXPENSES`] lines.
    #[error("too many lines: {0}")]
    TooManyLines(usize),
    /// The sum does not fit in an amount.
    #[error("the sum is too large")]
    TooLarge,
}

/// What is wrong with the aid asked for. A draft keeps it; a submission does not pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AidFault {
    /// There is nothing to fund.
    NoExpense,
    /// No aid is asked for.
    NoAid,
    /// More than the wave's share of the expenses.
    AboveRate {
        /// What that share is of these expenses, rounded down to the cent.
        ceiling: Money,
    },
    /// Less than the wave's smallest aid.
    BelowMinimum,
    /// More than the wave's largest aid.
    AboveMaximum,
}

impl Plan {
    /// The sum of the expenses.
    ///
    /// # Errors
    /// [`PlanRefusal`], also when there are too many lines.
    pub fn total(&self) -> Result<Money, PlanRefusal> {
        if self.expenses.len() > MOST_EXPENSES {
            return Err(PlanRefusal::TooManyLines(self.expenses.len()));
        }
        Money::sum(self.expenses.iter().map(|expense| expense.amount)).ok_or(PlanRefusal::TooLarge)
    }

    /// What one has seen of the plan: two plans have the same exactly when they are the same. A save that has seen
    /// another plan than the one kept is stale.
    #[must_use]
    pub fn version(&self) -> Fingerprint {
        let lines = self
            .expenses
            .iter()
            .map(|e| format!("{}\t{}\t{}\n", e.category, e.label.replace(['\t', '\n'], " "), e.amount.cents()));
        Fingerprint::of(format!("{}{}", lines.collect::<String>(), self.aid.cents()))
    }
}

/// Everything that is wrong with the aid asked for expenses of `total`.
#[must_use]
pub fn faults(total: Money, aid: Money, terms: &AidTerms) -> Vec<AidFault> {
    let mut faults = Vec::new();
    if !total.is_positive() {
        faults.push(AidFault::NoExpense);
    }
    if !aid.is_positive() {
        faults.push(AidFault::NoAid);
        return faults;
    }
    let ceiling = total.share_down(terms.max_rate);
    if total.is_positive() && aid > ceiling {
        faults.push(AidFault::AboveRate { ceiling });
    }
    if aid < terms.min {
        faults.push(AidFault::BelowMinimum);
    }
    if aid > terms.max {
        faults.push(AidFault::AboveMaximum);
    }
    faults
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn euros(text: &str) -> Money {
        Money::parse_plain(text).unwrap()
    }

    fn terms() -> AidTerms {
        AidTerms { max_rate: Rate::parse("45").unwrap(), min: euros("1000"), max: euros("600000") }
    }

    fn plan(amounts: &[i64]) -> Plan {
        let expense = |cents: &i64| Expense {
            category: ExpenseCategory::Personnel,
            label: "Ingénieur".to_owned(),
            amount: Money::from_cents(*cents),
        };
        Plan { expenses: amounts.iter().map(expense).collect(), aid: Money::ZERO }
    }

    /// norms §6 test 20: eligible 1 234 567,89 at 45 % is 555 555,55.
    #[test]
    fn the_ceiling_is_rounded_down_to_the_cent() {
        let total = euros("1234567.89");
        assert_eq!(faults(total, euros("555555.55"), &terms()), []);
        let ceiling = euros("555555.55");
        assert_eq!(faults(total, euros("555555.56"), &terms()), [AidFault::AboveRate { ceiling }]);
    }

    #[test]
    fn the_bounds_of_the_wave_are_included() {
        let total = euros("10000000");
        assert_eq!(faults(total, euros("1000"), &terms()), []);
        assert_eq!(faults(total, euros("999.99"), &terms()), [AidFault::BelowMinimum]);
        assert_eq!(faults(total, euros("600000"), &terms()), []);
        assert_eq!(faults(total, euros("600000.01"), &terms()), [AidFault::AboveMaximum]);
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        assert_eq!(faults(Money::ZERO, Money::ZERO, &terms()), [AidFault::NoExpense, AidFault::NoAid]);
        let ceiling = euros("0.45");
        assert_eq!(faults(euros("1"), euros("700000"), &terms()), [AidFault::AboveRate { ceiling }, AidFault::AboveMaximum]);
    }

    #[test]
    fn a_plan_that_nobody_can_sum_is_refused() {
        assert_eq!(plan(&[i64::MAX, 1]).total(), Err(PlanRefusal::TooLarge));
        assert_eq!(plan(&[1; 101]).total(), Err(PlanRefusal::TooManyLines(101)));
        assert_eq!(plan(&[1; 100]).total(), Ok(Money::from_cents(100)));
    }

    proptest! {
        #[test]
        fn an_accepted_aid_never_exceeds_its_share(total in 0..1_000_000_000_000_i64, aid in 0..1_000_000_000_000_i64) {
            let (total, aid) = (Money::from_cents(total), Money::from_cents(aid));
            if faults(total, aid, &terms()).is_empty() {
                prop_assert!(i128::from(aid.cents()) * 1_000_000 <= i128::from(total.cents()) * 450_000);
                prop_assert!(terms().min <= aid && aid <= terms().max);
            }
        }

        #[test]
        fn another_plan_has_another_version(a in prop::collection::vec(0..9_i64, 0..4), b in prop::collection::vec(0..9_i64, 0..4)) {
            prop_assert_eq!(plan(&a).version() == plan(&b).version(), a == b);
        }
    }
}

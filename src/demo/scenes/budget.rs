//! Authority opened year by year.

use entity::values::{Book, BudgetLineId, Money, Year};

use super::{
    super::{
        schedule::strategy_in,
        score::{STRATEGY, STRATEGY_BY_YEAR, euros},
        stage::DemoError,
    },
    Play,
};
use crate::{
    budget::{
        actions::{Delegation, Opening, delegate, open},
        gates::ManageLine,
    },
    programmes::rules::period::Period,
};

impl Play {
    /// Opens, for every programme with an amount, its share of the year: the same each year, the last one what is left.
    pub(super) async fn open_budgets(&self, year: i32) -> Result<(), DemoError> {
        for (code, programme) in &self.programmes {
            let (Some(line), Some(total)) = (programme.budget_line_id, programme.amount) else { continue };
            let period = Period::parse(&programme.starts, &programme.ends).map_err(DemoError::refused)?;
            let amount = if code == STRATEGY { euros(strategy_in(year)) } else { share(total, &period, year) };
            if amount.is_positive() {
                self.open_both(line, year, amount, &format!("Loi de finances {year}")).await?;
            }
        }
        Ok(())
    }

    /// Opens what is left of the strategy's amount.
    pub(super) async fn open_the_rest(&self, year: i32) -> Result<(), DemoError> {
        let programme = self.programme(STRATEGY)?;
        let opened = euros(STRATEGY_BY_YEAR.iter().map(|(_, amount)| amount).sum());
        let rest = programme.amount.and_then(|total| total.checked_sub(opened));
        if let (Some(line), Some(rest)) = (programme.budget_line_id, rest.filter(|rest| rest.is_positive())) {
            self.open_both(line, year, rest, "Solde de la stratégie").await?;
        }
        Ok(())
    }

    /// Delegates authority from the strategy to one of its actions.
    pub(super) async fn delegate_to(&self, action: &str, year: i32, amount: Money) -> Result<(), DemoError> {
        let source = self.programme(STRATEGY)?.budget_line_id.ok_or(DemoError::said("la stratégie n’a pas de budget"))?;
        let to = self.action(action)?.budget_line_id.ok_or_else(|| DemoError::said(format!("{action} n’a pas de budget")))?;
        let permit = self.stage.permit::<ManageLine>(self.cast.manager, source).await?;
        let tx = self.stage.begin(Some(self.cast.manager)).await?;
        let reason = format!("Délégation à l’action {action}");
        let delegation =
            Delegation { to, book: Book::Ae, year: fiscal(year)?, amount, reason, earmark: None, day: None, key: None };
        delegate(&tx, &permit, delegation).await.map_err(DemoError::refused)?;
        Ok(tx.commit().await?)
    }

    async fn open_both(&self, line: BudgetLineId, year: i32, amount: Money, reason: &str) -> Result<(), DemoError> {
        let permit = self.stage.permit::<ManageLine>(self.cast.manager, line).await?;
        let tx = self.stage.begin(Some(self.cast.manager)).await?;
        for book in [Book::Ae, Book::Cp] {
            let opening =
                Opening { book, year: fiscal(year)?, amount, reason: reason.to_owned(), document: None, day: None, key: None };
            open(&tx, &permit, opening).await.map_err(DemoError::refused)?;
        }
        Ok(tx.commit().await?)
    }
}

/// An equal share of the total for each year of the period; the last year takes what division leaves.
fn share(total: Money, period: &Period, year: i32) -> Money {
    let (first, last) = (period.first.year(), period.last.year());
    if !(first..=last).contains(&year) {
        return Money::ZERO;
    }
    let years = i64::from(last - first + 1);
    let each = total.cents() / years;
    if year == last { Money::from_cents(total.cents() - each * (years - 1)) } else { Money::from_cents(each) }
}

/// The fiscal year.
pub(super) fn fiscal(year: i32) -> Result<Year, DemoError> {
    Year::new(year).ok_or_else(|| DemoError::said(format!("{year} n’est pas une année budgétaire")))
}

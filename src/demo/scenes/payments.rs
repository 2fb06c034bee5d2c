//! Laureates are paid: an advance once the decision is published, then what they claim.

use entity::values::{BudgetLineId, PaymentState, Rate};

use super::{
    super::{score::STRATEGY, stage::DemoError},
    Play,
};
use crate::{
    budget::{
        self,
        actions::{Certification, CommitmentRow, certify, order, pay},
        gates::{CertifyPayment, OrderPayment, PayPayment},
    },
    db::PageNumber,
};

/// The advance of every laureate: 30 %, the most without a guarantee (norms, test 24).
const ADVANCE: &str = "30";
/// What is claimed next.
const CLAIM: &str = "20";

impl Play {
    /// Pays the advance of every laureate of a wave.
    pub(super) async fn pay_advances(&self, wave: usize) -> Result<(), DemoError> {
        for committed in self.commitments_of(wave).await? {
            self.pay_share(&committed, ADVANCE, "Avance de 30 %", PaymentState::Paid).await?;
        }
        Ok(())
    }

    /// Leaves claims of a wave's first laureates on the way: one more each time is a step further from being paid.
    pub(super) async fn claim(&self, wave: usize) -> Result<(), DemoError> {
        let on_the_way = [PaymentState::Ordered, PaymentState::Ordered, PaymentState::Certified];
        for (committed, state) in self.commitments_of(wave).await?.iter().zip(on_the_way) {
            self.pay_share(committed, CLAIM, "Acompte sur rapport intermédiaire", state).await?;
        }
        Ok(())
    }

    async fn commitments_of(&self, wave: usize) -> Result<Vec<CommitmentRow>, DemoError> {
        let reader = self.stage.database.reader();
        let code = self.wave(wave)?.wave.reference.to_string();
        let line = budget::actions::line_by_code(&reader, &code).await?.ok_or(DemoError::said("la vague n’a pas de ligne"))?;
        let (page, _) = budget::actions::commitments(&reader, &line, PageNumber::parse(None)).await?;
        Ok(page.rows)
    }

    /// Staff certify, the manager orders, the accountant pays: as far as `until`.
    async fn pay_share(
        &self,
        committed: &CommitmentRow,
        percent: &str,
        label: &str,
        until: PaymentState,
    ) -> Result<(), DemoError> {
        let reference = committed.reference.clone();
        let rate = Rate::parse(percent).map_err(DemoError::refused)?;
        let certification = Certification {
            line: self.payer()?,
            amount: committed.committed.share_down(rate),
            label: label.to_owned(),
            document: None,
            key: self.stage.randomness.token().secret().to_owned(),
        };
        let permit = self.stage.permit::<CertifyPayment>(self.cast.staff, reference.clone()).await?;
        let tx = self.stage.begin(Some(self.cast.staff)).await?;
        let number = certify(&tx, &permit, certification).await.map_err(DemoError::refused)?.number;
        tx.commit().await?;
        if until == PaymentState::Certified {
            return Ok(());
        }

        let permit = self.stage.permit::<OrderPayment>(self.cast.manager, (reference.clone(), number)).await?;
        let tx = self.stage.begin(Some(self.cast.manager)).await?;
        order(&tx, &permit).await.map_err(DemoError::refused)?;
        tx.commit().await?;
        if until == PaymentState::Ordered {
            return Ok(());
        }

        let permit = self.stage.permit::<PayPayment>(self.cast.accountant, (reference, number)).await?;
        let tx = self.stage.begin(Some(self.cast.accountant)).await?;
        pay(&tx, &permit).await.map_err(DemoError::refused)?;
        Ok(tx.commit().await?)
    }

    /// The strategy's own line holds the payment credits.
    fn payer(&self) -> Result<BudgetLineId, DemoError> {
        self.programme(STRATEGY)?.budget_line_id.ok_or(DemoError::said("la stratégie n’a pas de budget"))
    }
}

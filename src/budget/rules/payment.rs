//! What may be paid on a commitment, and by whom: engagement, then certification of service, payment order and payment, in
//! that order (décret GBCP 2012-1246, articles 29 to 33), the last by another person than who ordered (article 9).

use entity::values::{Money, PaymentState, PersonId};

use super::Refusal;

/// What was promised to a beneficiary, and how far it has been paid. All in whole euro cents, all fiscal years together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Promised, less what was taken back (« engagé »), settled or not.
    pub committed: Money,
    /// The part of it that is settled (« soldé »): paid, and done with.
    pub settled: Money,
    /// Certified and not ordered yet (« liquidé, à payer »).
    pub due: Money,
    /// Ordered and not paid yet (« ordonnancé »).
    pub ordered: Money,
    /// Paid (« payé »), claimed back or not.
    pub paid: Money,
    /// The part of it that is claimed back (« à recouvrer »).
    pub to_recover: Money,
    /// The part of it that was given back (« recouvré »).
    pub recovered: Money,
}

impl Standing {
    /// All that was certified, whatever became of it since; `None` when no amount can hold it.
    #[must_use]
    pub fn certified(&self) -> Option<Money> {
        Money::sum([self.due, self.ordered, self.paid])
    }

    /// What may still be certified: promised, less what was.
    #[must_use]
    pub fn left_to_certify(&self) -> Option<Money> {
        self.committed.checked_sub(self.certified()?)
    }

    /// What may still be claimed back: paid, less what was claimed already.
    #[must_use]
    pub fn left_to_claim(&self) -> Option<Money> {
        self.paid.checked_sub(self.to_recover)?.checked_sub(self.recovered)
    }

    /// What is left to pay (« reste à payer »): promised, less what was paid.
    #[must_use]
    pub fn left_to_pay(&self) -> Option<Money> {
        self.committed.checked_sub(self.paid)
    }
}

/// Whether `amount` more may be certified.
///
/// # Errors
/// [`Refusal::NotPositive`], [`Refusal::BeyondCommitment`] with what is left, [`Refusal::TooLarge`].
pub fn certify(standing: Standing, amount: Money) -> Result<(), Refusal> {
    if !amount.is_positive() {
        return Err(Refusal::NotPositive);
    }
    let left = standing.left_to_certify().ok_or(Refusal::TooLarge)?;
    if amount > left { Err(Refusal::BeyondCommitment { left, asked: amount }) } else { Ok(()) }
}

/// Whether `amount` of what was promised may be taken back: never what is certified already.
///
/// # Errors
/// Those of [`certify`].
pub fn decommit(standing: Standing, amount: Money) -> Result<(), Refusal> {
    certify(standing, amount)
}

/// What becomes of a promise that is done with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// What was paid and not settled yet: it is settled.
    pub settled: Money,
    /// What will not be paid: it is given back.
    pub given_back: Money,
}

/// What settling a commitment does, when nothing of it is on its way.
///
/// # Errors
/// [`Refusal::PaymentsUnderWay`] with how much, [`Refusal::SettledAlready`], [`Refusal::TooLarge`].
pub fn settle(standing: Standing) -> Result<Settlement, Refusal> {
    let under_way = standing.due.checked_add(standing.ordered).ok_or(Refusal::TooLarge)?;
    if under_way.is_positive() {
        return Err(Refusal::PaymentsUnderWay(under_way));
    }
    if standing.committed == standing.settled {
        return Err(Refusal::SettledAlready);
    }
    let settled = standing.paid.checked_sub(standing.settled).ok_or(Refusal::TooLarge)?;
    let given_back = standing.left_to_pay().ok_or(Refusal::TooLarge)?;
    Ok(Settlement { settled, given_back })
}

/// How `amount` is taken from accounts that hold so much each: from the first as far as it goes, then from the next. `None`
/// when they do not hold that much together.
#[must_use]
pub fn drawn(held: &[Money], amount: Money) -> Option<Vec<Money>> {
    let mut left = amount;
    let mut drawn = Vec::with_capacity(held.len());
    for held in held {
        let taken = left.min(*held);
        left = left.checked_sub(taken)?;
        drawn.push(taken);
    }
    left.is_zero().then_some(drawn)
}

/// What can be done to a payment once it is certified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is ordered (« ordonnancement »).
    Order,
    /// It is paid (« paiement »).
    Pay,
    /// The accountant sends it back to who ordered it (« rejet »).
    Reject,
    /// It is given up before it is ordered (« annulation »).
    Cancel,
}

impl Step {
    /// Every step, in the order in which a payment meets them.
    pub const ALL: [Self; 4] = [Self::Order, Self::Pay, Self::Reject, Self::Cancel];
}

/// Where a step leads.
///
/// # Errors
/// [`Refusal::NoSuchStep`].
pub fn next(state: PaymentState, step: Step) -> Result<PaymentState, Refusal> {
    use PaymentState as S;
    match (state, step) {
        (S::Certified, Step::Order) => Ok(S::Ordered),
        (S::Certified, Step::Cancel) => Ok(S::Cancelled),
        (S::Ordered, Step::Pay) => Ok(S::Paid),
        (S::Ordered, Step::Reject) => Ok(S::Certified),

        (S::Certified, Step::Pay | Step::Reject)
        | (S::Ordered, Step::Order | Step::Cancel)
        | (S::Paid | S::Cancelled, Step::Order | Step::Pay | Step::Reject | Step::Cancel) => {
            Err(Refusal::NoSuchStep { state, step })
        }
    }
}

/// Whether `payer` may pay what `orderer` ordered.
///
/// # Errors
/// [`Refusal::OwnOrder`].
pub fn paid_by_another(orderer: Option<PersonId>, payer: Option<PersonId>) -> Result<(), Refusal> {
    if orderer.is_some() && orderer != payer && payer.is_some() { Ok(()) } else { Err(Refusal::OwnOrder) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn euros(text: &str) -> Money {
        Money::parse_plain(text).unwrap()
    }

    /// norms §6, test 11: 600 000.00 engaged, 200 000.00 paid: 400 000.00 are left.
    #[test]
    fn what_is_left_to_pay_is_what_was_promised_less_what_was_paid() {
        let standing = Standing { committed: euros("600000.00"), paid: euros("200000.00"), ..Standing::default() };
        assert_eq!(standing.left_to_pay(), Some(euros("400000.00")));
        assert_eq!(certify(standing, euros("400000.00")), Ok(()));
        let left = euros("400000.00");
        assert_eq!(certify(standing, euros("400000.01")), Err(Refusal::BeyondCommitment { left, asked: euros("400000.01") }));
        assert_eq!(certify(standing, Money::ZERO), Err(Refusal::NotPositive));
    }

    /// norms §6, test 12.
    #[test]
    fn nobody_pays_their_own_order() {
        let (ada, grace) = (Some(PersonId(1)), Some(PersonId(2)));
        assert_eq!(paid_by_another(ada, grace), Ok(()));
        for (orderer, payer) in [(ada, ada), (None, ada), (ada, None), (None, None)] {
            assert_eq!(paid_by_another(orderer, payer), Err(Refusal::OwnOrder));
        }
    }

    /// norms §6, test 12: no payment without a payment order, no order without a certification.
    #[test]
    fn the_steps_follow_each_other() {
        assert_eq!(
            next(PaymentState::Certified, Step::Pay),
            Err(Refusal::NoSuchStep { state: PaymentState::Certified, step: Step::Pay })
        );
        for end in [PaymentState::Paid, PaymentState::Cancelled] {
            assert!(Step::ALL.iter().all(|step| next(end, *step).is_err()));
        }
        assert_eq!(next(PaymentState::Ordered, Step::Reject), Ok(PaymentState::Certified));
    }

    #[test]
    fn a_promise_is_settled_once_and_never_over_a_payment_under_way() {
        let standing = Standing { committed: euros("100"), paid: euros("60"), ..Standing::default() };
        assert_eq!(settle(standing), Ok(Settlement { settled: euros("60"), given_back: euros("40") }));
        assert_eq!(settle(Standing { due: euros("1"), ..standing }), Err(Refusal::PaymentsUnderWay(euros("1"))));
        let settled = Standing { committed: euros("60"), settled: euros("60"), paid: euros("60"), ..Standing::default() };
        assert_eq!(settle(settled), Err(Refusal::SettledAlready));
        assert_eq!((settled.left_to_pay(), settled.left_to_certify()), (Some(Money::ZERO), Some(Money::ZERO)));
    }

    proptest! {
        #[test]
        fn what_is_drawn_sums_to_what_was_asked(held in prop::collection::vec(0..1_000_i64, 0..6), amount in 0..4_000_i64) {
            let held: Vec<Money> = held.into_iter().map(Money::from_cents).collect();
            let (all, amount) = (Money::sum(held.iter().copied()).unwrap(), Money::from_cents(amount));
            match drawn(&held, amount) {
                Some(drawn) => {
                    prop_assert_eq!(Money::sum(drawn.iter().copied()), Some(amount));
                    prop_assert!(drawn.iter().zip(&held).all(|(drawn, held)| drawn <= held));
                }
                None => prop_assert!(amount > all),
            }
        }

        #[test]
        fn certifying_never_passes_what_was_promised(committed in 0..1_000_i64, amounts in prop::collection::vec(-5..400_i64, 0..12)) {
            let mut standing = Standing { committed: Money::from_cents(committed), ..Standing::default() };
            for amount in amounts.into_iter().map(Money::from_cents) {
                if certify(standing, amount).is_ok() {
                    standing.due = standing.due.checked_add(amount).unwrap();
                }
                prop_assert!(standing.certified().unwrap() <= standing.committed);
                prop_assert!(standing.left_to_pay().unwrap() >= standing.left_to_certify().unwrap());
            }
        }
    }
}

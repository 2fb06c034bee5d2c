//! Which entries are undone by their opposite. Those that moved something with a state of its own (a wave's envelope, a
//! promise, a payment) are undone by the operation that moves it back.

use entity::values::Journal;

use super::Refusal;

/// Whether an entry of this journal may be reversed.
///
/// # Errors
/// [`Refusal::NotReversible`].
pub fn reversible(journal: Journal) -> Result<(), Refusal> {
    match journal {
        Journal::Opening | Journal::Delegation | Journal::Reallocation | Journal::Freeze => Ok(()),
        Journal::Reservation
        | Journal::Commitment
        | Journal::Certification
        | Journal::PaymentOrder
        | Journal::Payment
        | Journal::Recovery
        | Journal::YearEnd
        | Journal::Reversal => Err(Refusal::NotReversible(journal)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reversal_is_not_reversed() {
        assert_eq!(reversible(Journal::Delegation), Ok(()));
        assert_eq!(reversible(Journal::Reversal), Err(Refusal::NotReversible(Journal::Reversal)));
    }
}

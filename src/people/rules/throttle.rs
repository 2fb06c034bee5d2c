//! Slowing down whoever guesses, without ever shutting the owner out: a wait that grows, is bounded, counts from one's own
//! last wrong try, and that a new password chosen through the mailbox ends at once.

use entity::values::Instant;
use jiff::SignedDuration;

/// How far back wrong tries count.
pub const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// How many wrong tries on one account from one address are free.
const FREE_HERE: u64 = 5;
/// How many wrong tries on one account from anywhere are free: past that many machines guess together, and none of them gets
/// more than one try for nothing.
const FREE_PER_ACCOUNT: u64 = 100;
/// How many wrong tries from one address are free: offices share theirs.
const FREE_PER_ADDRESS: u64 = 50;
/// The longest wait after the last wrong try, in seconds.
const LONGEST_WAIT_SECONDS: i64 = 300;

/// Some wrong tries of the last [`WINDOW`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Wrong {
    /// How many.
    pub count: u64,
    /// When the last of them was made, UTC.
    pub last: Option<Instant>,
}

/// The wrong tries that bear on the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tries {
    /// On this account from this address, since its owner last got in.
    pub here: Wrong,
    /// On this account from anywhere, since its owner last got in.
    pub on_account: u64,
    /// From this address, on any account.
    pub from_address: Wrong,
}

/// How many seconds to wait before the next try; `None` when it may be made now.
///
/// What others try on the account lengthens the wait of whoever has been wrong there too, and counts from their own last
/// try: an owner who comes from elsewhere waits for nobody.
#[must_use]
pub fn wait(tries: Tries, now: Instant) -> Option<i64> {
    let on_account = beyond(tries.here.count, FREE_HERE).max(beyond(tries.on_account, FREE_PER_ACCOUNT));
    let from_address = beyond(tries.from_address.count, FREE_PER_ADDRESS);
    [(on_account, tries.here.last), (from_address, tries.from_address.last)]
        .into_iter()
        .filter_map(|(beyond, last)| remaining(beyond, last?, now))
        .max()
}

/// The tries that are not free: the last free one makes the next wait.
fn beyond(count: u64, free: u64) -> u64 {
    count.saturating_sub(free - 1)
}

fn remaining(beyond: u64, last: Instant, now: Instant) -> Option<i64> {
    let doubled = if beyond == 0 { 0 } else { 5_i64.saturating_mul(1 << beyond.min(10)) };
    let remaining = doubled.min(LONGEST_WAIT_SECONDS) - now.since(last).as_secs();
    (remaining > 0).then_some(remaining)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wrong(count: u64) -> Wrong {
        Wrong { count, last: (count > 0).then_some(Instant::from_millis(0)) }
    }

    fn after(tries: Tries, seconds: i64) -> Option<i64> {
        wait(tries, Instant::from_millis(0).plus(SignedDuration::from_secs(seconds)))
    }

    fn alone(count: u64) -> Tries {
        Tries { here: wrong(count), on_account: count, from_address: wrong(count) }
    }

    #[test]
    fn four_wrong_tries_cost_nothing_and_the_wait_then_grows_to_five_minutes_at_most() {
        assert_eq!(after(alone(4), 0), None);
        assert_eq!(after(alone(5), 0), Some(10));
        assert_eq!(after(alone(6), 0), Some(20));
        assert_eq!(after(alone(5), 10), None);
        assert_eq!(after(alone(1000), 0), Some(300));
        assert_eq!(after(alone(1000), 300), None);
    }

    #[test]
    fn many_machines_that_guess_together_get_one_free_try_each() {
        let one_of_many = |here| Tries { here: wrong(here), on_account: 120, from_address: wrong(here) };
        assert_eq!(after(one_of_many(0), 0), None);
        assert_eq!(after(one_of_many(1), 0), Some(300));
        assert_eq!(after(one_of_many(1), 300), None);
    }

    #[test]
    fn what_an_office_tries_on_its_own_accounts_waits_by_its_own_last_try() {
        let office = Tries { from_address: wrong(50), ..Tries::default() };
        assert_eq!(after(office, 0), Some(10));
    }

    proptest! {
        #[test]
        fn an_owner_from_elsewhere_never_waits_for_a_stranger(on_account: u64, seconds in 0_i64..100_000) {
            prop_assert_eq!(after(Tries { on_account, ..Tries::default() }, seconds), None);
        }

        #[test]
        fn nobody_waits_more_than_five_minutes_after_their_own_last_try(here: u64, on_account: u64, address: u64) {
            let tries = Tries { here: wrong(here), on_account, from_address: wrong(address) };
            prop_assert_eq!(after(tries, LONGEST_WAIT_SECONDS), None);
        }
    }
}

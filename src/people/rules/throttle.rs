//! Slowing down whoever guesses, without ever shutting the owner out: a wait that grows, is bounded, and that a new
//! password chosen through the mailbox ends at once.

use entity::values::Instant;
use jiff::SignedDuration;

/// How far back wrong tries count.
pub const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// How many wrong tries on one account are free.
const FREE_PER_ACCOUNT: u64 = 5;
/// How many wrong tries from one address are free: offices share theirs.
const FREE_PER_ADDRESS: u64 = 50;
/// The longest wait after the last wrong try, in seconds.
const LONGEST_WAIT_SECONDS: i64 = 300;

/// The wrong tries of the last [`WINDOW`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tries {
    /// On this account, from this address.
    pub on_account: u64,
    /// From this address, on any account.
    pub from_address: u64,
    /// When the last of them was made, UTC.
    pub last: Option<Instant>,
}

/// How many seconds to wait before the next try; `None` when it may be made now.
#[must_use]
pub fn wait(tries: Tries, now: Instant) -> Option<i64> {
    let beyond =
        tries.on_account.saturating_sub(FREE_PER_ACCOUNT - 1).max(tries.from_address.saturating_sub(FREE_PER_ADDRESS - 1));
    let last = tries.last.filter(|_| beyond > 0)?;
    let doubled = 5_i64.saturating_mul(1 << beyond.min(10));
    let remaining = doubled.min(LONGEST_WAIT_SECONDS) - now.since(last).as_secs();
    (remaining > 0).then_some(remaining)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(on_account: u64, seconds: i64) -> Option<i64> {
        let last = Instant::from_millis(0);
        wait(Tries { on_account, from_address: on_account, last: Some(last) }, last.plus(SignedDuration::from_secs(seconds)))
    }

    #[test]
    fn four_wrong_tries_cost_nothing_and_the_wait_then_grows_to_five_minutes_at_most() {
        assert_eq!(after(4, 0), None);
        assert_eq!(after(5, 0), Some(10));
        assert_eq!(after(6, 0), Some(20));
        assert_eq!(after(5, 10), None);
        assert_eq!(after(1000, 0), Some(300));
        assert_eq!(after(1000, 300), None);
    }
}

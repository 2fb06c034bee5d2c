//! How many letters somebody who is not signed in may have sent: anybody may ask for one to any mailbox, nobody may fill a
//! mailbox with them, nor have us write to the whole world. It counts what was asked, not who is registered.

use jiff::SignedDuration;

use super::Refusal;

/// How far back letters count.
pub const WINDOW: SignedDuration = SignedDuration::from_hours(1);
/// How many letters one mailbox gets in that time.
const MOST_TO_ONE_MAILBOX: u64 = 5;
/// How many letters one address asks for in that time: offices share theirs.
const MOST_FROM_ONE_ADDRESS: u64 = 30;

/// The letters asked for in the last [`WINDOW`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Asked {
    /// To this mailbox, from anywhere.
    pub to_mailbox: u64,
    /// From this address, to any mailbox.
    pub from_address: u64,
}

/// Whether one more may be asked for.
///
/// # Errors
/// [`Refusal::TooManyLetters`]
pub fn check(asked: Asked) -> Result<(), Refusal> {
    let is_within = asked.to_mailbox < MOST_TO_ONE_MAILBOX && asked.from_address < MOST_FROM_ONE_ADDRESS;
    if is_within { Ok(()) } else { Err(Refusal::TooManyLetters) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_gets_five_letters_an_hour_and_an_address_asks_for_thirty() {
        assert_eq!(check(Asked { to_mailbox: 4, from_address: 29 }), Ok(()));
        assert_eq!(check(Asked { to_mailbox: 5, from_address: 5 }), Err(Refusal::TooManyLetters));
        assert_eq!(check(Asked { to_mailbox: 0, from_address: 30 }), Err(Refusal::TooManyLetters));
    }
}

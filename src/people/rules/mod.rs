//! What people may choose and how often they may try. Pure.

pub mod destination;
pub mod invitation;
pub mod letters;
pub mod parking;
pub mod password;
pub mod throttle;

/// The longest name of a person, in characters.
pub const LONGEST_NAME: usize = 120;

/// Why an account's rule refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The password is too weak.
    #[error("weak password: {0:?}")]
    Password(password::Weakness),
    /// The address and the password do not go together; which one is wrong is not said.
    #[error("wrong address or password")]
    WrongCredentials,
    /// The address was never confirmed.
    #[error("the address is not confirmed")]
    NotVerified,
    /// Too many wrong tries: how many seconds to wait.
    #[error("too many tries, {0} s to wait")]
    TooManyTries(i64),
    /// Too many letters were asked for in the last hour.
    #[error("too many letters")]
    TooManyLetters,
    /// The link was used, has expired or never existed.
    #[error("dead link")]
    DeadLink,
    /// The invitation is for another address than that of the account.
    #[error("the invitation is for someone else")]
    InvitedSomeoneElse,
    /// The role is held already.
    #[error("the role is held already")]
    HeldAlready,
    /// Nobody could give roles any more.
    #[error("the last administrator")]
    LastAdministrator,
}

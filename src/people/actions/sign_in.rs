//! Signing in and out.

use entity::{
    person,
    values::{Email, Instant, PersonId, SessionId},
};
use jiff::SignedDuration;

use super::super::{
    rules::{Refusal, password::PasswordHash, throttle},
    store,
};
use crate::{
    db::{Reader, StoreError, Tx},
    journal::{self, Event, EventKind, Subject},
    randomness::Token,
};

/// How long a session lives after signing in: a working day.
const SESSION_VALIDITY: SignedDuration = SignedDuration::from_hours(12);

/// What somebody typed to sign in.
pub struct Credentials {
    /// The address.
    pub email: Email,
    /// The password, in clear: it is compared and forgotten.
    pub password: String,
    /// The address the request comes from.
    pub address: String,
    /// What the browser says it is.
    pub user_agent: String,
    /// The browser's new secret: it changes at every sign-in, so that one planted before opens nothing.
    pub browser: Token,
}

/// Somebody who signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their new session.
    pub session: SessionId,
}

/// Why somebody could not sign in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// A rule refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How many seconds to wait before trying again with this address from there; `None` when one may try now.
///
/// # Errors
/// When the database fails.
pub async fn wait_before_sign_in(db: &Reader, email: &Email, address: &str, now: Instant) -> Result<Option<i64>, StoreError> {
    Ok(throttle::wait(store::wrong_tries(db, email, address, now).await?, now))
}

/// Signs in. Commit the transaction even when it is refused: the wrong try is part of what happened.
///
/// # Errors
/// [`Refusal::TooManyTries`], [`Refusal::WrongCredentials`] or [`Refusal::NotVerified`].
pub async fn sign_in(
    tx: &Tx,
    typed: &Credentials,
    known: Option<&person::Model>,
    password_is_right: bool,
) -> Result<SignedIn, SignInError> {
    let tries = store::wrong_tries(tx, &typed.email, &typed.address, tx.at()).await?;
    if let Some(seconds) = throttle::wait(tries, tx.at()) {
        return Err(Refusal::TooManyTries(seconds).into());
    }
    let person = known.filter(|_| password_is_right);
    store::insert_attempt(tx, &typed.email, &typed.address, person.is_some()).await?;
    let person = person.ok_or(Refusal::WrongCredentials)?;
    if person.email_verified_at.is_none() {
        return Err(Refusal::NotVerified.into());
    }
    let from = (typed.address.as_str(), typed.user_agent.as_str());
    let session = store::insert_session(tx, person.id, &typed.browser.hash(), tx.at().plus(SESSION_VALIDITY), from).await?;
    journal::record(tx, Event::new(EventKind::SessionOpened, Subject::Person(person.id))).await?;
    Ok(SignedIn { person: person.id, name: person.name.clone(), session })
}

impl Credentials {
    /// Whether the password is that of `known`. Slow on purpose, and as slow for an unknown address, so that time tells
    /// nobody who is registered. Never while a transaction is open.
    #[must_use]
    pub fn match_password(&self, known: Option<&person::Model>) -> bool {
        // The hash of no password: argon2id with the same cost as a real one.
        const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let hash = known.map_or(NOBODY, |person| person.password_hash.as_str());
        PasswordHash::stored(hash.to_owned()).is_of(&self.password) && known.is_some()
    }
}

/// Ends the session through which the author signs out.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(tx: &Tx, person: PersonId, session: SessionId) -> Result<(), StoreError> {
    if store::revoke_session(tx, person, session).await? {
        journal::record(tx, Event::new(EventKind::SessionClosed, Subject::Person(person))).await?;
    }
    Ok(())
}

//! Passwords are slow to hash on purpose: on threads of their own, a few at a time, never while a transaction is open.

use std::time::Duration;

use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time,
};

use super::super::{
    actions::Credentials,
    rules::{
        Refusal,
        password::{self, PasswordHash},
    },
};
use crate::{access::Visit, web::Failure};

/// How many passwords are compared at once: each takes a core and 19 MiB, and sign-ins must not starve the other pages.
static COMPARED_AT_ONCE: Semaphore = Semaphore::const_new(3);
/// How many new passwords are hashed at once: in a line of their own, so that a crowd that signs up keeps nobody from
/// signing in.
static CHOSEN_AT_ONCE: Semaphore = Semaphore::const_new(1);
/// How long one stands in line before being told to come back.
const PATIENCE: Duration = Duration::from_secs(5);

/// Checks a new password against the rule and hashes it. `known` is what anybody knows of the person: name, address.
pub(super) async fn choose(visit: &Visit, typed: &str, known: &[&str]) -> Result<Result<PasswordHash, Refusal>, Failure> {
    let (typed, salt) = (typed.to_owned(), visit.randomness().bytes());
    let known: Vec<String> = known.iter().map(|text| (*text).to_owned()).collect();
    let chosen = on_its_own_thread(&CHOSEN_AT_ONCE, move || {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        password::check(&typed, &known).map(|()| PasswordHash::of(&typed, &salt))
    });
    match chosen.await? {
        Ok(Some(hash)) => Ok(Ok(hash)),
        Ok(None) => Err(Failure::fault("a password could not be hashed")),
        Err(weakness) => Ok(Err(Refusal::Password(weakness))),
    }
}

/// Whether a new password breaks the rule, for a form whose other fields are wrong too: everything is told at once.
pub(super) async fn weakness(typed: &str, known: &[&str]) -> Result<Option<Refusal>, Failure> {
    let typed = typed.to_owned();
    let known: Vec<String> = known.iter().map(|text| (*text).to_owned()).collect();
    let checked = on_its_own_thread(&CHOSEN_AT_ONCE, move || {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        password::check(&typed, &known)
    });
    Ok(checked.await?.err().map(Refusal::Password))
}

/// Whether the password typed is that of the account; as slow when there is none.
pub(super) async fn compare(typed: Credentials, known: Option<entity::person::Model>) -> Result<(Credentials, bool), Failure> {
    on_its_own_thread(&COMPARED_AT_ONCE, move || {
        let is_right = typed.match_password(known.as_ref());
        (typed, is_right)
    })
    .await
}

async fn on_its_own_thread<T: Send + 'static>(
    line: &'static Semaphore,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let _turn: SemaphorePermit<'_> =
        time::timeout(PATIENCE, line.acquire()).await.ok().and_then(Result::ok).ok_or(Failure::Busy)?;
    tokio::task::spawn_blocking(work).await.map_err(|error| Failure::fault(&format!("hashing stopped: {error}")))
}

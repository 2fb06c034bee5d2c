//! Policies, and the permit one obtains from them.

use std::{future::Future, ops::Deref};

use entity::values::Instant;

use super::Actor;
use crate::db::{Reader, StoreError};

/// A rule about who may do one thing. It finds what the thing is about *through what the actor may see*, so that
/// somebody else's key leads nowhere.
pub trait Policy: Send + Sync + Sized + 'static {
    /// What names the subject in the address: `()`, a reference, a key…
    type Key: serde::de::DeserializeOwned + Send;
    /// What the permission is about.
    type Subject: Send + Sync;

    /// Whether `actor` may, and on what.
    fn admit(
        actor: &Actor,
        key: Self::Key,
        reader: &Reader,
        now: Instant,
    ) -> impl Future<Output = Result<Self::Subject, Denial>> + Send;
}

/// Why not.
#[derive(Debug, thiserror::Error)]
pub enum Denial {
    /// Nobody is signed in, and it takes somebody.
    #[error("sign in first")]
    SignIn,
    /// It does not exist, or the actor may not know that it does: the same answer.
    #[error("not found")]
    NotFound,
    /// The actor may see it but not do this.
    #[error("forbidden")]
    Forbidden,
    /// The question could not be answered.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Proof that a policy said yes: the only way to an action. It carries the subject it was granted on.
pub struct Permit<P: Policy> {
    actor: Actor,
    subject: P::Subject,
}

impl<P: Policy> Permit<P> {
    /// Who was admitted.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// What the permission is about.
    #[must_use]
    pub fn subject(&self) -> &P::Subject {
        &self.subject
    }
}

impl<P: Policy> Deref for Permit<P> {
    type Target = P::Subject;
    fn deref(&self) -> &P::Subject {
        &self.subject
    }
}

/// Asks a policy. Pages do so through their gate; the demo and background work ask here, and get no more than a person
/// would.
///
/// # Errors
/// The policy's denial.
pub async fn ask<P: Policy>(actor: &Actor, key: P::Key, reader: &Reader, now: Instant) -> Result<Permit<P>, Denial> {
    let subject = P::admit(actor, key, reader, now).await?;
    Ok(Permit { actor: actor.clone(), subject })
}

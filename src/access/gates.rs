//! The gates: extractors that stand first in every page.

use std::ops::Deref;

use axum::{extract::FromRequestParts, http::request::Parts};

use super::{Permit, Policy, Visit, ask};
use crate::{
    db::{Reader, StoreError, Tx},
    web::{App, Failure, Path},
};

/// A page for everybody.
pub struct Public(Visit);

impl Public {
    /// A way to read.
    #[must_use]
    pub fn read(&self) -> Reader {
        self.0.reader()
    }

    /// Starts a transaction; only its `commit` keeps what it writes.
    ///
    /// # Errors
    /// When no connection is free in time.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        self.0.transaction().await
    }
}

impl Deref for Public {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.0
    }
}

impl FromRequestParts<App> for Public {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Failure> {
        Ok(Self(visit_of(parts)?))
    }
}

/// A page for those whom the policy `P` admits, on the subject it found for them.
pub struct Granted<P: Policy> {
    visit: Visit,
    permit: Permit<P>,
}

impl<P: Policy> Granted<P> {
    /// The permission, for actions.
    #[must_use]
    pub fn permit(&self) -> &Permit<P> {
        &self.permit
    }

    /// What the permission is about.
    #[must_use]
    pub fn subject(&self) -> &P::Subject {
        self.permit.subject()
    }

    /// A way to read.
    #[must_use]
    pub fn read(&self) -> Reader {
        self.visit.reader()
    }

    /// Starts a transaction; only its `commit` keeps what it writes.
    ///
    /// # Errors
    /// When no connection is free in time.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        self.visit.transaction().await
    }
}

impl<P: Policy> Deref for Granted<P> {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl<P: Policy> FromRequestParts<App> for Granted<P> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &App) -> Result<Self, Failure> {
        let visit = visit_of(parts)?;
        // A key that cannot be read names nothing: the same answer as a key that nobody has.
        let Path(key) = Path::<P::Key>::from_request_parts(parts, state).await?;
        let permit = ask::<P>(visit.actor(), key, &visit.reader(), visit.now()).await?;
        Ok(Self { visit, permit })
    }
}

fn visit_of(parts: &Parts) -> Result<Visit, Failure> {
    parts.extensions.get::<Visit>().cloned().ok_or_else(|| Failure::fault("a request came in without a visit"))
}

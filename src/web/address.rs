//! What an address says beyond the key of its gate: read, or a page that says that it cannot be.

#![expect(clippy::disallowed_types, reason = "axum's own are read here, and their English refusals replaced")]

use axum::{
    extract::{self, FromRequestParts},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

use super::{App, Failure};

/// The parameters of an address. What cannot be read names nothing: 404.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &App) -> Result<Self, Failure> {
        let read = extract::Path::from_request_parts(parts, state).await;
        read.map(|extract::Path(named)| Self(named)).map_err(|_| Failure::NotFound)
    }
}

/// What stands behind the question mark. What cannot be read is said to be so: 400.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &App) -> Result<Self, Failure> {
        let read = extract::Query::from_request_parts(parts, state).await;
        read.map(|extract::Query(asked)| Self(asked)).map_err(|_| Failure::Unreadable)
    }
}

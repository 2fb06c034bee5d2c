//! What becomes of what went wrong: one page for each kind, made in one place.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{access::Denial, db::StoreError};

/// Why a page could not be given. A bad form is none of these: it is the same page again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It does not exist, or is not yours: 404.
    NotFound,
    /// You may see it but not do this: 403.
    Forbidden,
    /// Nobody is signed in: to the sign-in page, and back.
    SignIn,
    /// A rule refuses: 409, why, and the way forward.
    Refused(Refused),
    /// The form did not come from one of our pages: 403.
    Forged,
    /// What was sent is too large to be read: 413.
    TooLarge,
    /// What was sent cannot be read: 400.
    Unreadable,
    /// Too many at once: 503, try again.
    Busy,
    /// Our fault: 500, a number, nothing else. The cause goes to the log.
    Fault(String),
}

/// A refusal in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What is refused, as a heading.
    pub title: String,
    /// Why, and what would be right.
    pub why: String,
    /// What the way forward is called.
    pub forward_label: String,
    /// Where it leads.
    pub forward_url: String,
}

impl Failure {
    /// Our fault, with its cause for the log.
    #[must_use]
    pub fn fault(cause: &str) -> Self {
        Self::Fault(cause.to_owned())
    }

    /// A rule refuses: say why and where to go.
    #[must_use]
    pub fn refused(title: &str, why: impl Into<String>, forward_label: &str, forward_url: String) -> Self {
        Self::Refused(Refused { title: title.to_owned(), why: why.into(), forward_label: forward_label.to_owned(), forward_url })
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::Forged => StatusCode::FORBIDDEN,
            Self::SignIn => StatusCode::SEE_OTHER,
            Self::Refused(_) => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy(_) => Self::Busy,
            StoreError::Stale => Self::refused(
                "Cette page a changé entre-temps",
                "Quelqu’un d’autre, ou un autre onglet, a agi depuis que vous l’avez ouverte. Rien de ce que vous demandiez n’a été fait. Revenez en arrière et rechargez la page pour voir où elle en est.",
                "Revenir à l’accueil",
                super::urls::home(),
            ),
            StoreError::Constraint(cause) | StoreError::Fault(cause) => Self::Fault(cause),
        }
    }
}

impl From<Denial> for Failure {
    fn from(denial: Denial) -> Self {
        match denial {
            Denial::SignIn => Self::SignIn,
            Denial::NotFound => Self::NotFound,
            Denial::Forbidden => Self::Forbidden,
            Denial::Store(error) => error.into(),
        }
    }
}

/// The failure travels in the answer's extensions to the layer that makes the page, which knows the visit.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

//! What a page answers.

use askama::Template;
use axum::{
    Json,
    body::Body,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::{Failure, Flash, FlashKind};
use crate::{access::Sensitivity, randomness::Token};

/// An answer. Handlers return `Result<Reply, Failure>`.
pub struct Reply {
    response: Response,
}

/// What an answer asks of the outer layers, carried in its extensions.
#[derive(Clone, Debug, Default)]
pub(super) struct Wishes {
    pub(super) flash: Option<Flash>,
    pub(super) browser: Option<Token>,
}

impl Reply {
    /// A page.
    ///
    /// # Errors
    /// When the template fails.
    pub fn page(template: &impl Template) -> Result<Self, Failure> {
        Self::html(StatusCode::OK, template)
    }

    /// The same form again, with what is to be mended: 422. Drawn twice: its summary stands above the fields, and names
    /// them by the labels that they were shown with ([`FormState::error_under`](super::FormState::error_under)).
    ///
    /// # Errors
    /// When the template fails.
    pub fn again(template: &impl Template) -> Result<Self, Failure> {
        template.render().map_err(|error| Failure::fault(&format!("template: {error}")))?;
        Self::html(StatusCode::UNPROCESSABLE_ENTITY, template)
    }

    /// Two versions of the same thing, to choose from: 409.
    ///
    /// # Errors
    /// When the template fails.
    pub fn conflict(template: &impl Template) -> Result<Self, Failure> {
        Self::html(StatusCode::CONFLICT, template)
    }

    /// A page under another status.
    ///
    /// # Errors
    /// When the template fails.
    pub fn html(status: StatusCode, template: &impl Template) -> Result<Self, Failure> {
        let html = template.render().map_err(|error| Failure::fault(&format!("template: {error}")))?;
        let response = (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response();
        Ok(Self { response })
    }

    /// Go and see another page, as after every act: reloading does not act twice.
    #[must_use]
    pub fn see(url: impl AsRef<str>) -> Self {
        let location = HeaderValue::from_str(url.as_ref()).unwrap_or_else(|_| HeaderValue::from_static("/"));
        Self { response: (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response() }
    }

    /// Leaves a sentence for the page that comes next.
    #[must_use]
    pub fn flash(mut self, text: impl Into<String>) -> Self {
        self.wishes().flash = Some(Flash { kind: FlashKind::Success, text: text.into() });
        self
    }

    /// Has the browser keep a new secret, as at sign-in and sign-out.
    #[must_use]
    pub fn with_browser(mut self, secret: Token) -> Self {
        self.wishes().browser = Some(secret);
        self
    }

    /// Says whether caches may keep the answer.
    #[must_use]
    pub fn kept(mut self, sensitivity: Sensitivity) -> Self {
        if sensitivity == Sensitivity::Public {
            self.response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=1"));
            // Whoever is signed in reads their own frame around it.
            self.response.headers_mut().insert(header::VARY, HeaderValue::from_static("cookie"));
        }
        self
    }

    /// Data for machines.
    #[must_use]
    pub fn json(status: StatusCode, value: &impl Serialize) -> Self {
        Self { response: (status, Json(value)).into_response() }
    }

    /// A file to download under `name`.
    #[must_use]
    pub fn file(name: &str, media_type: &'static str, body: impl Into<Body>) -> Self {
        Self::attachment(name, media_type, body, "attachment")
    }

    /// A file that browsers may show in place, such as a PDF.
    #[must_use]
    pub fn shown_file(name: &str, media_type: &'static str, body: impl Into<Body>) -> Self {
        Self::attachment(name, media_type, body, "inline")
    }

    /// Plain text, for machines.
    #[must_use]
    pub fn text(status: StatusCode, text: impl Into<String>) -> Self {
        Self { response: (status, text.into()).into_response() }
    }

    fn attachment(name: &str, media_type: &'static str, body: impl Into<Body>, disposition: &str) -> Self {
        let mut response = Response::new(body.into());
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        if let Ok(value) = HeaderValue::from_str(&format!("{disposition}; {}", file_name(name))) {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
        // A file of somebody else's making runs nothing, even when a browser shows it.
        headers
            .insert(HeaderName::from_static("content-security-policy"), HeaderValue::from_static("default-src 'none'; sandbox"));
        Self { response }
    }

    fn wishes(&mut self) -> &mut Wishes {
        self.response.extensions_mut().get_or_insert_default()
    }
}

/// RFC 6266: a plain name for old readers, the real one percent-encoded in UTF-8. Names come from outside.
fn file_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|character| if character.is_ascii_alphanumeric() || ".-_ ".contains(character) { character } else { '_' })
        .collect();
    let encoded: String = name
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    format!("filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        self.response
    }
}

//! What a form sends. Only a body whose origin was checked can be read.

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request},
    http::{HeaderMap, header},
};

use super::{App, Failure, FormState};
use crate::{
    access::Visit,
    files::{ReceiveError, Received},
};

/// A body that only a page of ours can have sent.
pub trait CheckedBody {}

/// Placed by the layer that checked the origin of a plain form.
#[derive(Clone, Copy)]
pub(super) struct OriginChecked;

/// A plain form.
pub struct Form(pub FormState);

impl CheckedBody for Form {}

impl FromRequest<App> for Form {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &App) -> Result<Self, Failure> {
        if request.extensions().get::<OriginChecked>().is_none() {
            return Err(Failure::Forged);
        }
        let body = Bytes::from_request(request, state).await.map_err(|_| Failure::TooLarge)?;
        Ok(Self(FormState::typed(pairs_of(&body)?)))
    }
}

/// The names and values of a plain form. Decoding replaces what is not UTF-8 by U+FFFD, which nobody types.
pub(super) fn pairs_of(body: &[u8]) -> Result<Vec<(String, String)>, Failure> {
    let pairs: Vec<(String, String)> = serde_html_form::from_bytes(body).map_err(|_| Failure::Unreadable)?;
    let is_broken = |text: &str| text.contains('\u{fffd}') || text.contains('\0');
    if pairs.iter().any(|(name, value)| is_broken(name) || is_broken(value)) {
        return Err(Failure::Unreadable);
    }
    Ok(pairs)
}

pub(super) fn is_plain_form(headers: &HeaderMap) -> bool {
    content_type(headers).starts_with("application/x-www-form-urlencoded")
}

pub(super) fn is_upload(headers: &HeaderMap) -> bool {
    content_type(headers).starts_with("multipart/form-data")
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("")
}

/// A form with a file. Its secret comes first, so that nothing is received from a forged one.
pub struct Upload {
    /// The other fields.
    pub fields: FormState,
    /// The file, kept under a name of ours; nobody can read it before the page says where it belongs.
    pub file: UploadedFile,
}

/// What came in the place of the file.
pub enum UploadedFile {
    /// Nobody chose one.
    Absent,
    /// It was received whole.
    Received(Received),
    /// It is larger than any file may be; the name it had.
    TooLarge(String),
}

/// The longest value of a field beside a file, in bytes.
const LONGEST_FIELD: usize = 10_000;

impl CheckedBody for Upload {}

impl FromRequest<App> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &App) -> Result<Self, Failure> {
        let visit =
            request.extensions().get::<Visit>().cloned().ok_or_else(|| Failure::fault("an upload came in without a visit"))?;
        let mut multipart = Multipart::from_request(request, state).await.map_err(|_| Failure::Unreadable)?;
        let mut pairs = Vec::new();
        let mut file = UploadedFile::Absent;
        let mut is_checked = false;
        while let Some(field) = multipart.next_field().await.map_err(|_| Failure::Unreadable)? {
            let name = field.name().unwrap_or_default().to_owned();
            if field.file_name().is_some() {
                if !is_checked {
                    return Err(Failure::Forged);
                }
                file = receive(&visit, field).await?;
            } else {
                let bytes = field.bytes().await.map_err(|_| Failure::Unreadable)?;
                if bytes.len() > LONGEST_FIELD {
                    return Err(Failure::TooLarge);
                }
                let value = String::from_utf8(bytes.to_vec()).map_err(|_| Failure::Unreadable)?;
                is_checked = is_checked || (name == "csrf" && visit.app().is_csrf_of(visit.browser(), &value));
                pairs.push((name, value));
            }
        }
        if !is_checked {
            return Err(Failure::Forged);
        }
        Ok(Self { fields: FormState::typed(pairs), file })
    }
}

async fn receive(visit: &Visit, field: axum::extract::multipart::Field<'_>) -> Result<UploadedFile, Failure> {
    let name = field.file_name().unwrap_or_default().to_owned();
    if name.is_empty() {
        return Ok(UploadedFile::Absent);
    }
    match visit.app().files().receive(&name, visit.randomness().token().secret(), field).await {
        Ok(received) => Ok(UploadedFile::Received(received)),
        Err(ReceiveError::TooLarge) => Ok(UploadedFile::TooLarge(name)),
        Err(ReceiveError::Interrupted) => Err(Failure::Unreadable),
        Err(ReceiveError::Storage(cause)) => Err(Failure::Fault(cause)),
    }
}

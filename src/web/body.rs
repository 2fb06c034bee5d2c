//! What a form sends. Only a body whose origin was checked can be read.

use axum::{
    body::Bytes,
    extract::{
        FromRequest, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    http::{HeaderMap, StatusCode, header},
};
use futures_util::TryStreamExt;

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
/// How many fields stand beside a file at most.
const MOST_FIELDS: usize = 50;

impl CheckedBody for Upload {}

impl FromRequest<App> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &App) -> Result<Self, Failure> {
        let visit =
            request.extensions().get::<Visit>().cloned().ok_or_else(|| Failure::fault("an upload came in without a visit"))?;
        let parts = Multipart::from_request(request, state).await.map_err(|_| Failure::Unreadable)?;
        let mut arriving = Arriving::default();
        match arriving.read(&visit, parts).await {
            Ok(()) => {
                Ok(Self { fields: FormState::typed(arriving.fields.pairs), file: arriving.file.unwrap_or(UploadedFile::Absent) })
            }
            Err(failure) => {
                arriving.forget_file(&visit).await;
                Err(failure)
            }
        }
    }
}

/// A form with a file, as it comes in.
#[derive(Default)]
struct Arriving {
    fields: Fields,
    file: Option<UploadedFile>,
}

impl Arriving {
    async fn read(&mut self, visit: &Visit, mut parts: Multipart) -> Result<(), Failure> {
        while let Some(part) = self.next(&mut parts).await? {
            if part.file_name().is_none() {
                self.fields.take(visit, part).await?;
            } else if !self.fields.are_ours {
                return Err(Failure::Forged);
            } else if self.file.is_some() {
                // Our forms take one file at a time.
                return Err(Failure::Unreadable);
            } else {
                self.file = Some(receive(visit, part).await?);
            }
        }
        if self.fields.are_ours { Ok(()) } else { Err(Failure::Forged) }
    }

    /// The next part. After a file that is too large nothing more is needed: the whole body may be too large with it.
    async fn next<'a>(&self, parts: &'a mut Multipart) -> Result<Option<Field<'a>>, Failure> {
        match parts.next_field().await {
            Err(_) if matches!(self.file, Some(UploadedFile::TooLarge(_))) => Ok(None),
            part => part.map_err(|error| interrupted(&error)),
        }
    }

    /// A file whose form is refused belongs nowhere; if even forgetting it fails, nothing points to it.
    async fn forget_file(self, visit: &Visit) {
        if let Some(UploadedFile::Received(received)) = self.file
            && let Err(error) = visit.app().files().remove(&received.key).await
        {
            tracing::warn!(%error, "a refused file could not be removed");
        }
    }
}

/// The fields beside a file, as they come in.
#[derive(Default)]
struct Fields {
    pairs: Vec<(String, String)>,
    /// Whether the secret of our forms was among them.
    are_ours: bool,
}

impl Fields {
    async fn take(&mut self, visit: &Visit, part: Field<'_>) -> Result<(), Failure> {
        if self.pairs.len() == MOST_FIELDS {
            return Err(Failure::TooLarge);
        }
        let name = part.name().unwrap_or_default().to_owned();
        let value = text_of(part).await?;
        self.are_ours = self.are_ours || (name == "csrf" && visit.app().is_csrf_of(visit.browser(), &value));
        self.pairs.push((name, value));
        Ok(())
    }
}

/// The value of a field, never held beyond its limit.
async fn text_of(mut part: Field<'_>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(|error| interrupted(&error))? {
        if bytes.len() + chunk.len() > LONGEST_FIELD {
            return Err(Failure::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0')).ok_or(Failure::Unreadable)
}

async fn receive(visit: &Visit, part: Field<'_>) -> Result<UploadedFile, Failure> {
    let name = part.file_name().unwrap_or_default().to_owned();
    if name.is_empty() {
        return Ok(UploadedFile::Absent);
    }
    // The limit of the whole body may be met before that of the file.
    let mut is_beyond = false;
    let content = part.inspect_err(|error| is_beyond = is_too_large(error));
    match visit.app().files().receive(&name, visit.randomness().token().secret(), content).await {
        Ok(received) => Ok(UploadedFile::Received(received)),
        Err(ReceiveError::Interrupted) if is_beyond => Ok(UploadedFile::TooLarge(name)),
        Err(ReceiveError::TooLarge) => Ok(UploadedFile::TooLarge(name)),
        Err(ReceiveError::Interrupted) => Err(Failure::Unreadable),
        Err(ReceiveError::Storage(cause)) => Err(Failure::Fault(cause)),
    }
}

fn interrupted(error: &MultipartError) -> Failure {
    if is_too_large(error) { Failure::TooLarge } else { Failure::Unreadable }
}

fn is_too_large(error: &MultipartError) -> bool {
    error.status() == StatusCode::PAYLOAD_TOO_LARGE
}

/// What is kept of a form with a file that nobody may send: its fields, and where the file stood.
pub(super) struct WithoutFile {
    /// The fields, as a plain form sends them.
    pub(super) body: String,
    /// The name of the file's field.
    pub(super) file_field: Option<String>,
}

/// Reads a form up to its file.
pub(super) async fn without_file(visit: &Visit, request: Request) -> Result<WithoutFile, Failure> {
    let mut parts = Multipart::from_request(request, visit.app()).await.map_err(|_| Failure::Unreadable)?;
    let (mut fields, mut file_field) = (Fields::default(), None);
    while let Some(part) = parts.next_field().await.map_err(|error| interrupted(&error))? {
        if part.file_name().is_some() {
            file_field = part.name().map(str::to_owned);
            break;
        }
        fields.take(visit, part).await?;
    }
    if !fields.are_ours {
        return Err(Failure::Forged);
    }
    let body = serde_html_form::to_string(&fields.pairs).map_err(|_| Failure::Unreadable)?;
    Ok(WithoutFile { body, file_field })
}

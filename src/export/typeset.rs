//! Typst, closed in on itself: its own fonts, one template, one document given as JSON; no file, no package, no clock.

use std::sync::LazyLock;

use entity::values::Instant;
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook, FontStyle},
    utils::LazyHash,
};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::ExportError;

const TEMPLATE: &str = include_str!("document.typ");
const FAMILY: &str = "Libertinus Serif";

/// Turns a document into a PDF/UA-1 file: Typst refuses to write what would not be accessible.
pub(super) fn pdf(json: &str, made_at: Instant) -> Result<Vec<u8>, ExportError> {
    let desk = Desk::new(json)?;
    let options = PdfOptions {
        ident: Smart::Custom(json.to_owned()),
        creator: Smart::Custom(Some("Guichet".to_owned())),
        timestamp: timestamp(made_at),
        standards: PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| ExportError::Pdf(error.message().to_string()))?,
        ..PdfOptions::default()
    };
    let file = typst::compile(&desk).output.and_then(|document| typst_pdf::pdf(&document, &options));
    // Typst remembers what it has set, for an editor that sets it again; the next document is another one.
    typst::comemo::evict(0);

    file.map_err(|errors| ExportError::Pdf(in_one_line(&errors)))
}

/// Whether the face can draw this sign, whatever its weight.
pub(super) fn can_draw(sign: char) -> bool {
    let mut upright = FACE.fonts.iter().map(Font::info).filter(|info| info.variant.style == FontStyle::Normal);
    upright.all(|info| info.coverage.contains(u32::from(sign)))
}

/// All that a document can reach while it is being set.
struct Desk {
    template: Source,
    document: FileId,
    json: Bytes,
}

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static FACE: LazyLock<Face> = LazyLock::new(Face::of_documents);

/// The one face of documents, in its weights and slopes. There is no other to fall back to: a sign drawn by chance in
/// another face may lack in the next weight, and one missing sign makes a document that is not accessible.
struct Face {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl Face {
    /// Libertinus Serif, among the fonts that come with Typst.
    fn of_documents() -> Self {
        let all = typst_assets::fonts().flat_map(|file| Font::iter(Bytes::new(file)));
        let fonts: Vec<Font> = all.filter(|font| font.info().family == FAMILY).collect();
        Self { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
    }
}

impl Desk {
    fn new(json: &str) -> Result<Self, ExportError> {
        let template = Source::new(file_id("document.typ")?, TEMPLATE.to_owned());
        Ok(Self { template, document: file_id("document.json")?, json: Bytes::from_string(json.to_owned()) })
    }
}

fn file_id(name: &str) -> Result<FileId, ExportError> {
    let path = VirtualPath::new(name).map_err(|error| ExportError::Pdf(error.to_string()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FACE.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.document { Ok(self.json.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FACE.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn timestamp(made_at: Instant) -> Option<Timestamp> {
    let utc = jiff::tz::TimeZone::UTC.to_datetime(made_at.timestamp());
    let small = |number: i8| u8::try_from(number).ok();
    let (month, day) = (small(utc.month())?, small(utc.day())?);
    let (hour, minute, second) = (small(utc.hour())?, small(utc.minute())?, small(utc.second())?);
    Datetime::from_ymd_hms(i32::from(utc.year()), month, day, hour, minute, second).map(Timestamp::new_utc)
}

fn in_one_line(errors: &[SourceDiagnostic]) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join(" ; ")
}

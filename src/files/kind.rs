//! What a file is, from its content: its name proves nothing.

/// The kinds of file that dossiers may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// PDF.
    Pdf,
    /// PNG image.
    Png,
    /// JPEG image.
    Jpeg,
    /// Word processor, OpenDocument or Office Open XML.
    Text,
    /// Spreadsheet, OpenDocument or Office Open XML.
    Sheet,
}

impl MediaType {
    /// Tells a file by its first bytes; `None` when it is none of ours.
    #[must_use]
    pub fn of(head: &[u8]) -> Option<Self> {
        match infer::get(head)?.mime_type() {
            "application/pdf" => Some(Self::Pdf),
            "image/png" => Some(Self::Png),
            "image/jpeg" => Some(Self::Jpeg),
            "application/vnd.oasis.opendocument.text"
            | "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => Some(Self::Text),
            "application/vnd.oasis.opendocument.spreadsheet"
            | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => Some(Self::Sheet),
            _ => None,
        }
    }

    /// The media type under which it is kept and served.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Text => "application/vnd.oasis.opendocument.text",
            Self::Sheet => "application/vnd.oasis.opendocument.spreadsheet",
        }
    }

    /// The kind kept under `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Pdf, Self::Png, Self::Jpeg, Self::Text, Self::Sheet].into_iter().find(|kind| kind.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_renamed_pdf_is_not_a_pdf() {
        assert_eq!(MediaType::of(b"%PDF-1.7\n"), Some(MediaType::Pdf));
        assert_eq!(MediaType::of(b"MZ\x90\x00\x03\x00\x00\x00"), None);
        assert_eq!(MediaType::of(b"<html><script>alert(1)</script>"), None);
        assert_eq!(MediaType::of(b""), None);
    }
}

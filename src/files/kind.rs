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
    /// OpenDocument text.
    Odt,
    /// OpenDocument spreadsheet.
    Ods,
    /// Office Open XML text.
    Docx,
    /// Office Open XML spreadsheet.
    Xlsx,
}

impl MediaType {
    /// Every kind.
    pub const ALL: [Self; 7] = [Self::Pdf, Self::Png, Self::Jpeg, Self::Odt, Self::Ods, Self::Docx, Self::Xlsx];

    /// Tells a file by its first bytes; `None` when it is none of ours.
    #[must_use]
    pub fn of(head: &[u8]) -> Option<Self> {
        Self::named(infer::get(head)?.mime_type()).or_else(|| office_open_xml(head))
    }

    /// The media type under which it is kept and served.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The kind kept under `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Tells Office Open XML by the names in its archive, whatever their order: LibreOffice writes the properties first, and
/// the list of content types last.
fn office_open_xml(head: &[u8]) -> Option<MediaType> {
    const PARTS: [&[u8]; 5] = [b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/"];
    let is_office = archived_names(head).next().is_some_and(|first| PARTS.iter().any(|part| first.starts_with(part)));
    let told = |name: &[u8]| match name {
        [b'w', b'o', b'r', b'd', b'/', ..] => Some(MediaType::Docx),
        [b'x', b'l', b'/', ..] => Some(MediaType::Xlsx),
        _ => None,
    };
    archived_names(head).filter(|_| is_office).find_map(told)
}

/// The names of the files that begin in the first bytes of a ZIP archive. Each stands 30 bytes after its signature, its
/// length 26 bytes after (APPNOTE 4.3.7).
fn archived_names(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    let headers = head.windows(4).enumerate().filter(|(_, bytes)| *bytes == b"PK\x03\x04").map(|(at, _)| &head[at..]);
    headers.filter_map(|header| {
        let length = u16::from_le_bytes(header.get(26..28)?.try_into().ok()?);
        header.get(30..30 + usize::from(length))
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

    use super::*;

    /// An archive of these files, in this order, as office programs write them: the first one not compressed.
    fn archive(files: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (position, (name, content)) in files.iter().enumerate() {
            let method = if position == 0 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
            writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn open_document(kind: &str) -> Vec<u8> {
        archive(&[("mimetype", kind), ("content.xml", "<office:document-content/>"), ("META-INF/manifest.xml", "<manifest/>")])
    }

    /// As Word and Excel order them, and as LibreOffice does.
    fn office(part: &str) -> [Vec<u8>; 2] {
        let (types, links, content) =
            (("[Content_Types].xml", "<Types/>"), ("_rels/.rels", "<Relationships/>"), (part, "<document/>"));
        let (app, core) = (("docProps/app.xml", "<Properties/>"), ("docProps/core.xml", "<coreProperties/>"));
        [archive(&[types, links, content, app, core]), archive(&[links, app, core, content, types])]
    }

    fn workbook() -> Vec<u8> {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        workbook.add_worksheet().write(0, 0, "Dépense").unwrap();
        workbook.save_to_buffer().unwrap()
    }

    #[test]
    fn each_kind_is_told_from_its_content_and_kept_under_its_own_name() {
        assert_eq!(MediaType::of(b"%PDF-1.7\n"), Some(MediaType::Pdf));
        assert_eq!(MediaType::of(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), Some(MediaType::Png));
        assert_eq!(MediaType::of(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"), Some(MediaType::Jpeg));
        for kind in [MediaType::Odt, MediaType::Ods] {
            assert_eq!(MediaType::of(&open_document(kind.name())), Some(kind));
        }
        for (kind, part) in [(MediaType::Docx, "word/document.xml"), (MediaType::Xlsx, "xl/workbook.xml")] {
            for file in office(part) {
                assert_eq!(MediaType::of(&file), Some(kind), "{part}");
            }
        }
        assert_eq!(MediaType::of(&workbook()), Some(MediaType::Xlsx));
        assert!(MediaType::ALL.into_iter().all(|kind| MediaType::named(kind.name()) == Some(kind)));
    }

    #[test]
    fn what_is_renamed_is_refused() {
        assert_eq!(MediaType::of(b"MZ\x90\x00\x03\x00\x00\x00"), None);
        assert_eq!(MediaType::of(b"<html><script>alert(1)</script>"), None);
        assert_eq!(MediaType::of(&archive(&[("virus.exe", "MZ"), ("word.txt", "word/document.xml")])), None);
        assert_eq!(MediaType::of(&open_document("application/vnd.oasis.opendocument.presentation")), None);
        assert_eq!(MediaType::of(&office("ppt/presentation.xml")[0]), None);
        assert_eq!(MediaType::of(b"PK\x03\x04"), None);
        assert_eq!(MediaType::of(b""), None);
    }
}

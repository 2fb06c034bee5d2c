//! A ZIP that is the same bytes for the same contents: files in the order in which they are given, one date for all of them,
//! nothing of the machine or of whoever made it. It is made as it goes: what is ready can be taken at any moment, so that no
//! file is ever held whole. Its last file lists the SHA-256 of all the others, in the form that `sha256sum -c` reads.

use std::{
    io::{self, Write},
    mem,
    sync::{Arc, Mutex, PoisonError},
};

use entity::values::{Fingerprint, Instant};
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};
use zip::{
    CompressionMethod, DateTime, ZipWriter,
    write::{SimpleFileOptions, StreamWriter},
};

/// The name of the list of fingerprints.
pub const MANIFEST: &str = "SHA256SUMS";

/// See the module.
pub struct Archive {
    zip: ZipWriter<StreamWriter<Buffer>>,
    made: Buffer,
    options: SimpleFileOptions,
    listed: String,
    current: Option<(String, Sha256)>,
}

impl Archive {
    /// Begins an archive whose files are all dated `at`.
    #[must_use]
    pub fn begin(at: Instant) -> Self {
        let made = Buffer::default();
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(dated(at))
            .system(zip::System::Unix)
            .unix_permissions(0o644);
        Self { zip: ZipWriter::new_stream(made.clone()), made, options, listed: String::new(), current: None }
    }

    /// Begins a file; the one before is whole. Its name is letters, digits and signs that every system takes ([`plain_name`]).
    ///
    /// # Errors
    /// When the name was given before.
    pub fn file(&mut self, name: &str) -> io::Result<()> {
        self.close_file();
        self.zip.start_file(name, self.options)?;
        self.current = Some((name.to_owned(), Sha256::new()));
        Ok(())
    }

    /// Takes what was made since it was last taken.
    #[must_use]
    pub fn take(&mut self) -> Vec<u8> {
        self.made.take()
    }

    /// Writes the list of fingerprints, and gives the last bytes.
    ///
    /// # Errors
    /// When the archive has more than its format can hold.
    pub fn end(mut self) -> io::Result<Vec<u8>> {
        self.close_file();
        self.zip.start_file(MANIFEST, self.options)?;
        self.zip.write_all(self.listed.as_bytes())?;
        self.zip.finish()?;
        Ok(self.made.take())
    }

    fn close_file(&mut self) {
        if let Some((name, digest)) = self.current.take() {
            let sha256 = Fingerprint::from_bytes(digest.finalize().into());
            self.listed.push_str(&format!("{sha256}  {name}\n"));
        }
    }
}

/// Writes to the file at hand.
impl Write for Archive {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.zip.write(bytes)?;
        if let Some((_, digest)) = &mut self.current {
            digest.update(bytes.get(..written).unwrap_or_default());
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.zip.flush()
    }
}

/// Bytes that somebody writes and somebody else takes.
#[derive(Clone, Default)]
pub struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    /// Takes what was written since it was last taken.
    #[must_use]
    pub fn take(&self) -> Vec<u8> {
        // Nobody panics while they hold it: a poisoned buffer is whole.
        mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A name from outside, as a file of an archive bears it: ASCII letters, digits, dots, hyphens; 80 characters at most, its end
/// kept, where the extension is.
#[must_use]
pub fn plain_name(name: &str) -> String {
    let kept = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '.');
    let plain: String = name.chars().map(|sign| if kept(sign) { sign } else { '_' }).collect();
    let from = plain.len().saturating_sub(80);
    plain.get(from..).unwrap_or_default().trim_start_matches('.').to_owned()
}

/// The instant as ZIP writes it: to two seconds, without a time zone, UTC here; 1980 at the earliest.
fn dated(at: Instant) -> DateTime {
    let utc = TimeZone::UTC.to_datetime(at.timestamp());
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    let year = u16::try_from(utc.year()).unwrap_or_default();
    DateTime::from_date_and_time(
        year,
        part(utc.month()),
        part(utc.day()),
        part(utc.hour()),
        part(utc.minute()),
        part(utc.second()),
    )
    .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    fn made(at: Instant, taken_often: bool) -> Vec<u8> {
        let mut archive = Archive::begin(at);
        let mut bytes = Vec::new();
        for (name, content) in [("LISEZMOI.txt", "Voici."), ("dossiers/un.txt", ""), ("dossiers/deux.txt", "été")] {
            archive.file(name).unwrap();
            archive.write_all(content.as_bytes()).unwrap();
            if taken_often {
                bytes.extend(archive.take());
            }
        }
        bytes.extend(archive.end().unwrap());
        bytes
    }

    #[test]
    fn the_same_contents_are_the_same_bytes_however_they_are_taken() {
        let at = Instant::parse("2026-03-02T11:00:00Z").unwrap();
        assert_eq!(made(at, true), made(at, false));
        assert_ne!(made(at, true), made(Instant::parse("2026-03-02T11:00:10Z").unwrap(), true));
        assert!(!made(Instant::from_millis(0), true).is_empty(), "a date before 1980");
    }

    #[test]
    fn it_lists_what_it_holds_with_fingerprints() {
        let mut read = zip::ZipArchive::new(Cursor::new(made(Instant::from_millis(0), false))).unwrap();
        let names: Vec<_> = read.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names, ["LISEZMOI.txt", "dossiers/un.txt", "dossiers/deux.txt", MANIFEST]);
        let mut listed = String::new();
        read.by_name(MANIFEST).unwrap().read_to_string(&mut listed).unwrap();
        let expected = [("LISEZMOI.txt", "Voici."), ("dossiers/un.txt", ""), ("dossiers/deux.txt", "été")];
        let expected: String = expected.iter().map(|(name, text)| format!("{}  {name}\n", Fingerprint::of(text))).collect();
        assert_eq!(listed, expected);
    }

    #[test]
    fn a_hostile_name_is_a_plain_one() {
        assert_eq!(plain_name("../../Lettre d’été\n.pdf"), "_.._Lettre_d__t__.pdf");
        assert_eq!(plain_name(&format!("{}.pdf", "a".repeat(300))).len(), 80);
    }
}

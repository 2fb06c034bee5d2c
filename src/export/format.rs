//! The formats in which a table leaves the site.

use entity::values::Instant;
use serde::{Deserialize, Serialize};

use super::{Document, ExportError, Section, Table, csv, json, ods, report_pdf, xlsx};

/// A format that any table can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// For machines, and for any spreadsheet.
    Csv,
    /// For Excel and its kin.
    Xlsx,
    /// For LibreOffice and its kin.
    Ods,
    /// For programs.
    Json,
    /// To print and to keep.
    Pdf,
}

impl Format {
    /// Every format, in the order in which pages offer them.
    pub const ALL: [Self; 5] = [Self::Csv, Self::Xlsx, Self::Ods, Self::Json, Self::Pdf];

    /// What people call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Xlsx => "XLSX",
            Self::Ods => "ODS",
            Self::Json => "JSON",
            Self::Pdf => "PDF",
        }
    }

    /// How the names of its files end, and how it is written in an address.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
            Self::Json => "json",
            Self::Pdf => "pdf",
        }
    }

    /// What browsers are told that it is.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Json => "application/json",
            Self::Pdf => "application/pdf",
        }
    }
}

/// Writes a table. The same table at the same moment gives the same bytes. A PDF takes tenths of a second.
///
/// # Errors
/// When the table does not fit the format.
pub fn table_file(table: &Table, format: Format, made_at: Instant) -> Result<Vec<u8>, ExportError> {
    match format {
        Format::Csv => csv(table),
        Format::Xlsx => xlsx(table, made_at),
        Format::Ods => ods(table, made_at),
        Format::Json => json(table),
        Format::Pdf => report_pdf(&on_paper(table), made_at),
    }
}

fn on_paper(table: &Table) -> Document {
    Document {
        title: table.title.clone(),
        subtitle: table.subtitle.clone(),
        sections: vec![Section { table: Some(table.clone()), ..Section::default() }],
        footer: format!("Guichet, {}", table.title),
        ..Document::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::table::samples;

    #[test]
    fn the_same_table_is_written_in_every_format_and_each_time_alike() {
        let noon = Instant::parse("2026-03-02T11:00:00Z").unwrap();
        for format in Format::ALL {
            let file = table_file(&samples::budget(), format, noon).unwrap();
            assert!(!file.is_empty(), "{format:?}");
            assert_eq!(file, table_file(&samples::budget(), format, noon).unwrap(), "{format:?}");
        }
    }
}

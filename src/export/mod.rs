//! What leaves the site as a file: tables as CSV, XLSX, ODS, JSON and PDF, documents (receipts, decisions) as PDF, entries
//! of the ledger as accounting files.
//!
//! A page fills one [`Table`] and shows it; the same table is written here, so that screen and files agree to the cent.
//! Writers are pure: what the moment of writing is, they are told. PDF takes tenths of a second: pages call it through
//! `tokio::task::spawn_blocking`.

mod archive;
mod csv;
mod format;
pub mod journal;
mod json;
mod ods;
mod pdf;
mod printable;
mod sheet;
mod table;
mod typeset;

pub use archive::{Archive, Buffer, MANIFEST, plain_name};
pub use csv::csv;
pub use format::{Format, table_file};
pub use json::json;
pub use ods::ods;
pub use pdf::{Document, Section, document_pdf, report_pdf};
pub use sheet::xlsx;
pub use table::{Cell, Column, Kind, Ragged, Table};

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A row has more or fewer cells than the table has columns.
    #[error(transparent)]
    Ragged(#[from] Ragged),
    /// The CSV writer failed.
    #[error("csv: {0}")]
    Csv(#[from] ::csv::Error),
    /// The workbook cannot be written: a table of more than a million rows, for example.
    #[error("xlsx: {0}")]
    Sheet(#[from] rust_xlsxwriter::XlsxError),
    /// The archive of a file could not be written.
    #[error("zip: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// A part of a file could not be written.
    #[error("{0}")]
    Output(#[from] std::io::Error),
    /// The document could not be handed to the typesetter, or the table written as JSON.
    #[error("json: {0}")]
    Json(#[from] serde_json::Error),
    /// The typesetter refused; its words are for the journal of the server.
    #[error("pdf: {0}")]
    Pdf(String),
}

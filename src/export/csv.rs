//! CSV, for machines and for French Excel alike.
//!
//! UTF-8 with a byte order mark (without it Excel misreads accents), `;` between cells (what Excel expects in French),
//! lines ended by CR LF (RFC 4180), amounts `1234.50` and days `2026-03-02` (what machines read without guessing).
//! The first line is the headings, the last ones are the totals when there are some.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::{Cell, ExportError, Table};

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes a table as CSV.
///
/// # Errors
/// [`ExportError::Ragged`] when a row does not fit the columns.
pub fn csv(table: &Table) -> Result<Vec<u8>, ExportError> {
    table.check()?;

    let mut writer = begin(Vec::new()).map_err(csv::Error::from)?;
    if !table.columns.is_empty() {
        writer.write_record(table.columns.iter().map(|column| harmless(&column.label)))?;
        for row in table.rows_and_totals() {
            writer.write_record(row.iter().map(written))?;
        }
    }
    writer.into_inner().map_err(|error| ExportError::Csv(error.into_error().into()))
}

/// What writes records, one after the other.
pub(super) type CsvWriter<W> = csv::Writer<W>;

/// Begins a file, for rows that come one after the other.
pub(super) fn begin<W: Write>(mut out: W) -> io::Result<CsvWriter<W>> {
    out.write_all(BYTE_ORDER_MARK.as_bytes())?;
    Ok(WriterBuilder::new().delimiter(b';').terminator(Terminator::CRLF).from_writer(out))
}

/// A cell, as its field.
pub(super) fn written(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) => harmless(words),
        Cell::Money(amount) => amount.plain(),
        Cell::Int(number) => number.to_string(),
        Cell::Day(day) => day.iso(),
        Cell::Empty => String::new(),
    }
}

/// A spreadsheet runs a cell that starts like a formula, and names come from anyone: an apostrophe makes it words.
/// Spaces do not protect, and the wide signs of Asian keyboards count as the narrow ones.
fn harmless(words: &str) -> String {
    const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    const CONTROL: [char; 4] = ['\t', '\r', '\n', '\0'];

    if words.starts_with(CONTROL) || words.trim_start().starts_with(FORMULA) { format!("'{words}") } else { words.to_owned() }
}

#[cfg(test)]
mod tests {
    use entity::values::Money;
    use proptest::prelude::*;

    use super::*;
    use crate::export::{Column, table::samples};

    fn text(table: &Table) -> String {
        String::from_utf8(csv(table).unwrap()).unwrap()
    }

    fn read_again(file: &str) -> Vec<Vec<String>> {
        let file = file.strip_prefix(BYTE_ORDER_MARK).unwrap();
        let mut reader = ::csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(file.as_bytes());
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn a_table_is_its_headings_its_rows_and_its_total() {
        assert_eq!(
            text(&samples::budget()),
            "\u{feff}Ligne;Ouverte le;Engagements;Disponible\r\n\
             Tiers-lieux;2021-07-01;12;1234567.89\r\n\
             Évaluation;;0;-0.05\r\n\
             Total;;12;1234567.84\r\n"
        );
    }

    #[test]
    fn an_empty_table_is_its_headings() {
        let table = Table { columns: vec![Column::text("Ligne"), Column::money("Reste")], ..Table::default() };
        assert_eq!(text(&table), "\u{feff}Ligne;Reste\r\n");
        assert_eq!(text(&Table::default()), "\u{feff}");
    }

    #[test]
    fn no_cell_is_a_formula() {
        let hostile = ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =HYPERLINK(\"http://x\")", "＝1+1", "\u{a0}=1"];
        for row in &read_again(&text(&samples::words(hostile)))[1..] {
            assert!(row[0].starts_with('\''), "{:?}", row[0]);
        }
        let heading = Table { columns: vec![Column::text("=1+1")], ..Table::default() };
        assert_eq!(text(&heading), "\u{feff}'=1+1\r\n");
    }

    #[test]
    fn words_that_look_like_csv_stay_in_their_cell() {
        let words = ["a;b", "dit « \"oui\" »", "deux\nlignes", "l’hôpital", ""];
        let read = read_again(&text(&samples::words(words)));
        assert_eq!(read[1..].iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), words);
    }

    #[test]
    fn a_ragged_table_is_refused() {
        let mut table = samples::budget();
        table.rows[1].pop();
        assert!(matches!(csv(&table), Err(ExportError::Ragged(ragged)) if ragged.row == 1));
    }

    proptest! {
        #[test]
        fn every_amount_can_be_read_again(cents: i64) {
            let amount = Money::from_cents(cents);
            let table = Table { columns: vec![Column::money("Montant")], rows: vec![vec![amount.into()]], ..Table::default() };
            let read = read_again(&text(&table));
            prop_assert_eq!(Money::parse_plain(&read[1][0]), Ok(amount));
        }

        #[test]
        fn every_word_can_be_read_again(word in any::<String>()) {
            let read = read_again(&text(&samples::words(["repère", &word])));
            let cell = &read[2][0];
            prop_assert_eq!(cell.strip_prefix('\'').filter(|_| !word.starts_with('\'')).unwrap_or(cell), word);
        }
    }
}

//! One row a transfer, in the CSV that every other table is exported in.

use std::io::{self, Write};

use super::{Entry, JournalWriter};
use crate::export::{
    Cell,
    csv::{self, CsvWriter},
};

const HEADINGS: [&str; 10] =
    ["Écriture", "Journal", "Exercice", "Date", "Enregistrée le", "Motif", "Pièce", "Compte débité", "Compte crédité", "Montant"];

/// See the module.
pub(super) struct Rows {
    out: CsvWriter<Box<dyn Write + Send>>,
}

impl Rows {
    pub(super) fn begin(out: Box<dyn Write + Send>) -> io::Result<Self> {
        let mut out = csv::begin(out)?;
        out.write_record(HEADINGS)?;
        Ok(Self { out })
    }
}

impl JournalWriter for Rows {
    fn write(&mut self, entry: &Entry) -> io::Result<()> {
        for moved in &entry.transfers {
            let cells = [
                Cell::from(entry.number.as_str()),
                entry.journal_label.into(),
                Cell::Int(entry.year.number().into()),
                Cell::Day(entry.day),
                Cell::Day(entry.recorded_on),
                entry.reason.as_str().into(),
                entry.document.as_str().into(),
                moved.debited.name.join(":").into(),
                moved.credited.name.join(":").into(),
                moved.amount.into(),
            ];
            self.out.write_record(cells.iter().map(csv::written))?;
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{JournalFormat, samples};

    #[test]
    fn a_transfer_is_a_row() {
        let file = samples::written(JournalFormat::Csv, &samples::opening("=1+1;\"dit\""));
        assert_eq!(
            String::from_utf8(file).unwrap().lines().nth(1).unwrap(),
            "OUV-2026-000001;Ouvertures de crédits;2026;2026-03-15;2026-03-16;\"'=1+1;\"\"dit\"\"\";LFI 2026;\
             AE:2026:SASN:ouvert;AE:2026:SASN:disponible;30000.00"
        );
    }
}

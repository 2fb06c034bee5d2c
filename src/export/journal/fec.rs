//! « Fichier des écritures comptables » (LPF, article A47 A-1; norms §2.3): 18 columns parted by tabs, in ISO-8859-15.
//!
//! Two lines a transfer. An entry of the year that was recorded outside it is dated by its nearest day of the year: its
//! number belongs to the year. The true days stay beside it, as those of the document and of its validation.

use std::io::{self, Write};

use entity::values::{Day, Money, Siren, Year};

use super::{Account, Entry, JournalWriter, words};

const HEADINGS: [&str; 18] = [
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
];

/// See the module.
pub(super) struct Fec {
    out: Box<dyn Write + Send>,
}

/// The name that the file must have: the SIREN of the service, then the day on which the fiscal year closes.
#[must_use]
pub fn fec_name(siren: &Siren, year: Year) -> String {
    format!("{}FEC{}.txt", siren.as_str(), digits(year.last_day()))
}

impl Fec {
    pub(super) fn begin(out: Box<dyn Write + Send>) -> io::Result<Self> {
        let mut begun = Self { out };
        begun.line(&HEADINGS)?;
        Ok(begun)
    }

    /// Writes one side of a transfer.
    fn side(&mut self, entry: &Entry, account: &Account, debit: Money, credit: Money) -> io::Result<()> {
        let day = entry.day.clamp(entry.year.first_day(), entry.year.last_day());
        // An entry without a document is its own.
        let document = if entry.document.is_empty() { &entry.number } else { &entry.document };
        self.line(&[
            entry.journal,
            entry.journal_label,
            &entry.number,
            &digits(day),
            account.number,
            account.label,
            &account.holder,
            &account.holder_label,
            document,
            &digits(entry.day),
            &entry.reason,
            &comma(debit),
            &comma(credit),
            "",
            "",
            &digits(entry.recorded_on),
            "",
            "",
        ])
    }

    fn line(&mut self, fields: &[&str; 18]) -> io::Result<()> {
        self.out.write_all(&fields.map(field).join(&b'\t'))?;
        self.out.write_all(b"\r\n")
    }
}

impl JournalWriter for Fec {
    fn write(&mut self, entry: &Entry) -> io::Result<()> {
        for moved in &entry.transfers {
            self.side(entry, &moved.debited, moved.amount, Money::ZERO)?;
            self.side(entry, &moved.credited, Money::ZERO, moved.amount)?;
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Words in the charset, without the two signs that may part fields: cleaned last, as the likeness of a sign may be a bar.
fn field(words: &str) -> Vec<u8> {
    let bytes = words::latin_9(&words::on_one_line(words));
    bytes.into_iter().map(|byte| if byte == b'|' { b'/' } else { byte }).collect()
}

/// `20260315`.
fn digits(day: Day) -> String {
    day.iso().replace('-', "")
}

/// `30000,00`.
fn comma(amount: Money) -> String {
    amount.plain().replace('.', ",")
}

#[cfg(test)]
mod tests {
    use super::super::{JournalFormat, samples};
    use super::*;

    #[test]
    fn a_transfer_is_a_debit_and_a_credit() {
        let file = samples::written(JournalFormat::Fec, &samples::opening("L’été\t｜\r\n→ 10 €"));
        let lines: Vec<_> = file.split(|byte| *byte == b'\n').collect();
        assert_eq!(
            lines[1],
            b"OUV\tOuvertures de cr\xe9dits\tOUV-2026-000001\t20260315\t8090\tCr\xe9dits\tSASN\t\
              Strat\xe9gie d'acc\xe9l\xe9ration\tLFI 2026\t20260315\tL'\xe9t\xe9 / -> 10 \xa4\t30000,00\t0,00\t\t\t20260316\t\t\r"
        );
        assert!(lines[2].windows(14).any(|part| part == b"\t0,00\t30000,00"));
    }

    #[test]
    fn an_entry_recorded_after_its_year_closes_it() {
        let late = Entry { day: Day::parse("2027-02-01").unwrap(), ..samples::opening("Retard") };
        let file = String::from_utf8_lossy(&samples::written(JournalFormat::Fec, &late)).into_owned();
        let fields: Vec<&str> = file.lines().nth(1).unwrap().split('\t').collect();
        assert_eq!((fields[3], fields[9]), ("20261231", "20270201"));
    }

    #[test]
    fn the_file_is_named_after_the_service_and_the_close_of_its_year() {
        let siren = Siren::parse("110002011").unwrap();
        assert_eq!(fec_name(&siren, Year::new(2026).unwrap()), "110002011FEC20261231.txt");
    }
}

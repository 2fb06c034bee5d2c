//! Accounting files: sealed entries, written one after the other as other people's programs read them.
//!
//! A writer holds nothing but the accounts: however many entries go through it, its memory stays the same. Words come from
//! anyone; each format defends itself. Amounts have a point and no grouping wherever the format leaves the choice.

mod beancount;
mod fec;
mod plain;
mod rows;
mod words;

use std::{
    io::{self, Write},
    sync::Arc,
};

use entity::values::{Day, Money, Year};

pub use fec::fec_name;

/// An account, as every format names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its name, from the widest part to the narrowest; ASCII letters, digits and hyphens.
    pub name: Vec<String>,
    /// Its number in the French chart.
    pub number: &'static str,
    /// What the number is called.
    pub label: &'static str,
    /// `Assets`, `Equity` or `Expenses`.
    pub root: &'static str,
    /// Whose account it is under that number, in short: a budget line or a commitment.
    pub holder: String,
    /// The same in words.
    pub holder_label: String,
}

/// An entry, with its official number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number: `OUV-2026-000001`.
    pub number: String,
    /// The code of its journal.
    pub journal: &'static str,
    /// The name of its journal.
    pub journal_label: &'static str,
    /// The fiscal year it counts in.
    pub year: Year,
    /// The day it counts for.
    pub day: Day,
    /// The day it was recorded, in Paris.
    pub recorded_on: Day,
    /// Why.
    pub reason: String,
    /// The paper it rests on; empty when there is none.
    pub document: String,
    /// What it moves.
    pub transfers: Vec<Transfer>,
}

/// An amount that leaves one account for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Where it leaves.
    pub debited: Arc<Account>,
    /// Where it goes.
    pub credited: Arc<Account>,
    /// More than zero.
    pub amount: Money,
}

/// The formats of an accounting file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalFormat {
    /// The text that hledger and ledger both read.
    Plain,
    /// The text that beancount reads.
    Beancount,
    /// « Fichier des écritures comptables » (LPF, article A47 A-1).
    Fec,
    /// One row a transfer, for any spreadsheet.
    Csv,
}

/// Writes entries, in the order in which they are given.
pub trait JournalWriter {
    /// Writes one.
    ///
    /// # Errors
    /// When the output refuses.
    fn write(&mut self, entry: &Entry) -> io::Result<()>;

    /// Writes what is still held back.
    ///
    /// # Errors
    /// When the output refuses.
    fn end(&mut self) -> io::Result<()>;
}

/// Begins a file: headings and declarations. `accounts` are all those that its entries will name.
///
/// # Errors
/// When the output refuses.
pub fn journal(
    format: JournalFormat,
    out: Box<dyn Write + Send>,
    accounts: &[Arc<Account>],
) -> io::Result<Box<dyn JournalWriter + Send>> {
    Ok(match format {
        JournalFormat::Plain => Box::new(plain::Plain::begin(out, accounts)?),
        JournalFormat::Beancount => Box::new(beancount::Beancount::begin(out, accounts)?),
        JournalFormat::Fec => Box::new(fec::Fec::begin(out)?),
        JournalFormat::Csv => Box::new(rows::Rows::begin(out)?),
    })
}

#[cfg(test)]
mod samples {
    use super::*;

    pub(super) fn account(name: &str, root: &'static str, number: &'static str) -> Arc<Account> {
        Arc::new(Account {
            name: name.split(':').map(str::to_owned).collect(),
            number,
            label: "Crédits",
            root,
            holder: "SASN".to_owned(),
            holder_label: "Stratégie d’accélération".to_owned(),
        })
    }

    pub(super) fn opening(reason: &str) -> Entry {
        Entry {
            number: "OUV-2026-000001".to_owned(),
            journal: "OUV",
            journal_label: "Ouvertures de crédits",
            year: Year::new(2026).unwrap(),
            day: Day::parse("2026-03-15").unwrap(),
            recorded_on: Day::parse("2026-03-16").unwrap(),
            reason: reason.to_owned(),
            document: "LFI 2026".to_owned(),
            transfers: vec![Transfer {
                debited: account("AE:2026:SASN:ouvert", "Equity", "8090"),
                credited: account("AE:2026:SASN:disponible", "Assets", "8091"),
                amount: Money::from_cents(3_000_000),
            }],
        }
    }

    pub(super) fn written(format: JournalFormat, entry: &Entry) -> Vec<u8> {
        let file = Shared::default();
        let accounts: Vec<_> = entry.transfers.iter().flat_map(|moved| [moved.debited.clone(), moved.credited.clone()]).collect();
        let mut writer = journal(format, Box::new(file.clone()), &accounts).unwrap();
        writer.write(entry).unwrap();
        writer.end().unwrap();
        file.0.lock().unwrap().clone()
    }

    #[derive(Clone, Default)]
    struct Shared(Arc<std::sync::Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
}

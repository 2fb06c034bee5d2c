//! The journal that beancount reads: every account opened, under one of its five roots, each part of its name capitalised.

use std::{
    io::{self, Write},
    sync::Arc,
};

use entity::values::Day;

use super::{Account, Entry, JournalWriter, words};

/// See the module.
pub(super) struct Beancount {
    out: Box<dyn Write + Send>,
}

impl Beancount {
    pub(super) fn begin(mut out: Box<dyn Write + Send>, accounts: &[Arc<Account>]) -> io::Result<Self> {
        writeln!(out, "option \"title\" \"Journal de Guichet\"\noption \"operating_currency\" \"EUR\"\n")?;
        for account in accounts {
            writeln!(out, "{} open {} EUR", Day::FIRST.iso(), name(account))?;
        }
        Ok(Self { out })
    }
}

impl JournalWriter for Beancount {
    fn write(&mut self, entry: &Entry) -> io::Result<()> {
        let out = &mut self.out;
        writeln!(out, "\n{} * {}", entry.day.iso(), quoted(&entry.reason))?;
        writeln!(out, "  numero: {}", quoted(&entry.number))?;
        if !entry.document.is_empty() {
            writeln!(out, "  piece: {}", quoted(&entry.document))?;
        }
        for moved in &entry.transfers {
            let amount = moved.amount.plain();
            writeln!(out, "  {}  -{amount} EUR", name(&moved.debited))?;
            writeln!(out, "  {}  {amount} EUR", name(&moved.credited))?;
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// `Assets:AE:2026:SASN:Disponible`.
fn name(account: &Account) -> String {
    account.name.iter().fold(account.root.to_owned(), |mut name, part| {
        name.push(':');
        let mut letters = part.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
        name
    })
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", words::on_one_line(text).replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::super::{JournalFormat, samples};

    #[test]
    fn accounts_are_opened_and_words_quoted() {
        let file = samples::written(JournalFormat::Beancount, &samples::opening("Dit « \"oui\" » \\\n2026"));
        assert_eq!(
            String::from_utf8(file).unwrap(),
            "option \"title\" \"Journal de Guichet\"\noption \"operating_currency\" \"EUR\"\n\n\
             1000-01-01 open Equity:AE:2026:SASN:Ouvert EUR\n\
             1000-01-01 open Assets:AE:2026:SASN:Disponible EUR\n\n\
             2026-03-15 * \"Dit « \\\"oui\\\" » \\\\ 2026\"\n  \
             numero: \"OUV-2026-000001\"\n  \
             piece: \"LFI 2026\"\n  \
             Equity:AE:2026:SASN:Ouvert  -30000.00 EUR\n  \
             Assets:AE:2026:SASN:Disponible  30000.00 EUR\n"
        );
    }
}

//! The journal that hledger and ledger both read, strictly: the commodity, the tag and every account are declared first.
//!
//! Money that leaves an account is negative there and money that reaches it positive, so that the balances are those of the
//! program.

use std::{
    io::{self, Write},
    sync::Arc,
};

use super::{Account, Entry, JournalWriter, words};

/// See the module.
pub(super) struct Plain {
    out: Box<dyn Write + Send>,
}

impl Plain {
    pub(super) fn begin(mut out: Box<dyn Write + Send>, accounts: &[Arc<Account>]) -> io::Result<Self> {
        writeln!(out, "; Journal de Guichet\n\ncommodity EUR\n    format 1000.00 EUR\n\ntag piece\n")?;
        for account in accounts {
            writeln!(out, "account {}", account.name.join(":"))?;
        }
        Ok(Self { out })
    }
}

impl JournalWriter for Plain {
    fn write(&mut self, entry: &Entry) -> io::Result<()> {
        let out = &mut self.out;
        writeln!(out, "\n{} * ({}) {}", entry.day.iso(), entry.number, described(&entry.reason))?;
        if !entry.document.is_empty() {
            writeln!(out, "    ; piece: {}", described(&entry.document))?;
        }
        for moved in &entry.transfers {
            let amount = moved.amount.plain();
            writeln!(out, "    {}  -{amount} EUR", moved.debited.name.join(":"))?;
            writeln!(out, "    {}  {amount} EUR", moved.credited.name.join(":"))?;
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A semicolon would begin a comment, and a bar would part the payee from the note.
fn described(text: &str) -> String {
    words::on_one_line(text).replace(';', ",").replace('|', "/")
}

#[cfg(test)]
mod tests {
    use super::super::{JournalFormat, samples};

    #[test]
    fn an_entry_is_dated_numbered_told_and_balanced() {
        let file = samples::written(JournalFormat::Plain, &samples::opening("Loi ; de\tfinances\r\n| 2026"));
        assert_eq!(
            String::from_utf8(file).unwrap(),
            "; Journal de Guichet\n\n\
             commodity EUR\n    format 1000.00 EUR\n\n\
             tag piece\n\n\
             account AE:2026:SASN:ouvert\naccount AE:2026:SASN:disponible\n\n\
             2026-03-15 * (OUV-2026-000001) Loi , de finances / 2026\n    \
             ; piece: LFI 2026\n    \
             AE:2026:SASN:ouvert  -30000.00 EUR\n    \
             AE:2026:SASN:disponible  30000.00 EUR\n"
        );
    }
}

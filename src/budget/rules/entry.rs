//! What an entry says, and the fingerprint of it.

use entity::{
    entry,
    values::{Book, Day, EntryId, Fingerprint, Journal, Money, Stage, Year},
};

use super::figure::End;

/// One end of a transfer, as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The path of its line.
    pub path: String,
    /// The label of its line.
    pub label: String,
    /// How far its money has gone.
    pub stage: Stage,
}

/// A transfer with what it needs to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Its entry.
    pub entry: EntryId,
    /// The sort of fact it is.
    pub journal: Journal,
    /// The day it counts for.
    pub day: Day,
    /// Why.
    pub reason: String,
    /// AE or CP.
    pub book: Book,
    /// The fiscal year.
    pub year: Year,
    /// Where the money leaves.
    pub from: Account,
    /// Where it goes.
    pub to: Account,
    /// How much.
    pub amount: Money,
}

impl Account {
    /// The end, as the figures count it.
    #[must_use]
    pub fn end(&self) -> End<'_> {
        End { path: &self.path, stage: self.stage }
    }

    /// The code of its line: the last of its path.
    #[must_use]
    pub fn code(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// SHA-256 of what an entry says, one fact a line, in an order that never changes: whoever holds the sheet can compute it
/// again.
#[must_use]
pub fn fingerprint(entry: &entry::Model, transfers: &[Transfer]) -> Fingerprint {
    let document = entry.document_reference.as_deref().unwrap_or_default();
    let recorded = entry.recorded_at.iso();
    let mut said =
        format!("{}\n{}\n{}\n{recorded}\n{}\n{document}\n", entry.id, entry.journal, entry.accounting_day, entry.reason);
    for transfer in transfers {
        let Transfer { from, to, book, year, amount, .. } = transfer;
        said.push_str(&format!("{book} {year} {} {} > {} {} {}\n", from.path, from.stage, to.path, to.stage, amount.plain()));
    }
    Fingerprint::of(said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::values::Instant;

    #[test]
    fn one_cent_changes_the_fingerprint() {
        let entry = entry::Model {
            id: EntryId(7),
            journal: Journal::Delegation,
            accounting_day: Day::FIRST,
            recorded_at: Instant::from_millis(0),
            fiscal_year: Year::new(2026).unwrap(),
            actor_id: None,
            reason: "Délégation".to_owned(),
            document_reference: None,
            reverses_id: None,
            number: None,
            idempotency_key: None,
        };
        let account = |path: &str| Account { path: path.to_owned(), label: path.to_owned(), stage: Stage::Available };
        let transfer = |cents| Transfer {
            entry: entry.id,
            journal: entry.journal,
            day: entry.accounting_day,
            reason: entry.reason.clone(),
            book: Book::Ae,
            year: entry.fiscal_year,
            from: account("/SASN"),
            to: account("/SASN/SASN-AAP-TL"),
            amount: Money::from_cents(cents),
        };
        assert_eq!(transfer(1).to.code(), "SASN-AAP-TL");
        assert_eq!(fingerprint(&entry, &[transfer(100)]), fingerprint(&entry, &[transfer(100)]));
        assert_ne!(fingerprint(&entry, &[transfer(100)]), fingerprint(&entry, &[transfer(101)]));
    }
}

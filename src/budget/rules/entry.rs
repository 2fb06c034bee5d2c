//! What an entry says, and the fingerprint of it.

use entity::values::{Book, Day, EntryId, Fingerprint, Instant, Journal, Money, Stage, Year};

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

/// An entry without its transfers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its key.
    pub entry: EntryId,
    /// The sort of fact it is.
    pub journal: Journal,
    /// The day it counts for.
    pub day: Day,
    /// The instant it was written.
    pub recorded_at: Instant,
    /// Why.
    pub reason: String,
    /// The paper it rests on; empty when there is none.
    pub document: String,
}

/// SHA-256 of what an entry says, one fact a line, in an order that never changes: whoever holds the sheet can compute it
/// again.
#[must_use]
pub fn fingerprint(fact: &Fact, transfers: &[Transfer]) -> Fingerprint {
    let Fact { entry, journal, day, recorded_at, reason, document } = fact;
    let mut said = format!("{entry}\n{journal}\n{day}\n{}\n{reason}\n{document}\n", recorded_at.iso());
    for transfer in transfers {
        let Transfer { from, to, book, year, amount, .. } = transfer;
        said.push_str(&format!("{book} {year} {} {} > {} {} {}\n", from.path, from.stage, to.path, to.stage, amount.plain()));
    }
    Fingerprint::of(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cent_changes_the_fingerprint() {
        let fact = Fact {
            entry: EntryId(7),
            journal: Journal::Delegation,
            day: Day::FIRST,
            recorded_at: Instant::from_millis(0),
            reason: "Délégation".to_owned(),
            document: String::new(),
        };
        let account = |path: &str| Account { path: path.to_owned(), label: path.to_owned(), stage: Stage::Available };
        let transfer = |cents| Transfer {
            entry: fact.entry,
            journal: fact.journal,
            day: fact.day,
            reason: fact.reason.clone(),
            book: Book::Ae,
            year: Year::new(2026).unwrap(),
            from: account("/SASN"),
            to: account("/SASN/SASN-AAP-TL"),
            amount: Money::from_cents(cents),
        };
        assert_eq!(transfer(1).to.code(), "SASN-AAP-TL");
        assert_eq!(fingerprint(&fact, &[transfer(100)]), fingerprint(&fact, &[transfer(100)]));
        assert_ne!(fingerprint(&fact, &[transfer(100)]), fingerprint(&fact, &[transfer(101)]));
    }
}

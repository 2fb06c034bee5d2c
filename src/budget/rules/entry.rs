//! What an entry says, and the fingerprint of it.

use entity::values::{Book, CommitmentId, Day, EarmarkId, EntryId, Fingerprint, Instant, Journal, Money, PersonId, Stage, Year};
use serde::Serialize;

use super::figure::End;

/// One end of a transfer, as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The path of its line.
    pub path: String,
    /// The label of its line.
    pub label: String,
    /// The fiscal year of its money.
    pub year: Year,
    /// How far its money has gone.
    pub stage: Stage,
    /// Whose money it is, once promised.
    pub commitment: Option<CommitmentId>,
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
        End { path: &self.path, stage: self.stage, year: self.year }
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
    /// The fiscal year it counts in.
    pub fiscal_year: Year,
    /// Who recorded it; absent when the program did.
    pub actor: Option<PersonId>,
    /// The entry that it undoes.
    pub reverses: Option<EntryId>,
    /// The use that the money is reserved to.
    pub earmark: Option<EarmarkId>,
    /// Why.
    pub reason: String,
    /// The paper it rests on; empty when there is none.
    pub document: String,
}

/// An entry with its transfers: all that was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The entry.
    pub fact: Fact,
    /// Its transfers, in their order.
    pub transfers: Vec<Transfer>,
}

impl Recorded {
    /// SHA-256 of all that the entry says, as JSON, in an order that never changes: whoever holds the sheet can compute it
    /// again, and the chain of seals holds it.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.text())
    }

    /// The text of which the fingerprint is.
    #[must_use]
    pub fn text(&self) -> String {
        let Fact { entry, journal, day, recorded_at, fiscal_year, actor, reverses, earmark, reason, document } = &self.fact;
        let said = Said {
            actor: *actor,
            day: day.iso(),
            document,
            earmark: *earmark,
            entry: *entry,
            fiscal_year: *fiscal_year,
            journal: *journal,
            reason,
            recorded_at: recorded_at.iso(),
            reverses: *reverses,
            transfers: self.transfers.iter().map(SaidTransfer::of).collect(),
        };
        // Numbers and texts always serialise.
        serde_json::to_string(&said).unwrap_or_default()
    }
}

/// An entry as its fingerprint has it: the order of the fields is part of it.
#[derive(Serialize)]
struct Said<'a> {
    actor: Option<PersonId>,
    day: String,
    document: &'a str,
    earmark: Option<EarmarkId>,
    entry: EntryId,
    fiscal_year: Year,
    journal: Journal,
    reason: &'a str,
    recorded_at: String,
    reverses: Option<EntryId>,
    transfers: Vec<SaidTransfer<'a>>,
}

#[derive(Serialize)]
struct SaidTransfer<'a> {
    amount: Money,
    book: Book,
    from: SaidAccount<'a>,
    to: SaidAccount<'a>,
}

type SaidAccount<'a> = (&'a str, Year, Stage, Option<CommitmentId>);

impl<'a> SaidTransfer<'a> {
    fn of(transfer: &'a Transfer) -> Self {
        let account = |account: &'a Account| (account.path.as_str(), account.year, account.stage, account.commitment);
        Self { amount: transfer.amount, book: transfer.book, from: account(&transfer.from), to: account(&transfer.to) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cent_changes_the_fingerprint() {
        let year = Year::new(2026).unwrap();
        let fact = Fact {
            entry: EntryId(7),
            journal: Journal::Delegation,
            day: Day::FIRST,
            recorded_at: Instant::from_millis(0),
            fiscal_year: year,
            actor: None,
            reverses: None,
            earmark: None,
            reason: "Délégation".to_owned(),
            document: String::new(),
        };
        let account = |path: &str| Account {
            path: path.to_owned(),
            label: path.to_owned(),
            year,
            stage: Stage::Available,
            commitment: None,
        };
        let recorded = |cents| Recorded {
            fact: fact.clone(),
            transfers: vec![Transfer {
                entry: fact.entry,
                journal: fact.journal,
                day: fact.day,
                reason: fact.reason.clone(),
                book: Book::Ae,
                from: account("/SASN"),
                to: account("/SASN/SASN-AAP-TL"),
                amount: Money::from_cents(cents),
            }],
        };
        assert_eq!(recorded(1).transfers[0].to.code(), "SASN-AAP-TL");
        assert_eq!(recorded(100).fingerprint(), recorded(100).fingerprint());
        assert_ne!(recorded(100).fingerprint(), recorded(101).fingerprint());
        let text = "{\"actor\":null,\"day\":\"1000-01-01\",\"document\":\"\",\"earmark\":null,\"entry\":7,\"fiscal_year\":2026,\
                    \"journal\":\"delegation\",\"reason\":\"Délégation\",\"recorded_at\":\"1970-01-01T00:00:00Z\",\"reverses\":null,\
                    \"transfers\":[{\"amount\":\"1.00\",\"book\":\"ae\",\"from\":[\"/SASN\",2026,\"available\",null],\
                    \"to\":[\"/SASN/SASN-AAP-TL\",2026,\"available\",null]}]}";
        assert_eq!(recorded(100).text(), text, "what was sealed by an earlier version is read by every later one");
    }
}

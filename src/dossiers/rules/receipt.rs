//! What is kept of a submission, and what its receipt says.

use entity::values::{Day, Fingerprint, Instant, Money, Reference, Siret};
use serde::{Deserialize, Serialize};

use super::plan::Expense;

/// The whole dossier as it was submitted. Its JSON, field by field in this order, is what the fingerprint is of: nothing
/// is ever added in the middle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmittedContent {
    /// The dossier.
    pub dossier: Reference,
    /// The wave it answers.
    pub wave: Reference,
    /// The call's title.
    pub call: String,
    /// The project's name.
    pub title: String,
    /// Who applies.
    pub organisation: SubmittedOrganisation,
    /// Who sent it: the name of the account.
    pub submitted_by: String,
    /// When the request reached the server, UTC.
    pub received_at: Instant,
    /// The answers, section by section.
    pub sections: Vec<SubmittedSection>,
    /// The expenses.
    pub expenses: Vec<Expense>,
    /// Their sum, in euros with two decimals.
    pub total: Money,
    /// The aid asked for.
    pub aid_requested: Money,
    /// The files joined.
    pub files: Vec<SubmittedFile>,
}

/// The structure, as it was known at that time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmittedOrganisation {
    /// Its fourteen digits.
    pub siret: Siret,
    /// Its name.
    pub name: String,
}

/// One section's answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmittedSection {
    /// The section's title.
    pub title: String,
    /// Each question and its answer; one that was left out has an empty answer.
    pub answers: Vec<SubmittedAnswer>,
}

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmittedAnswer {
    /// The question, in words.
    pub question: String,
    /// The answer, in its canonical form.
    pub answer: String,
}

/// A file, by its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmittedFile {
    /// The name its owner gave it.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// In bytes.
    pub size: i64,
    /// SHA-256 of its content.
    pub sha256: Fingerprint,
}

/// The number of a receipt: there is one submission to a dossier, so that its reference makes it unique.
#[must_use]
pub fn number(dossier: &Reference) -> String {
    format!("AR-{dossier}")
}

/// The day from which silence is a rejection: two months after reception, date to date, brought back to the end of a
/// shorter month (norms §5: CRPA L231-4 3°, financial requests; §6 test 28).
#[must_use]
pub fn implicit_rejection(received_at: Instant) -> Day {
    received_at.paris_day().plus_months(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_a_rejection_after_two_months() {
        for (received, rejected) in [
            ("2026-09-24T08:00:00Z", "2026-11-24"),
            ("2026-12-31T10:00:00Z", "2027-02-28"),
            // Paris is already on the next day.
            ("2026-06-14T22:30:00Z", "2026-08-15"),
        ] {
            assert_eq!(implicit_rejection(Instant::parse(received).unwrap()).iso(), rejected);
        }
    }

    #[test]
    fn a_receipt_is_numbered_after_its_dossier() {
        assert_eq!(number(&Reference::parse("AAP-TL-V2-0042").unwrap()), "AR-AAP-TL-V2-0042");
    }
}

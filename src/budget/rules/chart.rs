//! The chart of accounts: how accounting files name the place where money stands, and its number in the French chart.
//!
//! Numbers are chosen so that their first three digits tell the accounts that an accountant expects (norms §2.2): a
//! commitment is 809 to 801, a certification 657 to 467, a payment 467 to 515. What happens before money is promised or
//! owed stays within 809 and within 657, where it sums to nothing: the balance of 657 is what was certified.

use entity::values::{Book, Journal, Reference, Stage, Year};

/// An account of the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charted {
    /// The last word of its name, without accent or space: any program reads it, from any keyboard.
    pub word: &'static str,
    /// Its number in the French chart.
    pub number: &'static str,
    /// What the number is called.
    pub label: &'static str,
    /// The kind of account it is where only five kinds exist: money comes from `Equity`, stands in `Assets`, ends in
    /// `Expenses`.
    pub root: &'static str,
}

/// The account of money at a stage of a book. The database keeps each stage past « gelé » in one book.
#[must_use]
pub const fn account(book: Book, stage: Stage) -> Charted {
    let (word, number, label, root) = match (stage, book) {
        (Stage::Opened, Book::Ae) => ("ouvert", "8090", "Autorisations d’engagement ouvertes", "Equity"),
        (Stage::Available, Book::Ae) => ("disponible", "8091", "Autorisations d’engagement disponibles", "Assets"),
        (Stage::Frozen, Book::Ae) => ("gele", "8092", "Autorisations d’engagement gelées", "Assets"),
        (Stage::Reserved, Book::Ae | Book::Cp) => ("reserve", "8093", "Autorisations d’engagement réservées", "Assets"),
        (Stage::Committed, Book::Ae | Book::Cp) => ("engage", "8010", "Engagements donnés", "Assets"),
        (Stage::Settled, Book::Ae | Book::Cp) => ("solde", "8019", "Engagements soldés", "Assets"),
        (Stage::Lapsed, Book::Ae) => ("tombe", "8099", "Autorisations d’engagement tombées", "Assets"),
        (Stage::Opened, Book::Cp) => ("ouvert", "6570", "Crédits de paiement ouverts", "Equity"),
        (Stage::Available, Book::Cp) => ("disponible", "6571", "Crédits de paiement disponibles", "Assets"),
        (Stage::Frozen, Book::Cp) => ("gele", "6572", "Crédits de paiement gelés", "Assets"),
        (Stage::Due, Book::Ae | Book::Cp) => ("a-payer", "4671", "Bénéficiaires, services faits à ordonnancer", "Assets"),
        (Stage::Ordered, Book::Ae | Book::Cp) => ("ordonnance", "4672", "Bénéficiaires, paiements ordonnancés", "Assets"),
        (Stage::Paid, Book::Ae | Book::Cp) => ("paye", "5150", "Trésor", "Expenses"),
        (Stage::ToRecover, Book::Ae | Book::Cp) => ("a-recouvrer", "4678", "Bénéficiaires, sommes à recouvrer", "Assets"),
        (Stage::Recovered, Book::Ae | Book::Cp) => ("recouvre", "5158", "Trésor, sommes recouvrées", "Assets"),
        (Stage::Lapsed, Book::Cp) => ("tombe", "6579", "Crédits de paiement tombés", "Assets"),
    };
    Charted { word, number, label, root }
}

/// The code and the name of a journal.
#[must_use]
pub const fn journal(journal: Journal) -> (&'static str, &'static str) {
    match journal {
        Journal::Opening => ("OUV", "Ouvertures de crédits"),
        Journal::Delegation => ("DEL", "Délégations de crédits"),
        Journal::Reallocation => ("VIR", "Virements de crédits"),
        Journal::Freeze => ("GEL", "Gels et dégels"),
        Journal::Reservation => ("RES", "Réservations"),
        Journal::Commitment => ("ENG", "Engagements"),
        Journal::Certification => ("LIQ", "Liquidations"),
        Journal::PaymentOrder => ("ORD", "Ordonnancements"),
        Journal::Payment => ("PAI", "Paiements"),
        Journal::Recovery => ("REC", "Recouvrements"),
        Journal::YearEnd => ("CLO", "Clôtures d’exercice"),
        Journal::Reversal => ("CTP", "Contre-passations"),
    }
}

/// The official number of an entry, as it is cited: `OUV-2026-000001`. Without gap in each journal and year.
#[must_use]
pub fn official(kind: Journal, year: Year, number: i64) -> String {
    let (code, _) = journal(kind);
    format!("{code}-{year}-{number:06}")
}

/// The name of an account, from the widest part to the narrowest: `AE`, `2026`, the codes that lead to its line, the stage,
/// and the commitment whose money it is.
#[must_use]
pub fn name(book: Book, year: Year, path: &str, stage: Stage, commitment: Option<&Reference>) -> Vec<String> {
    let mut name = vec![short(book).to_owned(), year.to_string()];
    name.extend(path.split('/').filter(|code| !code.is_empty()).map(str::to_owned));
    name.push(account(book, stage).word.to_owned());
    name.extend(commitment.map(Reference::to_string));
    name
}

const fn short(book: Book) -> &'static str {
    match book {
        Book::Ae => "AE",
        Book::Cp => "CP",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// Every place where the database lets money stand.
    fn places() -> impl Iterator<Item = (Book, Stage)> {
        let all = Book::ALL.iter().flat_map(|book| Stage::ALL.iter().map(|stage| (*book, *stage)));
        all.filter(|(book, stage)| match stage {
            Stage::Opened | Stage::Available | Stage::Frozen | Stage::Lapsed => true,
            Stage::Reserved | Stage::Committed | Stage::Settled => *book == Book::Ae,
            Stage::Due | Stage::Ordered | Stage::Paid | Stage::ToRecover | Stage::Recovered => *book == Book::Cp,
        })
    }

    #[test]
    fn every_place_has_a_number_of_its_own_and_a_word_of_its_own_in_its_book() {
        let numbers: HashSet<_> = places().map(|(book, stage)| account(book, stage).number).collect();
        let words: HashSet<_> = places().map(|(book, stage)| (book, account(book, stage).word)).collect();
        assert_eq!((numbers.len(), words.len()), (places().count(), places().count()));
        for (book, stage) in places() {
            let Charted { word, number, label, root } = account(book, stage);
            assert!(word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{word}");
            assert!(number.len() == 4 && number.bytes().all(|b| b.is_ascii_digit()), "{number}");
            assert!(!label.is_empty() && ["Equity", "Assets", "Expenses"].contains(&root), "{label} {root}");
        }
    }

    #[test]
    fn three_digits_tell_what_an_accountant_expects() {
        let three = |book, stage| account(book, stage).number.get(..3).unwrap().to_owned();
        let step = |book, from, to| (three(book, from), three(book, to));
        let told = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        assert_eq!(step(Book::Ae, Stage::Reserved, Stage::Committed), told("809", "801"));
        assert_eq!(step(Book::Cp, Stage::Available, Stage::Due), told("657", "467"));
        assert_eq!(step(Book::Cp, Stage::Ordered, Stage::Paid), told("467", "515"));
        for stage in [Stage::Opened, Stage::Available, Stage::Frozen] {
            assert_eq!(step(Book::Ae, stage, Stage::Reserved), told("809", "809"));
            assert_eq!(step(Book::Cp, stage, Stage::Available), told("657", "657"));
        }
    }

    #[test]
    fn every_journal_has_a_code_of_three_letters() {
        let codes: HashSet<_> = Journal::ALL.iter().map(|kind| journal(*kind).0).collect();
        assert_eq!(codes.len(), Journal::ALL.len());
        assert!(codes.iter().all(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())));
    }

    #[test]
    fn entries_and_accounts_are_named_as_they_are_cited() {
        let year = Year::new(2026).unwrap();
        assert_eq!(official(Journal::Opening, year, 12), "OUV-2026-000012");
        assert_eq!(name(Book::Ae, year, "/SASN/AAP-TL", Stage::Available, None).join(":"), "AE:2026:SASN:AAP-TL:disponible");
        let award = Reference::parse("AAP-TL-V1-0001").unwrap();
        assert_eq!(name(Book::Cp, year, "/SASN", Stage::Paid, Some(&award)).join(":"), "CP:2026:SASN:paye:AAP-TL-V1-0001");
    }
}

//! What a call says of itself, and the terms of a wave: when it opens, what it gives.

use std::ops::RangeInclusive;

use entity::values::{ActionId, Audience, Day, Instant, Money, Rate, Reference, Year};

use super::Refusal;

/// A megabyte as people count them, in bytes.
pub const MEGABYTE: i64 = 1_000_000;
/// The largest file a wave may allow, in megabytes: what the service receives at once.
pub const LARGEST_FILE_MEGABYTES: i64 = 100;
/// The limits that a wave may set to its files, in bytes.
const FILE_LIMITS: RangeInclusive<i64> = 1..=LARGEST_FILE_MEGABYTES * MEGABYTE;

/// A call about to be drafted, with its first wave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCall {
    /// Which action it carries out.
    pub action: ActionId,
    /// As people will cite it: `AAP-TL`.
    pub reference: Reference,
    /// As it is shown.
    pub title: String,
    /// What it funds.
    pub summary: String,
    /// Who may answer.
    pub audience: Audience,
    /// Its first wave.
    pub wave: NewWave,
}

/// What an edited call says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presentation {
    /// As it is shown.
    pub title: String,
    /// What it funds.
    pub summary: String,
    /// Who may answer.
    pub audience: Audience,
}

/// The longest reference of a call: what follows numbers waves and dossiers, `-V12-0042`, within forty characters.
const LONGEST_CALL_REFERENCE: usize = 28;

/// The reference, if it leaves room for the numbers of its waves and dossiers.
///
/// # Errors
/// [`Refusal::ReferenceTooLong`]
pub fn check_reference(reference: &Reference) -> Result<(), Refusal> {
    if reference.as_str().len() <= LONGEST_CALL_REFERENCE { Ok(()) } else { Err(Refusal::ReferenceTooLong) }
}

/// A wave about to be drafted, or what an edited one becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWave {
    /// The first instant at which a dossier can be submitted.
    pub opens_at: Instant,
    /// The last one, included.
    pub closes_at: Instant,
    /// The day on which results are expected.
    pub results_on: Option<Day>,
    /// Whole euro cents that the wave can award.
    pub envelope: Money,
    /// The fiscal year whose money it spends.
    pub fiscal_year: Year,
    /// The largest share of the expenses that can be paid.
    pub max_aid_rate: Rate,
    /// The smallest aid one can ask for.
    pub min_aid: Money,
    /// The largest aid one can ask for.
    pub max_aid: Money,
    /// The largest file one can join, in bytes.
    pub max_file_bytes: i64,
}

impl NewWave {
    /// Everything that does not hold together, in the order of the form.
    #[must_use]
    pub fn faults(&self) -> Vec<Refusal> {
        TypedTerms::from(self).faults()
    }

    /// The same terms, if they hold together.
    ///
    /// # Errors
    /// The first fault.
    pub fn checked(self) -> Result<Self, Refusal> {
        match self.faults().into_iter().next() {
            Some(fault) => Err(fault),
            None => Ok(self),
        }
    }
}

/// The terms of a wave as they are typed: those that could be read, so that a date forgotten does not hide what is wrong
/// with the amounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedTerms {
    /// The first instant.
    pub opens_at: Option<Instant>,
    /// The last one, included.
    pub closes_at: Option<Instant>,
    /// The day of the results; `Some(None)` when the field was left empty on purpose.
    pub results_on: Option<Option<Day>>,
    /// Whole euro cents.
    pub envelope: Option<Money>,
    /// The year whose money is spent.
    pub fiscal_year: Option<Year>,
    /// The largest share of the expenses.
    pub max_aid_rate: Option<Rate>,
    /// The smallest aid.
    pub min_aid: Option<Money>,
    /// The largest aid.
    pub max_aid: Option<Money>,
    /// The largest file, in bytes.
    pub max_file_bytes: Option<i64>,
}

impl TypedTerms {
    /// Everything that does not hold together in what could be read, in the order of the form.
    #[must_use]
    pub fn faults(&self) -> Vec<Refusal> {
        let last_day = self.closes_at.map(Instant::paris_day);
        let checks = [
            (are(self.closes_at, self.opens_at, |closes, opens| closes <= opens), Refusal::ClosesBeforeOpening),
            (are(self.results_on.flatten(), last_day, |results, last| results < last), Refusal::ResultsBeforeClosing),
            (self.envelope.is_some_and(|envelope| !envelope.is_positive()), Refusal::EmptyEnvelope),
            (self.max_aid_rate == Some(Rate::ZERO), Refusal::ZeroRate),
            (are(self.min_aid, self.max_aid, |least, most| least > most), Refusal::SmallestAidAboveLargest),
            (self.max_aid.is_some_and(|most| !most.is_positive()), Refusal::ZeroAid),
            (are(self.max_aid, self.envelope, |most, envelope| most > envelope), Refusal::LargestAidAboveEnvelope),
            (self.max_file_bytes.is_some_and(|bytes| !FILE_LIMITS.contains(&bytes)), Refusal::FileLimit),
        ];
        checks.into_iter().filter(|(is_wrong, _)| *is_wrong).map(|(_, refusal)| refusal).collect()
    }

    /// The terms, if all of them could be read.
    #[must_use]
    pub fn whole(self) -> Option<NewWave> {
        Some(NewWave {
            opens_at: self.opens_at?,
            closes_at: self.closes_at?,
            results_on: self.results_on?,
            envelope: self.envelope?,
            fiscal_year: self.fiscal_year?,
            max_aid_rate: self.max_aid_rate?,
            min_aid: self.min_aid?,
            max_aid: self.max_aid?,
            max_file_bytes: self.max_file_bytes?,
        })
    }
}

impl From<&NewWave> for TypedTerms {
    fn from(terms: &NewWave) -> Self {
        Self {
            opens_at: Some(terms.opens_at),
            closes_at: Some(terms.closes_at),
            results_on: Some(terms.results_on),
            envelope: Some(terms.envelope),
            fiscal_year: Some(terms.fiscal_year),
            max_aid_rate: Some(terms.max_aid_rate),
            min_aid: Some(terms.min_aid),
            max_aid: Some(terms.max_aid),
            max_file_bytes: Some(terms.max_file_bytes),
        }
    }
}

/// Whether two terms are so to each other; two that were not both read are not.
fn are<T>(one: Option<T>, other: Option<T>, relation: impl FnOnce(T, T) -> bool) -> bool {
    one.zip(other).is_some_and(|(one, other)| relation(one, other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms() -> NewWave {
        let day = |month, day| Day::new(2026, month, day).unwrap();
        NewWave {
            opens_at: day(1, 5).start_in_paris(),
            closes_at: day(3, 2).start_in_paris(),
            results_on: Some(day(6, 1)),
            envelope: Money::from_cents(500_000_000),
            fiscal_year: Year::new(2026).unwrap(),
            max_aid_rate: Rate::parse("45").unwrap(),
            min_aid: Money::from_cents(1_000_000),
            max_aid: Money::from_cents(100_000_000),
            max_file_bytes: 10 * MEGABYTE,
        }
    }

    #[test]
    fn a_reference_leaves_room_for_its_dossiers() {
        let long = Reference::parse(&"A".repeat(LONGEST_CALL_REFERENCE)).unwrap();
        assert!(check_reference(&long).is_ok());
        let wave = Reference::wave(&long, 99).unwrap();
        assert!(Reference::dossier(&wave, 1_234_567).is_ok());
        assert_eq!(check_reference(&Reference::parse(&"A".repeat(29)).unwrap()), Err(Refusal::ReferenceTooLong));
    }

    #[test]
    fn sound_terms_pass() {
        assert_eq!(terms().faults(), []);
        assert!(NewWave { results_on: None, min_aid: Money::ZERO, ..terms() }.checked().is_ok());
    }

    #[test]
    fn each_fault_is_named() {
        let cases = [
            (NewWave { closes_at: terms().opens_at, ..terms() }, Refusal::ClosesBeforeOpening),
            (NewWave { results_on: Day::new(2026, 3, 1), ..terms() }, Refusal::ResultsBeforeClosing),
            (NewWave { max_aid_rate: Rate::ZERO, ..terms() }, Refusal::ZeroRate),
            (NewWave { min_aid: Money::from_cents(100_000_001), ..terms() }, Refusal::SmallestAidAboveLargest),
            (NewWave { max_aid: Money::from_cents(500_000_001), ..terms() }, Refusal::LargestAidAboveEnvelope),
            (NewWave { max_file_bytes: 0, ..terms() }, Refusal::FileLimit),
            (NewWave { max_file_bytes: 101 * MEGABYTE, ..terms() }, Refusal::FileLimit),
            (NewWave { max_aid: Money::ZERO, min_aid: Money::ZERO, ..terms() }, Refusal::ZeroAid),
        ];
        for (wave, fault) in cases {
            assert_eq!(wave.faults(), [fault]);
        }
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let wave = NewWave { envelope: Money::ZERO, max_aid_rate: Rate::ZERO, ..terms() };
        assert_eq!(wave.faults(), [Refusal::EmptyEnvelope, Refusal::ZeroRate, Refusal::LargestAidAboveEnvelope]);
    }

    #[test]
    fn what_could_not_be_read_hides_no_fault_of_the_rest() {
        let typed = TypedTerms { opens_at: None, min_aid: Some(Money::from_cents(100_000_001)), ..TypedTerms::from(&terms()) };
        assert_eq!(typed.faults(), [Refusal::SmallestAidAboveLargest]);
        assert_eq!(typed.whole(), None);
        assert_eq!(TypedTerms::from(&terms()).whole(), Some(terms()));
        assert_eq!(TypedTerms::default().faults(), []);
    }
}

//! The form of a wave: its sections and questions, and what an answer may be.
//!
//! A draft keeps whatever was typed, even when it does not read as what the question asks: it is shown again with what
//! would be right, and stands in the way of the submission only.

use std::collections::BTreeMap;

use entity::values::{Day, Money, QuestionId, QuestionKind, grouped};

/// The longest text that a draft keeps, in characters, whatever the question allows.
pub const LONGEST_KEPT: usize = 50_000;
/// The longest answer on one line, in characters, unless the question says less.
pub const LONGEST_LINE: usize = 300;

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its key.
    pub id: QuestionId,
    /// The part of the form it stands in.
    pub section: String,
    /// The question itself.
    pub label: String,
    /// What helps to answer it; may be empty.
    pub help: String,
    /// The sort of answer.
    pub kind: QuestionKind,
    /// Whether a dossier without an answer is incomplete.
    pub required: bool,
    /// The longest text allowed, in characters.
    pub longest: usize,
    /// What to choose from.
    pub choices: Vec<String>,
}

/// A part of the form: one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its rank, from 1.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// Its questions, in order.
    pub questions: Vec<Question>,
}

/// What was typed, by question; nothing for what was left empty.
pub type Answers = BTreeMap<QuestionId, String>;

/// Why a text does not answer its question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerFault {
    /// Longer than allowed.
    #[error("{length} characters, {longest} at most")]
    TooLong {
        /// Its length, in characters.
        length: usize,
        /// What is allowed.
        longest: usize,
    },
    /// Control characters, which no one sees and databases refuse.
    #[error("invisible characters")]
    Invisible,
    /// Not an amount.
    #[error("not an amount")]
    NotAnAmount,
    /// Not a whole number of 15 digits at most.
    #[error("not a whole number")]
    NotAWholeNumber,
    /// Not a day of the calendar.
    #[error("not a day")]
    NotADay,
    /// None of the choices listed.
    #[error("not a choice")]
    NotAChoice,
    /// Neither « oui » nor « non ».
    #[error("neither yes nor no")]
    NotYesOrNo,
}

/// Groups questions into sections, in the order in which the form first names each.
#[must_use]
pub fn sections(questions: Vec<Question>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for question in questions {
        match sections.iter_mut().find(|section| section.title == question.section) {
            Some(section) => section.questions.push(question),
            None => {
                let (number, title) = (sections.len() + 1, question.section.clone());
                sections.push(Section { number, title, questions: vec![question] });
            }
        }
    }
    sections
}

/// A text as a draft keeps it: trimmed, its line ends made LF.
///
/// # Errors
/// [`AnswerFault::TooLong`] past [`LONGEST_KEPT`], [`AnswerFault::Invisible`]: then it cannot be kept at all.
pub fn kept(typed: &str) -> Result<String, AnswerFault> {
    let text = typed.trim().replace("\r\n", "\n");
    within(&text, LONGEST_KEPT)?;
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') { Err(AnswerFault::Invisible) } else { Ok(text) }
}

/// Reads an answer, typed or kept: the same text in its one canonical form, that reads as itself again.
///
/// # Errors
/// What is wrong with it.
pub fn read(question: &Question, text: &str) -> Result<String, AnswerFault> {
    match question.kind {
        QuestionKind::ShortText | QuestionKind::LongText => within(text, question.longest).map(|()| text.to_owned()),
        QuestionKind::Money => Money::parse(text).map(Money::plain).map_err(|_| AnswerFault::NotAnAmount),
        QuestionKind::Number => whole_number(text).map(|number| number.to_string()).ok_or(AnswerFault::NotAWholeNumber),
        QuestionKind::Date => Day::parse(text).map(|day| day.iso()).map_err(|_| AnswerFault::NotADay),
        QuestionKind::Choice => one_of(text, question.choices.iter().map(String::as_str)).ok_or(AnswerFault::NotAChoice),
        QuestionKind::YesNo => one_of(text, ["oui", "non"].into_iter()).ok_or(AnswerFault::NotYesOrNo),
        // A file is joined, not typed.
        QuestionKind::File => Ok(String::new()),
    }
}

/// An answer as people read it; one that does not read as its question asks is shown as it was typed.
#[must_use]
pub fn shown(kind: QuestionKind, text: &str) -> String {
    let read = match kind {
        QuestionKind::Money => Money::parse(text).ok().map(|amount| amount.to_string()),
        QuestionKind::Number => whole_number(text).map(grouped),
        QuestionKind::Date => Day::parse(text).ok().map(Day::in_words),
        QuestionKind::YesNo => match text {
            "oui" => Some("Oui".to_owned()),
            "non" => Some("Non".to_owned()),
            _ => None,
        },
        QuestionKind::ShortText | QuestionKind::LongText | QuestionKind::Choice | QuestionKind::File => None,
    };
    read.unwrap_or_else(|| text.to_owned())
}

/// An answer as it stands in the field where it can be changed.
#[must_use]
pub fn typed_again(kind: QuestionKind, text: &str) -> String {
    match kind {
        QuestionKind::Money => Money::parse(text).map_or_else(|_| text.to_owned(), Money::amount),
        QuestionKind::ShortText
        | QuestionKind::LongText
        | QuestionKind::Number
        | QuestionKind::Date
        | QuestionKind::Choice
        | QuestionKind::YesNo
        | QuestionKind::File => text.to_owned(),
    }
}

fn within(text: &str, longest: usize) -> Result<(), AnswerFault> {
    let length = text.chars().count();
    if length > longest { Err(AnswerFault::TooLong { length, longest }) } else { Ok(()) }
}

fn whole_number(text: &str) -> Option<i64> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}')).collect();
    let is_number = (1..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { digits.parse().ok() } else { None }
}

fn one_of<'a>(text: &str, mut choices: impl Iterator<Item = &'a str>) -> Option<String> {
    choices.find(|choice| *choice == text).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn question(kind: QuestionKind) -> Question {
        Question {
            id: QuestionId(1),
            section: "Le projet".to_owned(),
            label: "Question".to_owned(),
            help: String::new(),
            kind,
            required: true,
            longest: 20,
            choices: vec!["A".to_owned(), "B".to_owned()],
        }
    }

    #[test]
    fn sections_come_in_the_order_of_the_form() {
        let of =
            |id, section: &str| Question { id: QuestionId(id), section: section.to_owned(), ..question(QuestionKind::YesNo) };
        let sections = sections(vec![of(1, "Projet"), of(2, "Équipe"), of(3, "Projet")]);
        let shape: Vec<_> = sections.iter().map(|s| (s.number, s.title.as_str(), s.questions.len())).collect();
        assert_eq!(shape, [(1, "Projet", 2), (2, "Équipe", 1)]);
    }

    #[test]
    fn an_answer_is_read_as_its_question_asks() {
        use QuestionKind as K;
        for (kind, typed, read_as) in [
            (K::Money, "1 234,5 €", Ok("1234.50")),
            (K::Money, "12,345", Err(AnswerFault::NotAnAmount)),
            (K::Money, "-5", Err(AnswerFault::NotAnAmount)),
            (K::Number, "1 200", Ok("1200")),
            (K::Number, "-3", Err(AnswerFault::NotAWholeNumber)),
            (K::Number, "1234567890123456", Err(AnswerFault::NotAWholeNumber)),
            (K::Date, "02/03/2026", Ok("2026-03-02")),
            (K::Date, "30/02/2026", Err(AnswerFault::NotADay)),
            (K::Choice, "B", Ok("B")),
            (K::Choice, "C", Err(AnswerFault::NotAChoice)),
            (K::YesNo, "oui", Ok("oui")),
            (K::YesNo, "peut-être", Err(AnswerFault::NotYesOrNo)),
            (K::ShortText, "vingt et un signes !!", Err(AnswerFault::TooLong { length: 21, longest: 20 })),
        ] {
            assert_eq!(read(&question(kind), typed), read_as.map(str::to_owned), "{kind:?} {typed:?}");
        }
    }

    #[test]
    fn a_draft_keeps_what_is_wrong_but_not_what_cannot_be_kept() {
        assert_eq!(kept(" a\r\nb\t "), Ok("a\nb".to_owned()));
        assert_eq!(kept("douze euros"), Ok("douze euros".to_owned()));
        assert_eq!(kept("a\u{0}b"), Err(AnswerFault::Invisible));
        assert_eq!(kept(&"a".repeat(50_001)), Err(AnswerFault::TooLong { length: 50_001, longest: LONGEST_KEPT }));
    }

    #[test]
    fn answers_are_shown_in_french() {
        assert_eq!(shown(QuestionKind::Money, "1234.50"), "1\u{202f}234,50\u{a0}€");
        assert_eq!(shown(QuestionKind::Date, "2026-03-02"), "2 mars 2026");
        assert_eq!(shown(QuestionKind::YesNo, "oui"), "Oui");
        assert_eq!(shown(QuestionKind::Money, "douze"), "douze");
        assert_eq!(typed_again(QuestionKind::Money, "1234.50"), "1\u{202f}234,50");
    }

    proptest! {
        #[test]
        fn what_was_read_reads_as_itself(text: String, kind in prop::sample::select(QuestionKind::ALL)) {
            let question = question(kind);
            if let Ok(once) = kept(&text).and_then(|text| read(&question, &text)) {
                prop_assert_eq!(read(&question, &once), Ok(once.clone()));
                prop_assert_eq!(read(&question, &typed_again(kind, &once)), Ok(once));
            }
        }

        #[test]
        fn an_amount_is_kept_to_the_cent(cents in 0..99_999_999_999_999_i64) {
            let amount = Money::from_cents(cents);
            prop_assert_eq!(read(&question(QuestionKind::Money), &amount.to_string()), Ok(amount.plain()));
        }
    }
}

//! Whether a dossier may be submitted.

use std::collections::BTreeSet;

use entity::values::{Instant, QuestionId, QuestionKind};

use super::{
    form::{self, AnswerFault, Answers, Question, Section},
    plan::{self, AidFault, AidTerms, Plan},
};

/// A dossier being written: the form, what answers it so far, the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The form, in sections.
    pub sections: Vec<Section>,
    /// What was typed.
    pub answers: Answers,
    /// The questions that a file answers.
    pub joined: BTreeSet<QuestionId>,
    /// Expenses and aid.
    pub plan: Plan,
}

/// What the wave demands of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The first instant at which one can submit.
    pub opens_at: Instant,
    /// The last instant, included.
    pub closes_at: Instant,
    /// What one can ask.
    pub aid: AidTerms,
}

/// Something that stands in the way of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The wave is not open yet.
    NotOpenYet(Instant),
    /// The wave has closed.
    Closed(Instant),
    /// A question that must be answered is not.
    Missing {
        /// The section where it stands.
        section: usize,
        /// The question.
        label: String,
        /// Whether it is a file that is missing.
        is_file: bool,
    },
    /// An answer that does not read as its question asks.
    Wrong {
        /// The section where it stands.
        section: usize,
        /// The question.
        label: String,
        /// What is wrong.
        fault: AnswerFault,
    },
    /// The plan cannot be summed.
    Plan(plan::PlanRefusal),
    /// The aid asked for is not one that the wave gives.
    Aid(AidFault),
}

/// Whether a dossier may be submitted, and if not, everything that stands in the way, not just the first thing.
///
/// `received_at` is the instant at which the request reached the server: at the closing instant it still counts (norms,
/// house decisions: closing is inclusive).
///
/// # Errors
/// Every obstacle.
pub fn check(draft: &Draft, terms: &Terms, received_at: Instant) -> Result<(), Vec<Obstacle>> {
    let mut obstacles = Vec::new();
    obstacles.extend(deadline(terms, received_at));
    obstacles.extend(draft.sections.iter().flat_map(|section| in_section(draft, section)));
    obstacles.extend(in_plan(&draft.plan, &terms.aid));

    if obstacles.is_empty() { Ok(()) } else { Err(obstacles) }
}

/// What the calendar says against a submission received at this instant.
#[must_use]
pub fn deadline(terms: &Terms, received_at: Instant) -> Option<Obstacle> {
    if received_at < terms.opens_at {
        Some(Obstacle::NotOpenYet(terms.opens_at))
    } else if received_at > terms.closes_at {
        Some(Obstacle::Closed(terms.closes_at))
    } else {
        None
    }
}

/// What is missing or wrong in a section.
#[must_use]
pub fn in_section(draft: &Draft, section: &Section) -> Vec<Obstacle> {
    section.questions.iter().filter_map(|question| about(draft, section.number, question)).collect()
}

/// What is wrong with the plan.
#[must_use]
pub fn in_plan(plan: &Plan, terms: &AidTerms) -> Vec<Obstacle> {
    match plan.total() {
        Ok(total) => plan::faults(total, plan.aid, terms).into_iter().map(Obstacle::Aid).collect(),
        Err(refusal) => vec![Obstacle::Plan(refusal)],
    }
}

fn about(draft: &Draft, section: usize, question: &Question) -> Option<Obstacle> {
    let label = || question.label.clone();
    let is_file = question.kind == QuestionKind::File;
    let answer = draft.answers.get(&question.id).filter(|text| !text.is_empty());
    match answer {
        None if is_file && draft.joined.contains(&question.id) => None,
        None => question.required.then(|| Obstacle::Missing { section, label: label(), is_file }),
        Some(text) => form::read(question, text).err().map(|fault| Obstacle::Wrong { section, label: label(), fault }),
    }
}

#[cfg(test)]
mod tests {
    use entity::values::{ExpenseCategory, Money, Rate};

    use super::*;
    use crate::dossiers::rules::plan::Expense;

    fn question(id: i64, kind: QuestionKind, required: bool) -> Question {
        Question {
            id: QuestionId(id),
            section: "Projet".to_owned(),
            label: format!("Question {id}"),
            help: String::new(),
            kind,
            required,
            longest: 100,
            choices: Vec::new(),
        }
    }

    fn complete() -> Draft {
        let questions = vec![
            question(1, QuestionKind::LongText, true),
            question(2, QuestionKind::Date, false),
            question(3, QuestionKind::File, true),
        ];
        let expense =
            Expense { category: ExpenseCategory::Equipment, label: "Serveur".to_owned(), amount: Money::from_cents(20_000) };
        Draft {
            sections: form::sections(questions),
            answers: Answers::from([(QuestionId(1), "Un projet".to_owned())]),
            joined: BTreeSet::from([QuestionId(3)]),
            plan: Plan { expenses: vec![expense], aid: Money::from_cents(10_000) },
        }
    }

    fn terms() -> Terms {
        let aid = AidTerms { max_rate: Rate::parse("50").unwrap(), min: Money::from_cents(1), max: Money::from_cents(100_000) };
        Terms { opens_at: Instant::from_millis(1_000), closes_at: Instant::from_millis(2_000), aid }
    }

    fn at(millis: i64) -> Instant {
        Instant::from_millis(millis)
    }

    #[test]
    fn the_closing_instant_counts_and_the_next_millisecond_does_not() {
        assert_eq!(check(&complete(), &terms(), at(999)), Err(vec![Obstacle::NotOpenYet(at(1_000))]));
        assert_eq!(check(&complete(), &terms(), at(1_000)), Ok(()));
        assert_eq!(check(&complete(), &terms(), at(2_000)), Ok(()));
        assert_eq!(check(&complete(), &terms(), at(2_001)), Err(vec![Obstacle::Closed(at(2_000))]));
    }

    #[test]
    fn everything_that_stands_in_the_way_is_said_at_once() {
        let mut draft = complete();
        draft.answers = Answers::from([(QuestionId(2), "bientôt".to_owned())]);
        draft.joined.clear();
        draft.plan.aid = Money::from_cents(10_001);
        let missing = |label: &str, is_file| Obstacle::Missing { section: 1, label: label.to_owned(), is_file };
        let expected = vec![
            Obstacle::Closed(at(2_000)),
            missing("Question 1", false),
            Obstacle::Wrong { section: 1, label: "Question 2".to_owned(), fault: AnswerFault::NotADay },
            missing("Question 3", true),
            Obstacle::Aid(AidFault::AboveRate { ceiling: Money::from_cents(10_000) }),
        ];
        assert_eq!(check(&draft, &terms(), at(3_000)), Err(expected));
    }

    #[test]
    fn an_empty_answer_is_a_missing_one() {
        let mut draft = complete();
        draft.answers.insert(QuestionId(1), String::new());
        assert_eq!(in_section(&draft, &draft.sections[0]).len(), 1);
    }
}

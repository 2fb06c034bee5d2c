//! What a wave judges by and what it asks.

use entity::values::QuestionKind;

use super::Refusal;

/// The heaviest weight of a criterion: percentages fit.
pub const HEAVIEST: i32 = 100;
/// The longest answer that a question may allow, in characters.
pub const LONGEST_ANSWER: i32 = 20_000;

/// A criterion about to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCriterion {
    /// As it is shown.
    pub name: String,
    /// What jurors are asked to look for.
    pub guidance: String,
    /// What it weighs against the others, from 1 to 100.
    pub weight: i32,
}

/// A question about to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewQuestion {
    /// The part of the form it stands in.
    pub section: String,
    /// The question.
    pub label: String,
    /// What helps to answer it; may be empty.
    pub help: String,
    /// The sort of answer.
    pub kind: QuestionKind,
    /// Whether a dossier without an answer is incomplete.
    pub required: bool,
    /// The longest text allowed, in characters.
    pub max_length: Option<i32>,
    /// What to choose from, for a choice; empty otherwise.
    pub choices: Vec<String>,
}

impl NewCriterion {
    /// The criterion, if it may stand beside those that are there.
    ///
    /// # Errors
    /// [`Refusal::Weight`], [`Refusal::CriterionTwice`].
    pub fn checked<'a>(self, there: impl IntoIterator<Item = &'a str>) -> Result<Self, Refusal> {
        if !(1..=HEAVIEST).contains(&self.weight) {
            return Err(Refusal::Weight);
        }
        if there.into_iter().any(|name| same(name, &self.name)) {
            return Err(Refusal::CriterionTwice);
        }
        Ok(self)
    }
}

impl NewQuestion {
    /// The question, if it may stand beside those that are there: their sections and labels.
    ///
    /// # Errors
    /// The first thing wrong with it.
    pub fn checked<'a>(self, there: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Refusal> {
        if there.into_iter().any(|(section, label)| same(section, &self.section) && same(label, &self.label)) {
            return Err(Refusal::QuestionTwice);
        }
        if let Some(length) = self.max_length
            && !(has_length(self.kind) && (1..=LONGEST_ANSWER).contains(&length))
        {
            return Err(Refusal::LengthLimit);
        }
        match self.kind {
            QuestionKind::Choice => self.with_sound_choices(),
            QuestionKind::ShortText
            | QuestionKind::LongText
            | QuestionKind::Money
            | QuestionKind::Number
            | QuestionKind::Date
            | QuestionKind::YesNo
            | QuestionKind::File => Ok(Self { choices: Vec::new(), ..self }),
        }
    }

    fn with_sound_choices(self) -> Result<Self, Refusal> {
        if self.choices.len() < 2 {
            return Err(Refusal::TooFewChoices);
        }
        let is_repeated = |(at, choice): (usize, &String)| self.choices.iter().take(at).any(|before| same(before, choice));
        if self.choices.iter().enumerate().any(is_repeated) {
            return Err(Refusal::ChoiceTwice);
        }
        Ok(self)
    }
}

/// Whether an answer of this kind is a text, whose length can be limited.
fn has_length(kind: QuestionKind) -> bool {
    match kind {
        QuestionKind::ShortText | QuestionKind::LongText => true,
        QuestionKind::Money
        | QuestionKind::Number
        | QuestionKind::Date
        | QuestionKind::Choice
        | QuestionKind::YesNo
        | QuestionKind::File => false,
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: QuestionKind) -> NewQuestion {
        NewQuestion {
            section: "Projet".into(),
            label: "Résumé".into(),
            help: String::new(),
            kind,
            required: true,
            max_length: None,
            choices: Vec::new(),
        }
    }

    #[test]
    fn a_criterion_weighs_something_and_stands_once() {
        let criterion = |weight| NewCriterion { name: "Impact".into(), guidance: String::new(), weight };
        assert!(criterion(1).checked(["Équipe"]).is_ok());
        assert_eq!(criterion(0).checked([]), Err(Refusal::Weight));
        assert_eq!(criterion(101).checked([]), Err(Refusal::Weight));
        assert_eq!(criterion(1).checked(["IMPACT "]), Err(Refusal::CriterionTwice));
    }

    #[test]
    fn a_question_stands_once_in_its_section() {
        assert!(question(QuestionKind::LongText).checked([("Équipe", "Résumé")]).is_ok());
        assert_eq!(question(QuestionKind::LongText).checked([("projet", "résumé")]), Err(Refusal::QuestionTwice));
    }

    #[test]
    fn only_texts_have_a_length() {
        let long = |kind, length| NewQuestion { max_length: Some(length), ..question(kind) }.checked([]);
        assert!(long(QuestionKind::LongText, 3000).is_ok());
        assert_eq!(long(QuestionKind::LongText, 0), Err(Refusal::LengthLimit));
        assert_eq!(long(QuestionKind::LongText, LONGEST_ANSWER + 1), Err(Refusal::LengthLimit));
        assert_eq!(long(QuestionKind::Date, 10), Err(Refusal::LengthLimit));
    }

    #[test]
    fn a_choice_is_between_different_things() {
        let among = |choices: &[&str]| {
            NewQuestion { choices: choices.iter().map(|&choice| choice.to_owned()).collect(), ..question(QuestionKind::Choice) }
                .checked([])
        };
        assert!(among(&["Oui", "Non"]).is_ok());
        assert_eq!(among(&["Oui"]), Err(Refusal::TooFewChoices));
        assert_eq!(among(&["Oui", "oui"]), Err(Refusal::ChoiceTwice));
    }

    #[test]
    fn choices_of_anything_else_are_dropped() {
        let stray = NewQuestion { choices: vec!["x".into()], ..question(QuestionKind::Date) };
        assert_eq!(stray.checked([]).map(|question| question.choices), Ok(Vec::new()));
    }
}

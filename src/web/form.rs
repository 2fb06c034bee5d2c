//! A form as typed: its values, and what is to be mended. The same template shows it empty, filled and faulty.

use std::{collections::BTreeMap, sync::OnceLock};

use super::Typed;

/// One choice of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub label: String,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// What people typed, by field, and what is wrong with it, in sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormState {
    values: BTreeMap<String, Vec<String>>,
    faults: Vec<Fault>,
}

/// What is wrong with a field, or with the whole form.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    /// The field's name; empty when the whole form is at fault.
    field: String,
    /// What is wrong, and what would be right.
    sentence: String,
    /// The field's label, once the page has shown the field: only templates know the labels.
    label: OnceLock<String>,
}

impl FormState {
    /// A form nobody filled in yet.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// The form as the browser sent it.
    #[must_use]
    pub fn typed(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            form.values.entry(name).or_default().push(value);
        }
        form
    }

    /// Fills a field in before showing the form.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.values.insert(name.to_owned(), vec![value.to_string()]);
        self
    }

    /// What was typed in a field; empty when nothing was.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).and_then(|values| values.last()).map_or("", String::as_str)
    }

    /// Everything sent under one name, as lists of boxes do.
    #[must_use]
    pub fn all(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// Every field's name and value, in order of name.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().flat_map(|(name, values)| values.iter().map(move |value| (name.as_str(), value.as_str())))
    }

    /// Whether this choice is the one made.
    #[must_use]
    pub fn is_selected(&self, name: &str, value: &str) -> bool {
        self.all(name).iter().any(|chosen| chosen == value)
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn error(&self, name: &str) -> Option<&str> {
        self.faults.iter().find(|fault| fault.field == name).map(|fault| fault.sentence.as_str())
    }

    /// What is wrong with the field that people read as `label`, which the summary of what is wrong names it by.
    #[must_use]
    pub fn error_under(&self, name: &str, label: &str) -> Option<&str> {
        for fault in self.faults.iter().filter(|fault| fault.field == name) {
            fault.label.get_or_init(|| label.to_owned());
        }
        self.error(name)
    }

    /// Everything that is wrong, in the order in which it was found: the field's name and the sentence.
    pub fn errors(&self) -> impl Iterator<Item = (&str, &str)> {
        self.faults.iter().map(|fault| (fault.field.as_str(), fault.sentence.as_str()))
    }

    /// The same for the summary: the field's name, its label if the page was shown with one, and the sentence.
    pub fn summary(&self) -> impl Iterator<Item = (&str, Option<&str>, &str)> {
        self.faults.iter().map(|fault| (fault.field.as_str(), fault.label.get().map(String::as_str), fault.sentence.as_str()))
    }

    /// Whether something is wrong.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        !self.faults.is_empty()
    }

    /// Says what is wrong with a field: what, and what would be right.
    pub fn refuse(&mut self, name: &str, sentence: impl Into<String>) {
        self.faults.push(Fault { field: name.to_owned(), sentence: sentence.into(), label: OnceLock::new() });
    }

    /// The same, in a chain.
    #[must_use]
    pub fn refused(mut self, name: &str, sentence: impl Into<String>) -> Self {
        self.refuse(name, sentence);
        self
    }

    /// Reads a field that must be filled in.
    pub fn read<T: Typed>(&mut self, name: &str) -> Option<T> {
        match T::read(self.value(name).trim()) {
            Ok(value) => Some(value),
            Err(sentence) => {
                self.refuse(name, sentence);
                None
            }
        }
    }

    /// Reads a field that may stay empty: `Some(None)` when it does, `None` when what was typed is wrong.
    pub fn read_optional<T: Typed>(&mut self, name: &str) -> Option<Option<T>> {
        if self.value(name).trim().is_empty() { Some(None) } else { self.read(name).map(Some) }
    }

    /// Reads a text of 1 to `longest` characters.
    pub fn read_text(&mut self, name: &str, longest: usize) -> Option<String> {
        let text = self.read_loose_text(name, longest)?;
        if text.is_empty() {
            self.refuse(name, "Ce champ est à remplir.");
            return None;
        }
        Some(text)
    }

    /// Reads a text of 0 to `longest` characters. Browsers send line ends as CR LF: they are kept as LF.
    pub fn read_loose_text(&mut self, name: &str, longest: usize) -> Option<String> {
        let text = self.value(name).trim().replace("\r\n", "\n");
        let length = text.chars().count();
        if length > longest {
            self.refuse(name, format!("Ce texte compte {length} caractères ; {longest} sont possibles au plus."));
            return None;
        }
        if text.chars().any(|character| character.is_control() && character != '\n' && character != '\t') {
            self.refuse(
                name,
                "Ce texte contient des caractères invisibles qui ne peuvent pas être gardés. Collez-le sans mise en forme.",
            );
            return None;
        }
        Some(text)
    }

    /// Whether a box was ticked.
    #[must_use]
    pub fn is_ticked(&self, name: &str) -> bool {
        !self.value(name).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_a_field_by_the_label_it_was_shown_with() {
        let form = FormState::empty().refused("title", "Ce champ est à remplir.").refused("", "Rien n’est enregistré.");
        assert_eq!(form.summary().next(), Some(("title", None, "Ce champ est à remplir.")));
        assert_eq!(form.error_under("title", "Titre"), Some("Ce champ est à remplir."));
        assert_eq!(form.error_under("summary", "Objet"), None);
        let shown: Vec<_> = form.summary().collect();
        assert_eq!(shown, [("title", Some("Titre"), "Ce champ est à remplir."), ("", None, "Rien n’est enregistré.")]);
    }
}

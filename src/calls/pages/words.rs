//! The French of calls: sorts, publics, questions, refusals.

use std::str::FromStr;

use entity::values::{ActionKind, Audience, QuestionKind};

use super::super::{
    CallError,
    rules::{Gap, HEAVIEST, LARGEST_FILE_MEGABYTES, LONGEST_ANSWER, Refusal},
};
use crate::web::{Choice, Failure, FormState};

/// A sort of call.
pub(crate) fn kind(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::Aap => "Appel à projets",
        ActionKind::Ami => "Appel à manifestation d’intérêt",
        ActionKind::Guichet => "Guichet",
        ActionKind::Pepr => "Programme de recherche (PEPR)",
        ActionKind::Concours => "Concours",
        ActionKind::EarlyAccess => "Accès anticipé",
        ActionKind::Listing => "Référencement",
        ActionKind::Other => "Autre action",
    }
}

/// Who may answer.
pub(crate) fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Companies => "Entreprises",
        Audience::HealthEstablishments => "Établissements de santé",
        Audience::Research => "Recherche et enseignement supérieur",
        Audience::Associations => "Associations",
        Audience::All => "Toute structure",
    }
}

/// The sort of answer that a question takes.
pub(crate) fn question(kind: QuestionKind) -> &'static str {
    match kind {
        QuestionKind::ShortText => "Texte d’une ligne",
        QuestionKind::LongText => "Texte long",
        QuestionKind::Money => "Montant en euros",
        QuestionKind::Number => "Nombre entier",
        QuestionKind::Date => "Date",
        QuestionKind::Choice => "Choix dans une liste",
        QuestionKind::YesNo => "Oui ou non",
        QuestionKind::File => "Fichier",
    }
}

pub(crate) fn kinds() -> Vec<Choice> {
    ActionKind::ALL.iter().map(|value| Choice::new(value.to_string(), kind(*value))).collect()
}

pub(crate) fn audiences() -> Vec<Choice> {
    Audience::ALL.iter().map(|value| Choice::new(value.to_string(), audience(*value))).collect()
}

pub(super) fn question_kinds() -> Vec<Choice> {
    QuestionKind::ALL.iter().map(|value| Choice::new(value.to_string(), question(*value))).collect()
}

/// A count and its noun: « 3 critères ».
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count > 1 { "s" } else { "" })
}

/// The paragraphs of a text, as it was typed.
pub(crate) fn paragraphs(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// Reads a choice made in a list.
pub(super) fn read_choice<T: FromStr>(form: &mut FormState, name: &str) -> Option<T> {
    let choice = form.value(name).parse().ok();
    if choice.is_none() {
        form.refuse(name, "Choisissez dans la liste.");
    }
    choice
}

/// What is missing before publication.
pub(super) fn gap(gap: Gap) -> &'static str {
    match gap {
        Gap::NoCriterion => "Ajoutez au moins un critère : le jury n’aurait rien sur quoi juger.",
        Gap::NoQuestion => "Ajoutez au moins une question : les candidats n’auraient rien à remplir.",
        Gap::ClosingPassed => "Choisissez une clôture à venir : la vague serait close dès sa publication.",
        Gap::NoBudgetLine => "L’action n’a pas de ligne budgétaire : l’enveloppe ne peut être réservée nulle part.",
    }
}

/// The field that a refusal is about, and what a person is told.
pub(super) fn refusal(refusal: &Refusal) -> (&'static str, String) {
    let (field, sentence) = match refusal {
        Refusal::Published => (
            "",
            "Cette vague est publiée : ses dates, son enveloppe, ses critères et son formulaire ne changent plus, ni le public de l’appel.",
        ),
        Refusal::ReferenceTaken => {
            ("reference", "Cette référence est déjà prise : choisissez-en une autre, par exemple en ajoutant l’année.")
        }
        Refusal::ReferenceTooLong => {
            ("reference", "La référence compte au plus 28 caractères, pour laisser place aux numéros des vagues et des dossiers.")
        }
        Refusal::ActionElsewhere => ("action", "Choisissez une action d’un programme dont vous préparez les appels."),
        Refusal::ClosesBeforeOpening => ("closes_at", "La clôture doit venir après l’ouverture."),
        Refusal::ResultsBeforeClosing => ("results_on", "Les résultats ne peuvent être annoncés avant la clôture."),
        Refusal::EmptyEnvelope => ("envelope", "L’enveloppe doit être supérieure à zéro, par exemple 5 000 000."),
        Refusal::YearClosed(year) => {
            return ("fiscal_year", format!("L’exercice {year} est clos : choisissez un exercice ouvert."));
        }
        Refusal::LineClosed(code) => {
            return ("", format!("La ligne budgétaire {code} est fermée : rouvrez-la, ou choisissez une autre action."));
        }
        Refusal::ZeroRate => ("max_aid_rate", "Le taux doit être supérieur à zéro, par exemple 45."),
        Refusal::ZeroAid => ("max_aid", "L’aide maximale doit être supérieure à zéro, par exemple 300 000."),
        Refusal::SmallestAidAboveLargest => ("min_aid", "L’aide minimale ne peut dépasser l’aide maximale."),
        Refusal::LargestAidAboveEnvelope => ("max_aid", "L’aide maximale d’un dossier ne peut dépasser l’enveloppe de la vague."),
        Refusal::FileLimit => return ("max_file", format!("La taille limite va de 1 à {LARGEST_FILE_MEGABYTES} Mo.")),
        Refusal::Weight => return ("weight", format!("Le poids va de 1 à {HEAVIEST}.")),
        Refusal::CriterionTwice => ("name", "Ce critère est déjà dans la grille."),
        Refusal::QuestionTwice => ("label", "Cette question est déjà dans cette rubrique."),
        Refusal::TooFewChoices => ("choices", "Écrivez au moins deux choix, un par ligne."),
        Refusal::ChoiceTwice => ("choices", "Le même choix est écrit deux fois."),
        Refusal::LengthLimit => {
            return (
                "max_length",
                format!("La longueur limite va de 1 à {LONGEST_ANSWER} caractères et ne concerne que les textes."),
            );
        }
        Refusal::NotReady(gaps) => return ("", gaps.iter().map(|missing| gap(*missing)).collect::<Vec<_>>().join(" ")),
        Refusal::ChangedSinceRead => (
            "",
            "La vague a changé depuis que vous avez lu ce récapitulatif. Rien n’est publié : relisez-la ci-dessous, puis publiez.",
        ),
        Refusal::EnvelopeExceeds { available, asked, missing } => {
            return (
                "",
                format!(
                    "Il manque {missing} : l’enveloppe est de {asked} et la ligne dispose de {available}. Rien n’est publié ni réservé."
                ),
            );
        }
    };
    (field, sentence.to_owned())
}

/// Says a refusal under the field it is about.
pub(super) fn refuse(form: &mut FormState, reason: &Refusal) {
    let (field, sentence) = refusal(reason);
    form.refuse(field, sentence);
}

/// What is left once a page has answered the refusals it knows.
pub(super) fn failure(error: CallError, back: String) -> Failure {
    match error {
        CallError::Refused(reason) => Failure::refused("Cela n’est pas possible", refusal(&reason).1, "Revenir à l’appel", back),
        CallError::Store(error) => error.into(),
    }
}

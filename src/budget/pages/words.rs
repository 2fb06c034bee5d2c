//! The French of budgets.

use entity::values::{Book, Journal, Stage, Year};

use super::super::rules::{Refusal, figure::Figure};

/// A book, in full.
pub(super) fn book(book: Book) -> &'static str {
    match book {
        Book::Ae => "Autorisations d’engagement (AE)",
        Book::Cp => "Crédits de paiement (CP)",
    }
}

/// A book, in a table.
pub(super) fn short_book(book: Book) -> &'static str {
    match book {
        Book::Ae => "AE",
        Book::Cp => "CP",
    }
}

/// A figure, at the head of its column.
pub(super) fn figure(figure: Figure) -> &'static str {
    match figure {
        Figure::Opened => "Ouvert",
        Figure::Received => "Reçu",
        Figure::Delegated => "Délégué",
        Figure::Reserved => "Réservé",
        Figure::Committed => "Engagé",
        Figure::Available => "Disponible",
    }
}

/// A figure, in an address.
pub(super) fn figure_key(figure: Figure) -> &'static str {
    match figure {
        Figure::Opened => "ouvert",
        Figure::Received => "recu",
        Figure::Delegated => "delegue",
        Figure::Reserved => "reserve",
        Figure::Committed => "engage",
        Figure::Available => "disponible",
    }
}

/// How far money has gone.
pub(super) fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Opened => "ouvert",
        Stage::Available => "disponible",
        Stage::Reserved => "réservé",
        Stage::Committed => "engagé",
    }
}

/// The sort of an entry.
pub(super) fn journal(journal: Journal) -> &'static str {
    match journal {
        Journal::Opening => "Ouverture",
        Journal::Delegation => "Délégation",
        Journal::Reservation => "Réservation",
        Journal::Commitment => "Engagement",
        Journal::Reversal => "Contre-passation",
    }
}

/// A fiscal year, or all of them.
pub(super) fn year(year: Option<Year>) -> String {
    year.map_or_else(|| "Tous".to_owned(), |year| year.to_string())
}

/// A line with everything below it.
pub(super) fn whole(label: &str) -> String {
    format!("Total : {label}")
}

/// What a person is told when a rule refuses: `line` is the line that gives, `year` the fiscal year.
pub(super) fn refusal(refusal: &Refusal, line: &str, year: impl std::fmt::Display) -> String {
    match refusal {
        Refusal::Insufficient { available, missing, .. } => {
            format!("Il manque {missing} : la ligne « {line} » dispose de {available} en {year}.")
        }
        Refusal::NotPositive => "Le montant doit être supérieur à zéro, par exemple 1 234,50.".to_owned(),
        Refusal::TooLarge => "Ce montant est trop grand : le total de la ligne ne pourrait plus être tenu au centime.".to_owned(),
        Refusal::NotBelow => {
            format!("Les crédits se délèguent vers une ligne placée sous « {line} ». Choisissez-en une dans la liste.")
        }
        Refusal::NoSuchLine => "Cette ligne budgétaire n’existe pas. Choisissez-en une dans la liste.".to_owned(),
        Refusal::NotACode(typed) => {
            format!("« {typed} » n’est pas un code : lettres sans accent, chiffres et tirets, 40 au plus, par exemple AAP-TL.")
        }
        Refusal::CodeTaken(code) => format!("Une autre ligne budgétaire porte déjà le code {code}."),
        Refusal::CommittedAlready(reference) => format!("L’engagement {reference} existe déjà."),
        Refusal::RecordedOtherwise { recorded } => {
            format!(
                "Ce formulaire a déjà été enregistré, pour {recorded}. Pour une autre opération, vérifiez d’abord les écritures de la ligne, puis envoyez de nouveau."
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::values::Money;

    #[test]
    fn what_is_missing_is_said_to_the_cent() {
        let missing = Refusal::Insufficient {
            available: Money::from_cents(100_000),
            asked: Money::from_cents(1_334_000),
            missing: Money::from_cents(1_234_000),
        };
        let told = refusal(&missing, "Tiers-lieux", 2026).replace(['\u{a0}', '\u{202f}'], " ");
        assert_eq!(told, "Il manque 12 340,00 € : la ligne « Tiers-lieux » dispose de 1 000,00 € en 2026.");
    }
}

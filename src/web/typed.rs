//! What people type, read into values, and the sentence they are told when it cannot be. One implementation per value.

use entity::values::{ClockError, Day, Email, Instant, Money, MoneyError, ParisDateTime, Rate, Siret, SiretError, Year};

/// A value that people type.
pub trait Typed: Sized {
    /// Reads what was typed, already trimmed.
    ///
    /// # Errors
    /// What is wrong and what would be right, in one French sentence.
    fn read(typed: &str) -> Result<Self, String>;
}

impl Typed for Money {
    fn read(typed: &str) -> Result<Self, String> {
        Self::parse(typed).map_err(|error| {
            match error {
                MoneyError::Empty => "Indiquez un montant, par exemple 1 234,50.",
                MoneyError::NotANumber => "Le montant s’écrit en chiffres, par exemple 1 234,50.",
                MoneyError::TooManyDecimals => "Le montant doit avoir au plus deux décimales, par exemple 1 234,50.",
                MoneyError::Ambiguous => {
                    "Ce montant peut se lire de deux façons : écrivez-le à la française, par exemple 1 234,56."
                }
                MoneyError::Negative => "Le montant doit être positif, par exemple 1 234,50.",
                MoneyError::TooLarge => "Le montant compte trop de chiffres : 15 au plus, par exemple 1 234 567,89.",
                MoneyError::Grouping => "Les espaces séparent les chiffres par trois, par exemple 1 234 567,89.",
            }
            .to_owned()
        })
    }
}

impl Typed for Rate {
    fn read(typed: &str) -> Result<Self, String> {
        Self::parse(typed).map_err(|_| "Le taux est un pourcentage de 0 à 100, par exemple 45 ou 33,33.".to_owned())
    }
}

impl Typed for Siret {
    fn read(typed: &str) -> Result<Self, String> {
        Self::parse(typed).map_err(|error| {
            match error {
                SiretError::Length => "Le SIRET compte 14 chiffres, par exemple 732 829 320 00074.",
                SiretError::NotDigits => "Le SIRET ne contient que des chiffres, par exemple 732 829 320 00074.",
                SiretError::Checksum => "Ce SIRET contient une erreur de frappe : sa clé de contrôle ne correspond pas. Vérifiez-le sur votre avis de situation.",
            }
            .to_owned()
        })
    }
}

impl Typed for Email {
    fn read(typed: &str) -> Result<Self, String> {
        Self::parse(typed).map_err(|_| "L’adresse électronique s’écrit par exemple prenom.nom@exemple.fr.".to_owned())
    }
}

impl Typed for Day {
    fn read(typed: &str) -> Result<Self, String> {
        Self::parse(typed).map_err(|_| "La date s’écrit jour, mois, année, par exemple 02/03/2026.".to_owned())
    }
}

impl Typed for Year {
    fn read(typed: &str) -> Result<Self, String> {
        Self::parse(typed).map_err(|_| "L’année s’écrit en quatre chiffres, de 2000 à 2100, par exemple 2026.".to_owned())
    }
}

/// A moment typed as a wall clock in Paris, to the minute.
impl Typed for Instant {
    fn read(typed: &str) -> Result<Self, String> {
        let wall =
            ParisDateTime::parse(typed).map_err(|_| "La date et l’heure s’écrivent par exemple 02/03/2026 12:00.".to_owned())?;
        wall.to_instant().map_err(|error| match error {
            ClockError::DoesNotExist => {
                "Cette heure n’existe pas : cette nuit-là, les horloges passent de 2 h à 3 h. Choisissez une heure avant 2 h ou à partir de 3 h.".to_owned()
            }
            ClockError::ExistsTwice => {
                "Cette heure existe deux fois : cette nuit-là, les horloges reviennent de 3 h à 2 h. Choisissez une heure avant 2 h ou à partir de 3 h."
                    .to_owned()
            }
            ClockError::Day(_) | ClockError::NotAnHour => "La date et l’heure s’écrivent par exemple 02/03/2026 12:00.".to_owned(),
        })
    }
}

impl Typed for u32 {
    fn read(typed: &str) -> Result<Self, String> {
        typed
            .replace([' ', '\u{a0}', '\u{202f}'], "")
            .parse()
            .map_err(|_| "Indiquez un nombre entier, par exemple 12.".to_owned())
    }
}

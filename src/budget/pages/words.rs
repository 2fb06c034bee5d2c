//! The French of budgets.

use entity::values::{Book, BudgetLineId, Journal, Money, PaymentState, Stage, Year};

use super::super::rules::{Refusal, figure::Figure};
use crate::web::urls;

/// What a form does to the money of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The law opens money.
    Opening,
    /// What was opened and is free is given up.
    GivingUp,
    /// Money is handed to a line below.
    Delegation,
    /// Money is held back.
    Freeze,
    /// Money held back is let go.
    Thaw,
    /// What a wave has reserved goes back to the line above.
    Release,
}

impl Kind {
    /// From which stage to which.
    pub(super) fn stages(self) -> (Stage, Stage) {
        match self {
            Self::Opening => (Stage::Opened, Stage::Available),
            Self::GivingUp => (Stage::Available, Stage::Opened),
            Self::Delegation => (Stage::Available, Stage::Available),
            Self::Freeze => (Stage::Available, Stage::Frozen),
            Self::Thaw => (Stage::Frozen, Stage::Available),
            Self::Release => (Stage::Reserved, Stage::Available),
        }
    }

    /// The books in which it can be done: only authority is reserved.
    pub(super) fn books(self) -> &'static [Book] {
        match self {
            Self::Release => &[Book::Ae],
            Self::Opening | Self::GivingUp | Self::Delegation | Self::Freeze | Self::Thaw => Book::ALL,
        }
    }

    /// Its name.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Opening => "Ouverture de crédits",
            Self::GivingUp => "Annulation de crédits",
            Self::Delegation => "Délégation de crédits",
            Self::Freeze => "Gel de crédits",
            Self::Thaw => "Dégel de crédits",
            Self::Release => "Libération de la réserve",
        }
    }

    /// What its button says.
    pub(super) fn verb(self) -> &'static str {
        match self {
            Self::Opening => "Ouvrir les crédits",
            Self::GivingUp => "Annuler les crédits",
            Self::Delegation => "Déléguer les crédits",
            Self::Freeze => "Geler les crédits",
            Self::Thaw => "Dégeler les crédits",
            Self::Release => "Libérer la réserve",
        }
    }

    /// What it is for.
    pub(super) fn purpose(self) -> &'static str {
        match self {
            Self::Opening => "Une ouverture inscrit sur la ligne les crédits votés pour un exercice.",
            Self::GivingUp => {
                "Une annulation retire de la ligne des crédits qui y avaient été ouverts et qui sont encore disponibles."
            }
            Self::Delegation => "Une délégation confie à une ligne rattachée des crédits disponibles ici.",
            Self::Freeze => {
                "Un gel met de côté des crédits disponibles : personne ne peut les déléguer, les réserver ni les payer avant leur dégel."
            }
            Self::Thaw => "Un dégel rend de nouveau disponibles des crédits gelés sur la ligne.",
            Self::Release => "Une libération rend à la ligne du dessus ce que la vague avait réservé et n’a pas engagé.",
        }
    }
}

/// Where the form of a movement is.
pub(super) fn movement_url(kind: Kind, line: BudgetLineId) -> String {
    match kind {
        Kind::Opening => urls::open_budget(line),
        Kind::GivingUp => urls::give_up_budget(line),
        Kind::Delegation => urls::delegate(line),
        Kind::Freeze => urls::freeze_budget(line),
        Kind::Thaw => urls::thaw_budget(line),
        Kind::Release => urls::release_reservation(line),
    }
}

/// What was done; `to` is the line that received.
pub(super) fn done(kind: Kind, amount: Money, book: Book, year: Year, to: &str) -> String {
    let book = short_book(book);
    match kind {
        Kind::Opening => format!("{amount} ouverts en {book} {year}"),
        Kind::GivingUp => format!("{amount} annulés en {book} {year}"),
        Kind::Delegation => format!("{amount} délégués à « {to} » en {book} {year}"),
        Kind::Freeze => format!("{amount} gelés en {book} {year}"),
        Kind::Thaw => format!("{amount} dégelés en {book} {year}"),
        Kind::Release => format!("{amount} rendus à « {to} » en {book} {year}"),
    }
}

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
        Figure::Transferred => "Viré",
        Figure::CarriedOver => "Reporté",
        Figure::Frozen => "Gelé",
        Figure::Reserved => "Réservé",
        Figure::Committed => "Engagé",
        Figure::Settled => "Soldé",
        Figure::Due => "À payer",
        Figure::Ordered => "Ordonnancé",
        Figure::Paid => "Payé",
        Figure::ToRecover => "À recouvrer",
        Figure::Recovered => "Recouvré",
        Figure::Lapsed => "Tombé",
        Figure::Available => "Disponible",
    }
}

/// A figure, in an address.
pub(super) fn figure_key(figure: Figure) -> &'static str {
    match figure {
        Figure::Opened => "ouvert",
        Figure::Received => "recu",
        Figure::Delegated => "delegue",
        Figure::Transferred => "vire",
        Figure::CarriedOver => "reporte",
        Figure::Frozen => "gele",
        Figure::Reserved => "reserve",
        Figure::Committed => "engage",
        Figure::Settled => "solde",
        Figure::Due => "a-payer",
        Figure::Ordered => "ordonnance",
        Figure::Paid => "paye",
        Figure::ToRecover => "a-recouvrer",
        Figure::Recovered => "recouvre",
        Figure::Lapsed => "tombe",
        Figure::Available => "disponible",
    }
}

/// How far money has gone.
pub(super) fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Opened => "ouvert",
        Stage::Available => "disponible",
        Stage::Frozen => "gelé",
        Stage::Reserved => "réservé",
        Stage::Committed => "engagé",
        Stage::Settled => "soldé",
        Stage::Due => "à payer",
        Stage::Ordered => "ordonnancé",
        Stage::Paid => "payé",
        Stage::ToRecover => "à recouvrer",
        Stage::Recovered => "recouvré",
        Stage::Lapsed => "tombé",
    }
}

/// How far a payment has gone.
pub(super) fn payment_state(state: PaymentState) -> &'static str {
    match state {
        PaymentState::Certified => "certifié",
        PaymentState::Ordered => "ordonnancé",
        PaymentState::Paid => "payé",
        PaymentState::Cancelled => "annulé",
    }
}

/// The colour of that.
pub(super) fn payment_badge(state: PaymentState) -> &'static str {
    match state {
        PaymentState::Certified => "new",
        PaymentState::Ordered => "info",
        PaymentState::Paid => "success",
        PaymentState::Cancelled => "neutral",
    }
}

/// Who signs next.
pub(super) fn next_signature(state: PaymentState) -> &'static str {
    match state {
        PaymentState::Certified => "Le responsable du programme doit l’ordonnancer.",
        PaymentState::Ordered => "Le comptable doit le payer, ou le rejeter.",
        PaymentState::Paid => "Rien ne reste à faire.",
        PaymentState::Cancelled => "Rien ne reste à faire : ses crédits ont été rendus.",
    }
}

/// The title of the payments that wait in a state, and what is said when there is none.
pub(super) fn queue(state: PaymentState) -> (&'static str, &'static str) {
    match state {
        PaymentState::Certified => ("À ordonnancer", "Aucun service fait n’attend d’ordonnancement."),
        PaymentState::Ordered => ("À payer", "Aucun paiement ordonnancé n’attend le comptable."),
        PaymentState::Paid => ("Payés", "Aucun paiement n’a été fait."),
        PaymentState::Cancelled => ("Annulés", "Aucun paiement n’a été annulé."),
    }
}

/// The sort of an entry.
pub(super) fn journal(journal: Journal) -> &'static str {
    match journal {
        Journal::Opening => "Ouverture",
        Journal::Delegation => "Délégation",
        Journal::Reallocation => "Virement",
        Journal::Freeze => "Gel",
        Journal::Reservation => "Réservation",
        Journal::Commitment => "Engagement",
        Journal::Certification => "Liquidation",
        Journal::PaymentOrder => "Ordonnancement",
        Journal::Payment => "Paiement",
        Journal::Recovery => "Recouvrement",
        Journal::YearEnd => "Clôture",
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
        Refusal::InsufficientThen { day, available, .. } => {
            format!("La ligne « {line} » n’aurait eu que {available} le {} : choisissez une date comptable plus récente, ou un montant inférieur.", day.in_words())
        }
        Refusal::DayAhead { today } => {
            format!("Une écriture ne compte pas avant d’être passée : choisissez une date comptable jusqu’au {}.", today.in_words())
        }
        Refusal::YearClosed(year) => {
            format!("L’exercice {year} est clos : choisissez une date et un exercice ouverts.")
        }
        Refusal::LineClosed(code) => {
            format!("La ligne {code} est fermée : plus rien ne s’y enregistre. Rouvrez-la, ou choisissez-en une autre.")
        }
        Refusal::AcrossBooks => {
            "Les autorisations d’engagement et les crédits de paiement ne se mêlent pas : choisissez le même livre des deux côtés."
                .to_owned()
        }
        Refusal::AcrossYears => "Des crédits ne changent d’exercice que par la clôture, sur leur propre ligne.".to_owned(),
        Refusal::EarmarkOverrun { name, left, .. } => {
            format!("La part réservée à « {name} » ne laisse plus que {left} : saisissez un montant inférieur ou égal.")
        }
        Refusal::NoSuchEarmark => "Cette part réservée n’existe pas sur la ligne. Choisissez-en une dans la liste.".to_owned(),
        Refusal::NotReversible(kind) => not_reversible(*kind).to_owned(),
        Refusal::ReversedAlready(entry) => {
            format!("Cette écriture a déjà été contre-passée, par l’écriture {entry} : on ne l’annule pas deux fois.")
        }
        Refusal::BeyondCommitment { left, .. } => {
            format!("C’est plus que ce qu’il reste de l’engagement : {left} au plus. Saisissez un montant inférieur ou égal.")
        }
        Refusal::BeyondOpening { opened, .. } => {
            format!("La ligne « {line} » n’a que {opened} ouverts en {year} : on ne peut pas en annuler davantage.")
        }
        Refusal::NoSuchStep { state, .. } => {
            format!("Ce paiement est déjà {} : relisez sa fiche avant d’aller plus loin.", payment_state(*state))
        }
        Refusal::OwnOrder => {
            "Vous avez ordonnancé ce paiement : une autre personne doit le payer (séparation de l’ordonnateur et du comptable)."
                .to_owned()
        }
        Refusal::NoSuchYear => "L’horloge du service ne donne pas un exercice connu : prévenez l’administrateur.".to_owned(),
        Refusal::NotAbove => "Choisissez la ligne de l’engagement, ou une ligne placée au-dessus d’elle.".to_owned(),
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

/// What to do instead of reversing such an entry.
fn not_reversible(kind: Journal) -> &'static str {
    match kind {
        Journal::Reservation => "Une réservation se libère depuis la ligne de la vague.",
        Journal::Commitment => "Un engagement se modifie depuis sa fiche : désengagement ou avenant.",
        Journal::Certification | Journal::PaymentOrder => "Un paiement s’annule ou se rejette depuis sa fiche.",
        Journal::Payment => "Un paiement effectué se reprend par un ordre de reversement, depuis la fiche de l’engagement.",
        Journal::Recovery => "Un reversement s’annule depuis la fiche de l’engagement.",
        Journal::YearEnd => "La clôture d’un exercice ne se contre-passe pas.",
        Journal::Reversal => "Une contre-passation ne se contre-passe pas : enregistrez de nouveau l’opération.",
        Journal::Opening | Journal::Delegation | Journal::Reallocation | Journal::Freeze => "Cette écriture se contre-passe.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

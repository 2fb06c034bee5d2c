//! The French of what the ledger refuses: what is wrong, where, and what would be right.

use entity::values::Journal;

use super::{
    super::rules::Refusal,
    words::{payment_state, repayment_state},
};

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
        Refusal::EarmarkTaken { name, amount } => {
            format!("« {name} » a déjà une part de {amount} sur cette ligne : donnez un autre nom à la nouvelle.")
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
        Refusal::NoSuchClaimStep(state) => {
            format!("Ce reversement est déjà {} : relisez sa fiche avant d’aller plus loin.", repayment_state(*state))
        }
        Refusal::OwnClaim => {
            "Vous avez demandé ce reversement : une autre personne doit en constater l’encaissement (séparation de l’ordonnateur et du comptable)."
                .to_owned()
        }
        Refusal::BeyondPaid { left, .. } => {
            format!("Seul ce qui a été payé se reverse : {left} au plus. Saisissez un montant inférieur ou égal.")
        }
        Refusal::NotASchedule { most } => {
            format!("Un échéancier compte de 1 à {most} échéances d’un centime au moins, espacées d’un mois au moins.")
        }
        Refusal::PaymentsUnderWay(amount) => {
            format!("{amount} sont certifiés ou ordonnancés et pas encore payés : faites-les payer, ou annulez ces paiements, avant d’aller plus loin.")
        }
        Refusal::SettledAlready => "Cet engagement est déjà soldé : il n’y reste rien à faire.".to_owned(),
        Refusal::BeyondLeft { available, .. } => {
            format!("La ligne n’a plus que {available} : on ne peut pas en reporter davantage.")
        }
        Refusal::BeyondCarryOver { limit, asked } => {
            format!("Les reports demandés font {asked}, plus que les {limit} que la loi permet : réduisez-les.")
        }
        Refusal::YearNotOver(year) => format!("L’exercice {year} n’est pas fini : il se clôt à partir du 1er janvier suivant."),
        Refusal::NoYearToClose => "Aucun exercice n’attend d’être clos.".to_owned(),
        Refusal::LineHolds(amount) => {
            format!("La ligne « {line} » porte encore {amount} : virez-les, rendez-les ou soldez les engagements avant de la fermer.")
        }
        Refusal::LineInTheWay(code) => {
            format!("Commencez par la ligne {code} : une ligne se ferme après celles qui lui sont rattachées, et se rouvre après celle du dessus.")
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
        Refusal::Below => "Une ligne rattachée reçoit ses crédits par délégation. Choisissez une autre ligne.".to_owned(),
        Refusal::NotYours(code) => {
            format!("Vous n’êtes pas responsable de la ligne {code} : choisissez une ligne dont vous l’êtes.")
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

/// The field of a form that moves money that a refusal is about.
pub(super) fn field(refusal: &Refusal) -> &'static str {
    use Refusal as R;
    if matches!(refusal, R::NotBelow | R::Below | R::NotYours(_) | R::NoSuchLine | R::LineClosed(_)) {
        "to"
    } else if matches!(refusal, R::DayAhead { .. } | R::InsufficientThen { .. }) {
        "day"
    } else if matches!(refusal, R::YearClosed(_)) {
        "year"
    } else if matches!(refusal, R::NoSuchEarmark) {
        "earmark"
    } else {
        "amount"
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
    use entity::values::Money;

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

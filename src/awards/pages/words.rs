//! The French of decisions: refusals, flaws, outcomes.

use entity::values::{AwardOutcome, DecisionState};

use super::super::{
    actions::AwardError,
    rules::{Refusal, proposal::Flaw},
};
use crate::budget;

/// What a person is told when a decision does not move on.
pub(super) fn refused(error: &AwardError) -> String {
    match error {
        AwardError::Refused(refusal) => self::refusal(refusal),
        AwardError::Budget(budget::Refusal::Insufficient { available, missing, .. }) => {
            format!("Il manque {missing} : l’enveloppe réservée ne dispose plus que de {available}. Rien n’a été enregistré.")
        }
        AwardError::Budget(refusal) => format!("Le budget refuse un engagement ({refusal}). Rien n’a été enregistré."),
        AwardError::Dossier(error) => format!("Un dossier a changé entre-temps ({error}). Rien n’a été enregistré."),
        AwardError::Store(_) => "La décision a changé entre-temps. Rien n’a été enregistré.".to_owned(),
    }
}

/// What a person is told when a rule refuses.
pub(super) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::StillOpen(closes_at) => {
            format!("Des dossiers peuvent encore arriver jusqu’au {} : la décision se prépare ensuite.", closes_at.in_words())
        }
        Refusal::NothingToDecide => "Aucun dossier recevable : il n’y a rien à décider.".to_owned(),
        Refusal::NotPrepared => "Aucune décision n’est préparée : commencez par là.".to_owned(),
        Refusal::Flawed(flaws) => match flaws.as_slice() {
            [(_, flaw)] => self::flaw(*flaw),
            several => format!("{} propositions sont à corriger.", several.len()),
        },
        Refusal::NotTheseDossiers(_) => {
            "Les dossiers recevables ont changé depuis que la décision a été préparée : reprenez-la.".to_owned()
        }
        Refusal::Unexamined(1) => "La recevabilité d’un dossier déposé n’a pas été examinée : faites-le avant de signer.".to_owned(),
        Refusal::Unexamined(several) => {
            format!("La recevabilité de {several} dossiers déposés n’a pas été examinée : faites-le avant de signer.")
        }
        Refusal::RankingChanged => {
            "Le classement a changé depuis que la décision a été préparée, parce qu’une évaluation est arrivée ou qu’un juré s’est déporté : reprenez la décision.".to_owned()
        }
        Refusal::OverEnvelope { envelope, total, missing } => {
            format!("Il manque {missing} : les aides attribuées font {total}, et l’enveloppe est de {envelope}. Rien n’a été enregistré.")
        }
        Refusal::NoCapacity => "Indiquez en quelle qualité vous signez, par exemple « responsable du programme ».".to_owned(),
        Refusal::OwnDossiers(_) => {
            "Vous portez un dossier de cette vague, ou appartenez à une structure candidate : une autre personne doit signer la décision.".to_owned()
        }
        Refusal::NotSigned => "La décision n’est pas encore signée.".to_owned(),
        Refusal::AlreadySigned => "La décision est signée : elle ne change plus.".to_owned(),
        Refusal::AlreadyPublished => "La décision est déjà publiée.".to_owned(),
        Refusal::NoBudgetLine => "Cette vague n’a pas de ligne budgétaire : rien ne peut être engagé.".to_owned(),
    }
}

/// What is wrong with a proposal, and what would be right.
pub(super) fn flaw(flaw: Flaw) -> String {
    match flaw {
        Flaw::NoAmount => "Indiquez l’aide attribuée, par exemple 1 234,50.".to_owned(),
        Flaw::AmountWithoutAward => "Seul un lauréat reçoit une aide : effacez le montant ou choisissez « Lauréat ».".to_owned(),
        Flaw::AboveAsked(asked) => format!("L’aide dépasse ce qui est demandé : {asked} au plus."),
        Flaw::BelowMinimum(min) => format!("L’aide est inférieure au minimum de l’appel : {min} au moins."),
        Flaw::AboveMaximum(max) => format!("L’aide dépasse le maximum de l’appel : {max} au plus."),
        Flaw::AboveRate(rate, ceiling) => format!("L’aide dépasse {rate} des dépenses : {ceiling} au plus."),
        Flaw::NoReasons => "Donnez les motifs du refus : le candidat les lira.".to_owned(),
    }
}

/// An outcome, as people say it.
pub(super) fn outcome(outcome: AwardOutcome) -> &'static str {
    match outcome {
        AwardOutcome::Laureate => "Lauréat",
        AwardOutcome::Reserve => "Liste complémentaire",
        AwardOutcome::Refused => "Non retenu",
    }
}

/// The badge of an outcome.
pub(super) fn badge(outcome: AwardOutcome) -> &'static str {
    match outcome {
        AwardOutcome::Laureate => "success",
        AwardOutcome::Reserve => "info",
        AwardOutcome::Refused => "neutral",
    }
}

/// Where a decision stands: the badge and the word.
pub(super) fn state(state: Option<DecisionState>) -> (&'static str, &'static str) {
    match state {
        None => ("neutral", "À préparer"),
        Some(DecisionState::Draft) => ("info", "En préparation"),
        Some(DecisionState::Signed) => ("warning", "Signée, à publier"),
        Some(DecisionState::Published) => ("success", "Publiée"),
    }
}

/// « 20 dossiers sur 300 sont préparés. »
pub(super) fn progress(prepared: usize, dossiers: usize) -> String {
    match prepared {
        0 => format!("Aucun dossier sur {dossiers} n’est encore préparé."),
        1 => format!("1 dossier sur {dossiers} est préparé."),
        several => format!("{several} dossiers sur {dossiers} sont préparés."),
    }
}

/// The comments of jurors that are too long to be proposed as reasons with the others; nothing when there are none.
pub(super) fn left_out(comments: usize) -> String {
    match comments {
        0 => String::new(),
        1 => "Un commentaire de juré, trop long, n’est pas repris ici.".to_owned(),
        several => format!("{several} commentaires de jurés, trop longs, ne sont pas repris ici."),
    }
}

/// The reviews still to come, beside a dossier: « 2 à rendre ».
pub(super) fn missing(reviews: usize) -> String {
    format!("{reviews}\u{a0}à rendre")
}

//! What dossiers say to people: states, faults, obstacles, refusals.

use entity::values::{DossierState, Instant, Money, Reference};

use super::super::rules::{
    LONGEST_TITLE, Refusal,
    examination::LONGEST_REASON,
    files::{FileRefusal, MOST_FILES, size_in_words},
    form::AnswerFault,
    plan::{AidFault, AidTerms, MOST_EXPENSES, PlanRefusal},
    submission::Obstacle,
};
use crate::web::{Failure, Typed, urls};

/// A state, as a badge: its kind and its words.
pub(super) fn state(state: DossierState) -> (&'static str, &'static str) {
    match state {
        DossierState::Draft => ("warning", "Brouillon, non déposé"),
        DossierState::Submitted => ("info", "Déposé"),
        DossierState::Eligible => ("info", "Recevable"),
        DossierState::Ineligible => ("error", "Non recevable"),
        DossierState::Laureate => ("success", "Lauréat"),
        DossierState::Reserve => ("info", "Liste complémentaire"),
        DossierState::Refused => ("neutral", "Non retenu"),
        DossierState::Withdrawn => ("neutral", "Retiré"),
    }
}

/// What is wrong with an answer, and what would be right.
pub(super) fn fault(fault: AnswerFault, typed: &str) -> String {
    match fault {
        AnswerFault::TooLong { length, longest } => {
            format!(
                "Cette réponse compte {length} caractères ; {longest} sont possibles au plus. Retirez-en {}.",
                length - longest
            )
        }
        AnswerFault::Invisible => {
            "Ce texte contient des caractères invisibles qui ne peuvent pas être gardés. Collez-le sans mise en forme.".to_owned()
        }
        AnswerFault::NotAnAmount => <Money as Typed>::read(typed).err().unwrap_or_default(),
        AnswerFault::NotAWholeNumber => "Indiquez un nombre entier, par exemple 12.".to_owned(),
        AnswerFault::NotADay => "La date s’écrit jour, mois, année, par exemple 02/03/2026.".to_owned(),
        AnswerFault::NotAChoice => "Choisissez une des réponses proposées.".to_owned(),
        AnswerFault::NotYesOrNo => "Répondez par oui ou par non.".to_owned(),
    }
}

/// What is wrong with the aid asked for.
pub(super) fn aid(fault: AidFault, terms: &AidTerms) -> String {
    match fault {
        AidFault::NoExpense => "Le plan de financement n’a encore aucune dépense.".to_owned(),
        AidFault::NoAid => "L’aide demandée n’est pas indiquée.".to_owned(),
        AidFault::AboveRate { ceiling } => {
            format!("L’aide demandée dépasse {} des dépenses : {ceiling} au plus pour les dépenses indiquées.", terms.max_rate)
        }
        AidFault::BelowMinimum => format!("L’aide demandée est inférieure au minimum de cet appel : {} au moins.", terms.min),
        AidFault::AboveMaximum => format!("L’aide demandée dépasse le maximum de cet appel : {} au plus.", terms.max),
    }
}

/// Why a plan cannot be kept.
pub(super) fn plan(refusal: PlanRefusal) -> String {
    match refusal {
        PlanRefusal::TooManyLines(lines) => {
            format!(
                "Le plan compte {lines} lignes ; {MOST_EXPENSES} sont possibles au plus. Regroupez les dépenses de même nature."
            )
        }
        PlanRefusal::TooLarge => "Le total des dépenses est trop grand pour être calculé. Vérifiez les montants.".to_owned(),
    }
}

/// Why a file cannot be joined; it is called by its name.
pub(super) fn file(refusal: &FileRefusal, name: &str) -> String {
    match refusal {
        FileRefusal::Empty => {
            format!("« {name} » est vide. Vérifiez le fichier sur votre ordinateur, puis joignez-le de nouveau.")
        }
        FileRefusal::TooLarge { most } => {
            format!(
                "« {name} » est trop volumineux : {} au plus pour cet appel. Réduisez les images ou séparez-le en plusieurs fichiers.",
                size_in_words(*most)
            )
        }
        FileRefusal::WrongKind => {
            format!(
                "« {name} » n’est pas d’un format accepté, quel que soit son nom : PDF, PNG, JPEG, OpenDocument ou Office (docx, xlsx)."
            )
        }
        FileRefusal::Infected { threat } => {
            format!(
                "« {name} » est refusé : l’antivirus y reconnaît « {threat} ». Il n’a pas été gardé. Analysez votre ordinateur."
            )
        }
        FileRefusal::TooMany => {
            format!("« {name} » n’a pas été joint : un dossier contient {MOST_FILES} pièces au plus. Retirez-en une d’abord.")
        }
    }
}

/// Something that stands in the way, and where it is mended; no address when nothing can be done.
pub(super) fn obstacle(obstacle: &Obstacle, reference: &Reference, terms: &AidTerms) -> (String, String) {
    match obstacle {
        Obstacle::NotOpenYet(opens_at) => (not_open_yet(*opens_at), String::new()),
        Obstacle::Closed(closed_at) => (closed(*closed_at), String::new()),
        Obstacle::Missing { label, is_file: true, .. } => {
            (format!("Pièce à joindre : « {label} »."), urls::dossier_files(reference))
        }
        Obstacle::Missing { label, section, .. } => {
            (format!("Réponse à donner : « {label} »."), urls::dossier_section(reference, section))
        }
        Obstacle::Wrong { label, section, fault: wrong } => {
            (format!("Réponse à corriger : « {label} ». {}", fault(*wrong, "")), urls::dossier_section(reference, section))
        }
        Obstacle::Plan(refusal) => (plan(*refusal), urls::dossier_plan(reference)),
        Obstacle::Aid(wrong) => (aid(*wrong, terms), urls::dossier_plan(reference)),
    }
}

/// A rule refuses: a page that says why, and leads on.
pub(super) fn refused(refusal: &Refusal, forward_label: &str, forward_url: String) -> Failure {
    Failure::refused("Cette action n’est pas possible", sentence(refusal), forward_label, forward_url)
}

/// Why a rule refuses, in one sentence.
pub(super) fn sentence(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotOpenYet(opens_at) => not_open_yet(*opens_at),
        Refusal::Closed(closed_at) => closed(*closed_at),
        Refusal::NotYourOrganisation => "Choisissez une de vos structures, ou ajoutez-en une.".to_owned(),
        Refusal::TitleMissing => {
            "Donnez un nom à votre projet, par exemple « Télésuivi des patients insuffisants cardiaques ».".to_owned()
        }
        Refusal::TitleTooLong(length) => format!("Ce nom compte {length} caractères ; {LONGEST_TITLE} sont possibles au plus."),
        Refusal::Step(step) => format!(
            "Ce dossier est dans l’état « {} » : cette étape est passée, ou n’est pas encore possible.",
            state(step.state).1
        ),
        Refusal::NoLongerDraft => {
            "Ce dossier est déposé : il ne change plus. Vous pouvez le relire et retrouver son accusé de réception.".to_owned()
        }
        Refusal::UnknownQuestion => "Le formulaire de cet appel ne pose pas cette question. Rechargez la page.".to_owned(),
        Refusal::Plan(refusal) => plan(*refusal),
        Refusal::File(refusal) => file(refusal, "Ce fichier"),
        Refusal::Obstacles(obstacles) => {
            format!("Il reste {} à compléter ou à corriger avant de déposer.", points(obstacles.len()))
        }
        Refusal::OwnDossier => {
            "Vous portez ce dossier, ou appartenez à la structure candidate : une autre personne doit l’examiner.".to_owned()
        }
        Refusal::CapacityMissing => {
            "Indiquez en quelle qualité vous décidez, par exemple « chef du bureau des appels à projets ».".to_owned()
        }
        Refusal::DecisionPrepared => {
            "La décision de la vague est préparée : les dossiers qu’elle écarte ne s’examinent plus de nouveau.".to_owned()
        }
        Refusal::ReasonMissing => "Dites pourquoi, en quelques mots : le candidat lira ce motif.".to_owned(),
        Refusal::ReasonTooLong(length) => {
            format!("Ce motif compte {length} caractères ; {LONGEST_REASON} sont possibles au plus.")
        }
    }
}

/// « 1 point », « 3 points ».
pub(super) fn points(count: usize) -> String {
    format!("{count} point{}", if count > 1 { "s" } else { "" })
}

fn not_open_yet(opens_at: Instant) -> String {
    format!("L’appel ouvre le {} (heure de Paris).", opens_at.in_words())
}

fn closed(closed_at: Instant) -> String {
    format!("L’appel a fermé le {} (heure de Paris).", closed_at.in_words())
}

//! The French of juries: refusals, progress, marks.

use entity::{
    criterion,
    values::{DossierId, JurorId},
};

use super::super::{
    actions::JuryRoom,
    rules::{Obstacle, Refusal, score::Mark, score::Weighted, score::displayed_score},
};

/// What a person is told when a rule refuses.
pub(super) fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::InvitedAlready => {
            "Cette personne a déjà été invitée à ce jury. Attendez sa réponse, ou invitez une autre adresse.".to_owned()
        }
        Refusal::Undeclared(dossiers) => match dossiers.len() {
            1 => "Un dossier attend encore votre déclaration.".to_owned(),
            several => format!("{several} dossiers attendent encore votre déclaration."),
        },
        Refusal::Assignment { why, .. } => obstacle(*why).to_owned(),
        Refusal::HandedIn => "Cette évaluation a été rendue : elle ne change plus.".to_owned(),
        Refusal::NoLongerJudged => {
            "Ce dossier n’est plus à évaluer : la décision a été prise, ou le dossier a été retiré.".to_owned()
        }
        Refusal::ForeignCriterion => "Une note porte sur un critère qui n’est pas dans la grille. Rechargez la page.".to_owned(),
        Refusal::Unscored(criteria) => match criteria.len() {
            1 => "Un critère n’est pas noté.".to_owned(),
            several => format!("{several} critères ne sont pas notés."),
        },
    }
}

/// What stands between a dossier and a juror.
pub(super) fn obstacle(why: Obstacle) -> &'static str {
    match why {
        Obstacle::NotJudged => "ce dossier n’est pas évalué par ce jury",
        Obstacle::NotAMember => "cette personne ne siège pas dans ce jury",
        Obstacle::InterestsUndeclared => "ses intérêts ne sont pas déclarés pour ce dossier",
        Obstacle::OwnDossier => "cette personne porte le dossier, ou appartient à la structure candidate",
        Obstacle::Recused => "déport déclaré",
        Obstacle::ReviewBegun => "évaluation commencée",
    }
}

/// Which pair is refused and why: « AAP-TL-V1-0002 pour Anne Martin : déport déclaré. »
pub(super) fn refused_pair(room: &JuryRoom, dossier: DossierId, juror: JurorId, why: Obstacle) -> String {
    let dossier =
        room.dossier(dossier).map_or_else(|| "Un dossier".to_owned(), |candidate| candidate.dossier.reference.to_string());
    let juror = room.member(juror).map_or_else(|| "une personne".to_owned(), |(_, person)| person.name.clone());
    format!("{dossier} pour {juror} : {}. Rien n’a été enregistré.", obstacle(why))
}

/// « 3,75 sur 5 », from marks by criterion; `None` while nothing is marked.
pub(super) fn total(grid: &[criterion::Model], mark_on: impl Fn(&criterion::Model) -> Option<i32>) -> Option<String> {
    let scores =
        grid.iter().filter_map(|criterion| Some(Weighted { weight: criterion.weight, half_points: mark_on(criterion)? }));
    Mark::of(scores).map(|mark| format!("{} sur 5", displayed_score(mark)))
}

/// A count and its word, which takes an s from two on: « 1 évaluation », « 3 évaluations ».
pub(super) fn counted(count: usize, word: &str) -> String {
    let plural = if count > 1 { "s" } else { "" };
    format!("{count}\u{a0}{word}{plural}")
}

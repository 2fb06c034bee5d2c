//! The French of accounts: refusals, passwords, roles.

use entity::values::{MailState, Role};

use super::super::rules::{Refusal, password::Weakness};
use crate::access::{Grant, Scope};

/// The rule of passwords, said before anybody types one.
pub(super) const PASSWORD_RULE: &str = "8 caractères au moins, de trois sortes parmi les minuscules, les majuscules, les chiffres et les signes ; ou une phrase de 14 caractères au moins.";

/// What a person is told when a rule refuses.
pub(super) fn refusal(refusal: Refusal) -> String {
    match refusal {
        Refusal::Password(weakness) => password(weakness).to_owned(),
        Refusal::WrongCredentials => "L’adresse ou le mot de passe ne convient pas. Vérifiez-les, ou choisissez un nouveau mot de passe.".to_owned(),
        Refusal::NotVerified => "Votre adresse n’est pas encore confirmée : suivez le lien reçu par courriel. S’il ne sert plus, choisissez un nouveau mot de passe : cela confirme aussi l’adresse.".to_owned(),
        Refusal::TooManyTries(seconds) => format!("Trop d’essais : réessayez dans {}, ou choisissez un nouveau mot de passe.", wait(seconds)),
        Refusal::TooManyLetters => "Plusieurs courriels ont déjà été demandés pour cette adresse, ou depuis votre réseau. Cherchez-les dans cette boîte, y compris parmi les indésirables, ou réessayez dans une heure.".to_owned(),
        Refusal::DeadLink => "Ce lien a déjà servi ou n’est plus valable.".to_owned(),
        Refusal::InvitedSomeoneElse => "Cette invitation est adressée à une autre personne : connectez-vous avec l’adresse qui l’a reçue.".to_owned(),
        Refusal::HeldAlready => "Cette personne a déjà ce rôle.".to_owned(),
        Refusal::LastAdministrator => "C’est le dernier administrateur : invitez-en un autre avant de retirer ce rôle.".to_owned(),
    }
}

fn password(weakness: Weakness) -> &'static str {
    match weakness {
        Weakness::TooShort => {
            "Ce mot de passe est trop court : il faut 8 caractères de trois sortes, ou une phrase de 14 caractères, par exemple « quatre mots pris au hasard »."
        }
        Weakness::TooLong => "Ce mot de passe est trop long : 200 caractères sont possibles au plus.",
        Weakness::Common => {
            "Ce mot de passe est trop répandu ou trop proche de votre nom : d’autres l’essaieraient en premier. Choisissez par exemple quatre mots pris au hasard."
        }
    }
}

fn wait(seconds: i64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, 1) => "une seconde".to_owned(),
        (0, seconds) => format!("{seconds} secondes"),
        (1, 0) => "une minute".to_owned(),
        (minutes, 0) => format!("{minutes} minutes"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

/// A role, as people say it.
pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::Applicant => "candidat",
        Role::Staff => "gestionnaire",
        Role::ProgrammeManager => "responsable de programme",
        Role::Juror => "juré",
        Role::Accountant => "comptable",
        Role::Auditor => "auditeur",
        Role::Admin => "administrateur",
    }
}

/// A role with where it holds; `place` is the name of the programme, call or dossier.
pub(super) fn held_role(grant: Grant, place: &str) -> String {
    let manages = grant.role == Role::ProgrammeManager;
    match grant.scope {
        Scope::Site => format!("{} pour tout le site", role(grant.role)),
        Scope::Programme(_) if manages => format!("responsable du programme {place}"),
        Scope::Programme(_) => format!("{} du programme {place}", role(grant.role)),
        Scope::Call(_) if manages => format!("responsable de l’appel {place}"),
        Scope::Call(_) => format!("{} de l’appel {place}", role(grant.role)),
        Scope::Dossier(_) => format!("{} du dossier {place}", role(grant.role)),
    }
}

/// The state of a mail: the kind of its badge, and its words.
pub(super) fn mail_state(state: MailState) -> (&'static str, &'static str) {
    match state {
        MailState::Queued => ("info", "À envoyer"),
        MailState::Sent => ("success", "Envoyé"),
        MailState::Failed => ("error", "Abandonné"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_said_as_people_count_it() {
        let said = [(1, "une seconde"), (20, "20 secondes"), (60, "une minute"), (90, "1 min 30 s"), (300, "5 minutes")];
        for (seconds, words) in said {
            assert_eq!(wait(seconds), words);
        }
    }
}

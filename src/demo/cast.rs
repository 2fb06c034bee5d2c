//! Who plays. Every name says that it is invented, and every address ends in `.example`, which nobody can own.

use entity::values::{Email, PersonId, Role};

use super::stage::{DemoError, Stage};
use crate::{
    access::{Grant, Scope},
    people::{self, PasswordHash},
    settings,
};

/// The password of every demo account. It opens nothing but a database made by the demo.
pub(super) const PASSWORD: &str = "Demonstration-2022";

/// One demo account.
struct Part {
    address: &'static str,
    name: &'static str,
    plays: &'static str,
    role: Option<Role>,
}

const fn part(address: &'static str, name: &'static str, plays: &'static str, role: Option<Role>) -> Part {
    Part { address, name, plays, role }
}

/// One account per role. Jurors get theirs by invitation, applicants by their dossiers.
const PARTS: [Part; 9] = [
    part("administration@guichet.example", "Ada Fictive", "administration", Some(Role::Admin)),
    part("responsable@guichet.example", "Rachel Fictive", "responsable de programme", Some(Role::ProgrammeManager)),
    part("gestion@guichet.example", "Gaël Fictif", "gestionnaire", Some(Role::Staff)),
    part("comptable@guichet.example", "Côme Fictif", "comptable", Some(Role::Accountant)),
    part("audit@guichet.example", "Aude Fictive", "auditrice", Some(Role::Auditor)),
    part("jury1@guichet.example", "Jeanne Fictive", "jurée", None),
    part("jury2@guichet.example", "Jules Fictif", "juré", None),
    part("jury3@guichet.example", "Joëlle Fictive", "jurée", None),
    part("candidate@guichet.example", "Camille Fictive", "candidate", None),
];

/// How many people carry the invented candidatures, besides the account of the demo.
const BEARERS: usize = 24;

/// Everybody, once they have an account.
pub(super) struct Cast {
    pub(super) manager: PersonId,
    pub(super) staff: PersonId,
    pub(super) accountant: PersonId,
    pub(super) jurors: Vec<(PersonId, Email)>,
    pub(super) candidate: PersonId,
    pub(super) bearers: Vec<PersonId>,
}

/// The accounts of the demo, for whoever starts it.
#[must_use]
pub fn accounts_in_words() -> String {
    let lines = PARTS.iter().map(|part| format!("  {:<32} {}", part.address, part.plays));
    let lines: Vec<String> = lines.collect();
    format!("Comptes de démonstration, mot de passe {PASSWORD} :\n{}\n", lines.join("\n"))
}

/// Opens the accounts, in a database that says from that moment on that it is the demo's. Slow hashing is done once: they
/// all have the same password.
pub(super) async fn assemble(stage: &Stage) -> Result<Cast, DemoError> {
    let password =
        PasswordHash::of(PASSWORD, &stage.randomness.bytes()).ok_or(DemoError::said("le mot de passe n’a pas pu être haché"))?;
    let tx = stage.begin(None).await?;
    settings::begin_demo(&tx).await?;
    let mut people = Vec::new();
    for part in &PARTS {
        let person = account(&tx, part.address, part.name, &password).await?;
        if let Some(role) = part.role {
            people::actions::grant_role(&tx, person, Grant { role, scope: Scope::Site }).await?;
        }
        people.push((person, address(part.address)?));
    }
    let mut bearers = Vec::new();
    for number in 1..=BEARERS {
        let (address, name) = (format!("porteur{number:02}@guichet.example"), format!("Personne fictive n°\u{a0}{number:02}"));
        bearers.push(account(&tx, &address, &name, &password).await?);
    }
    tx.commit().await?;
    Ok(Cast {
        manager: people[1].0,
        staff: people[2].0,
        accountant: people[3].0,
        jurors: people[5..8].to_vec(),
        candidate: people[8].0,
        bearers,
    })
}

async fn account(tx: &crate::db::Tx, at: &str, name: &str, password: &PasswordHash) -> Result<PersonId, DemoError> {
    let person = people::actions::create_account(tx, &address(at)?, name, password, true).await?;
    Ok(person.ok_or_else(|| DemoError::said(format!("{at} a déjà un compte")))?.id)
}

fn address(text: &str) -> Result<Email, DemoError> {
    Email::parse(text).map_err(|_| DemoError::said(format!("{text} n’est pas une adresse")))
}

//! What the machine refuses, in French: its own sentences are English, and end with a number.

use std::io::{Error, ErrorKind};

/// Why the machine refused, in a few words; in its own when the refusal is a rare one.
#[must_use]
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the standard library's kinds are many and grow; these are what people run into"
)]
pub fn refusal(error: &Error) -> String {
    let words = match error.kind() {
        ErrorKind::NotFound => "ce chemin n’existe pas",
        ErrorKind::NotADirectory => "une partie de ce chemin n’est pas un dossier",
        ErrorKind::IsADirectory => "c’est un dossier",
        ErrorKind::AlreadyExists => "ce fichier existe déjà",
        ErrorKind::PermissionDenied => "l’accès est refusé",
        ErrorKind::ReadOnlyFilesystem => "le disque est en lecture seule",
        ErrorKind::StorageFull => "le disque est plein",
        ErrorKind::ConnectionRefused => "rien ne répond à cette adresse",
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => "le réseau n’y mène pas",
        ErrorKind::TimedOut => "la réponse se fait trop attendre",
        ErrorKind::AddrInUse => "un autre programme s’en sert déjà",
        ErrorKind::AddrNotAvailable => "cette machine n’a pas cette adresse",
        _ => return error.to_string(),
    };
    words.to_owned()
}

//! `guichet doctor`: what the program needs around it, checked one by one.

use std::{error::Error, fs, net::SocketAddr, time::Duration};

use lettre::{AsyncSmtpTransport, Tokio1Executor};
use tokio::{net::TcpStream, time::timeout};

use super::{CliError, connect};
use crate::{
    config::{Config, Theme},
    system,
};

const PATIENCE: Duration = Duration::from_secs(3);

/// Checks the database, the folder of files, the mail server, the antivirus and the theme; fails when one does not answer.
pub(super) async fn examine(config: &Config) -> Result<(), CliError> {
    let checks = [
        ("Base de données", database(config).await),
        ("Dossier des pièces", storage(config)),
        ("Serveur de courriel", mail(config).await),
        ("Antivirus", antivirus(config.clamd).await),
        ("Thème", theme(config)),
    ];
    for (name, outcome) in &checks {
        match outcome {
            Ok(words) => println!("✓ {name} : {words}"),
            Err(words) => println!("✗ {name} : {words}"),
        }
    }
    let failed: Vec<_> = checks.iter().filter(|(_, outcome)| outcome.is_err()).map(|(name, _)| *name).collect();
    if failed.is_empty() { Ok(()) } else { Err(CliError::said(format!("à corriger : {}", failed.join(", ")))) }
}

async fn database(config: &Config) -> Result<String, String> {
    let database = connect(config).await.map_err(|error| error.one_line())?;
    Ok(format!("{}, schéma à jour", database.engine().name()))
}

fn storage(config: &Config) -> Result<String, String> {
    let folder = &config.storage;
    let probe = folder.join(".guichet-doctor");
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&probe, b""))
        .and_then(|()| fs::remove_file(&probe))
        .map_err(|error| format!("{} : {}", folder.display(), system::refusal(&error)))?;
    Ok(format!("{} accepte l’écriture", folder.display()))
}

async fn mail(config: &Config) -> Result<String, String> {
    let Some(url) = &config.smtp_url else {
        return Ok("aucun (SMTP_URL) : les courriels restent dans la boîte d’envoi".to_owned());
    };
    let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|error| format!("SMTP_URL : {error}"))?;
    let server: AsyncSmtpTransport<Tokio1Executor> = server.build();
    match timeout(PATIENCE, server.test_connection()).await {
        Ok(Ok(true)) => Ok("répond".to_owned()),
        Ok(Ok(false)) => Err("répond, mais refuse le service".to_owned()),
        Ok(Err(error)) => Err(cause(&error)),
        Err(_) => Err("ne répond pas".to_owned()),
    }
}

/// What the machine or the server said, under the layers of the library.
fn cause(error: &lettre::transport::smtp::Error) -> String {
    let mut deepest: &dyn Error = error;
    while let Some(under) = deepest.source() {
        deepest = under;
    }
    deepest.downcast_ref().map_or_else(|| deepest.to_string(), system::refusal)
}

async fn antivirus(clamd: Option<SocketAddr>) -> Result<String, String> {
    let Some(address) = clamd else { return Ok("aucun (CLAMD) : les pièces sont marquées non analysées".to_owned()) };
    match timeout(PATIENCE, TcpStream::connect(address)).await {
        Ok(Ok(_)) => Ok(format!("{address} répond")),
        Ok(Err(error)) => Err(format!("{address} : {}", system::refusal(&error))),
        Err(_) => Err(format!("{address} ne répond pas")),
    }
}

fn theme(config: &Config) -> Result<String, String> {
    match config.theme {
        Theme::Neutral => Ok("neutre".to_owned()),
        Theme::Dsfr if fs::exists("data/dsfr/dsfr.min.css").unwrap_or(false) => Ok("dsfr".to_owned()),
        Theme::Dsfr => Err("THEME=dsfr demande « make dsfr », réservé aux services de l’État".to_owned()),
    }
}

//! `guichet doctor`: what the program needs around it, checked one by one.

use std::{fs, net::SocketAddr, time::Duration};

use tokio::{net::TcpStream, time::timeout};

use super::{CliError, connect};
use crate::config::{Config, Theme};

const PATIENCE: Duration = Duration::from_secs(3);

/// Checks the database, the folder of files, the mail server, the antivirus and the theme; fails when one does not answer.
pub(super) async fn examine(config: &Config) -> Result<(), CliError> {
    let checks = [
        ("Base de données", database(config).await),
        ("Dossier des pièces", storage(config)),
        ("Serveur de courriel", mail(config)),
        ("Antivirus", antivirus(config.clamd).await),
        ("Thème", theme(config)),
    ];
    for (name, outcome) in &checks {
        match outcome {
            Ok(words) => println!("✓ {name} : {words}"),
            Err(words) => println!("✗ {name} : {words}"),
        }
    }
    let failed = checks.iter().filter(|(_, outcome)| outcome.is_err()).count();
    if failed == 0 { Ok(()) } else { Err(CliError::said(format!("{failed} point(s) à corriger"))) }
}

async fn database(config: &Config) -> Result<String, String> {
    let database = connect(config).await.map_err(|error| error.one_line())?;
    let engine = database.engine().name();
    match database.is_up_to_date().await {
        Ok(true) => Ok(format!("{engine}, schéma à jour")),
        Ok(false) => Err(format!("{engine}, schéma à mettre à jour par « guichet migrate »")),
        Err(error) => Err(error.to_string()),
    }
}

fn storage(config: &Config) -> Result<String, String> {
    let folder = &config.storage;
    let probe = folder.join(".guichet-doctor");
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&probe, b""))
        .and_then(|()| fs::remove_file(&probe))
        .map_err(|error| error.to_string())?;
    Ok(format!("{} accepte l’écriture", folder.display()))
}

fn mail(config: &Config) -> Result<String, String> {
    match &config.smtp_url {
        None => Ok("aucun (SMTP_URL) : les courriels restent dans la boîte d’envoi".to_owned()),
        Some(url) => lettre::AsyncSmtpTransport::<lettre::Tokio1Executor>::from_url(url)
            .map(|_| "réglé".to_owned())
            .map_err(|error| format!("SMTP_URL : {error}")),
    }
}

async fn antivirus(clamd: Option<SocketAddr>) -> Result<String, String> {
    let Some(address) = clamd else { return Ok("aucun (CLAMD) : les pièces sont marquées non analysées".to_owned()) };
    match timeout(PATIENCE, TcpStream::connect(address)).await {
        Ok(Ok(_)) => Ok(format!("{address} répond")),
        Ok(Err(error)) => Err(format!("{address} : {error}")),
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

//! Settings, read once at the start from the environment or `.env`. A wrong one stops the start with its name, what was
//! read and what is allowed.

mod dot_env;
mod signing_key;

use std::{cell::RefCell, collections::BTreeSet, env, net::SocketAddr, path::PathBuf, str::FromStr};

use entity::values::Siren;
use tracing_subscriber::{EnvFilter, filter::LevelFilter};
use validator::ValidateUrl;

pub use signing_key::SigningKey;

/// Every setting. `.env.example` says what each means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// `DATABASE_URL`.
    pub database_url: String,
    /// `BIND`: where the public pages are served.
    pub bind: SocketAddr,
    /// `METRICS_BIND`: where `/metriques` is served, apart from the public address; `None` when it is not.
    pub metrics_bind: Option<SocketAddr>,
    /// `BASE_URL`: the address people type, without a slash at its end.
    pub base_url: String,
    /// `STORAGE_URL`: the folder of uploaded files.
    pub storage: PathBuf,
    /// `SMTP_URL`: the mail server; `None` keeps mails in the outbox.
    pub smtp_url: Option<String>,
    /// `MAIL_FROM`: who mails come from.
    pub mail_from: String,
    /// `CLAMD`: the antivirus, as `host:port`; `None` marks files as not scanned.
    pub clamd: Option<SocketAddr>,
    /// `THEME`.
    pub theme: Theme,
    /// `TRUSTED_PROXIES`: how many proxies of ours stand before the program and add to `X-Forwarded-For`.
    pub trusted_proxies: usize,
    /// `SERVICE_SIREN`: the number of the service that keeps the ledger, for the name of accounting files.
    pub service_siren: Option<Siren>,
    /// `SIGNING_KEY`: what signs the chain of seals; `None` when nothing is signed.
    pub signing_key: Option<SigningKey>,
    /// `RUST_LOG`: what is logged, in the words of `tracing_subscriber`.
    pub log: String,
}

/// How pages look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Our own style sheets.
    Neutral,
    /// The French State's design system, brought in by `make dsfr`.
    Dsfr,
}

/// Settings that cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongSetting {
    /// The value of one.
    #[error("réglage {name} : « {read} » ne convient pas ; {allowed}")]
    Value {
        /// Its name.
        name: &'static str,
        /// What was read.
        read: String,
        /// What would be right.
        allowed: &'static str,
    },
    /// A line of the file of settings. It may hold a password: it is not printed.
    #[error("ligne {line} de {file} : il faut NOM=valeur, ou NOM=\"valeur\" si la valeur contient des espaces")]
    Line {
        /// The file.
        file: String,
        /// The number of the line, from 1.
        line: usize,
    },
    /// The file of settings itself.
    #[error("les réglages de {file} ne se lisent pas : {cause}")]
    File {
        /// The file.
        file: String,
        /// What the machine says.
        cause: String,
    },
}

impl Config {
    /// Reads the settings from `.env` in the current folder, and from the environment, which wins. Gives besides the
    /// names in `.env` that no setting has: a misspelt one would be lost in silence.
    ///
    /// # Errors
    /// The first setting or line that cannot be used.
    pub fn from_env() -> Result<(Self, Vec<String>), WrongSetting> {
        let file = dot_env::read(".env")?;
        let asked = RefCell::new(BTreeSet::new());
        #[expect(clippy::disallowed_methods, reason = "this is where settings are read")]
        let config = Self::read(|name| {
            asked.borrow_mut().insert(name.to_owned());
            env::var(name).ok().or_else(|| file.get(name).cloned())
        })?;
        let unknown = file.into_keys().filter(|name| !asked.borrow().contains(name)).collect();
        Ok((config, unknown))
    }

    /// Reads the settings from any source, by name; an empty one counts as absent.
    ///
    /// # Errors
    /// The first setting that cannot be used.
    pub fn read(source: impl Fn(&str) -> Option<String>) -> Result<Self, WrongSetting> {
        let given = |name: &str| source(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let bind: SocketAddr = parsed("BIND", given("BIND"), "127.0.0.1:3000", ADDRESS)?;
        Ok(Self {
            database_url: database_url(given("DATABASE_URL"))?,
            bind,
            metrics_bind: metrics_bind(given("METRICS_BIND"))?,
            base_url: base_url(given("BASE_URL"), bind)?,
            storage: storage(given("STORAGE_URL"))?,
            smtp_url: smtp_url(given("SMTP_URL"))?,
            mail_from: mail_from(given("MAIL_FROM"))?,
            clamd: given("CLAMD").map(|value| parsed("CLAMD", Some(value), "", ADDRESS)).transpose()?,
            theme: theme(given("THEME"))?,
            trusted_proxies: parsed("TRUSTED_PROXIES", given("TRUSTED_PROXIES"), "0", "il faut un nombre entier, 0 par défaut")?,
            service_siren: given("SERVICE_SIREN").map(service_siren).transpose()?,
            signing_key: given("SIGNING_KEY").map(|path| SigningKey::read(&path)).transpose()?,
            log: log(given("RUST_LOG"))?,
        })
    }

    /// Whether people reach the service over TLS: cookies are then locked to it.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

const ADDRESS: &str = "il faut une adresse et un port, par exemple 127.0.0.1:3000";

fn parsed<T: FromStr>(
    name: &'static str,
    value: Option<String>,
    default: &str,
    allowed: &'static str,
) -> Result<T, WrongSetting> {
    let read = value.unwrap_or_else(|| default.to_owned());
    read.parse().map_err(|_| WrongSetting::Value { name, read, allowed })
}

fn database_url(value: Option<String>) -> Result<String, WrongSetting> {
    let read = value.unwrap_or_else(|| "sqlite://data/guichet.db".to_owned());
    let known = ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| read.starts_with(scheme));
    if known {
        Ok(read)
    } else {
        Err(WrongSetting::Value {
            name: "DATABASE_URL",
            read: without_password(&read),
            allowed: "il faut sqlite://chemin ou postgres://…",
        })
    }
}

/// A refused address may carry a password: it is not printed.
fn without_password(url: &str) -> String {
    match url.rsplit_once('@') {
        Some((_, after)) => format!("…@{after}"),
        None => url.to_owned(),
    }
}

fn metrics_bind(value: Option<String>) -> Result<Option<SocketAddr>, WrongSetting> {
    match value.as_deref() {
        Some("off") => Ok(None),
        _ => {
            parsed("METRICS_BIND", value, "127.0.0.1:3001", "il faut une adresse et un port, par exemple 127.0.0.1:3001, ou off")
                .map(Some)
        }
    }
}

fn base_url(value: Option<String>, bind: SocketAddr) -> Result<String, WrongSetting> {
    let read = value.unwrap_or_else(|| format!("http://{bind}"));
    let is_of_the_web = read.starts_with("http://") || read.starts_with("https://");
    if is_of_the_web && read.validate_url() {
        Ok(read.trim_end_matches('/').to_owned())
    } else {
        Err(WrongSetting::Value {
            name: "BASE_URL",
            read,
            allowed: "il faut l’adresse publique, par exemple https://guichet.exemple.fr",
        })
    }
}

fn storage(value: Option<String>) -> Result<PathBuf, WrongSetting> {
    let read = value.unwrap_or_else(|| "file://data/files".to_owned());
    match read.strip_prefix("file://") {
        Some(path) if !path.is_empty() => Ok(PathBuf::from(path)),
        _ => Err(WrongSetting::Value { name: "STORAGE_URL", read, allowed: "il faut un dossier, par exemple file://data/files" }),
    }
}

fn smtp_url(value: Option<String>) -> Result<Option<String>, WrongSetting> {
    match value {
        Some(read) if !read.starts_with("smtp://") && !read.starts_with("smtps://") => Err(WrongSetting::Value {
            name: "SMTP_URL",
            read: without_password(&read),
            allowed: "il faut smtp://serveur:port ou smtps://compte:secret@serveur",
        }),
        other => Ok(other),
    }
}

fn mail_from(value: Option<String>) -> Result<String, WrongSetting> {
    let read = value.unwrap_or_else(|| "Guichet <ne-pas-repondre@guichet.invalid>".to_owned());
    match read.parse::<lettre::message::Mailbox>() {
        Ok(_) => Ok(read),
        Err(_) => Err(WrongSetting::Value {
            name: "MAIL_FROM",
            read,
            allowed: "il faut une adresse, par exemple Guichet <guichet@exemple.fr>",
        }),
    }
}

fn theme(value: Option<String>) -> Result<Theme, WrongSetting> {
    match value.as_deref() {
        None | Some("neutre") => Ok(Theme::Neutral),
        Some("dsfr") => Ok(Theme::Dsfr),
        Some(other) => Err(WrongSetting::Value { name: "THEME", read: other.to_owned(), allowed: "il faut neutre ou dsfr" }),
    }
}

fn service_siren(read: String) -> Result<Siren, WrongSetting> {
    let allowed = "il faut un SIREN : neuf chiffres, dont le dernier vérifie les autres";
    Siren::parse(&read).map_err(|_| WrongSetting::Value { name: "SERVICE_SIREN", read, allowed })
}

/// Each part is a level, or a module and its level: a lone word that is no level would silence everything else.
fn log(value: Option<String>) -> Result<String, WrongSetting> {
    let read = value.unwrap_or_else(|| "info,sqlx=warn,sea_orm_migration=warn".to_owned());
    let ends_in_a_level = |part: &str| part.rsplit('=').next().is_some_and(|level| level.trim().parse::<LevelFilter>().is_ok());
    if read.split(',').all(ends_in_a_level) && EnvFilter::try_new(&read).is_ok() {
        Ok(read)
    } else {
        Err(WrongSetting::Value {
            name: "RUST_LOG",
            read,
            allowed: "il faut error, warn, info, debug ou trace, ou par module : info,guichet::mail=debug",
        })
    }
}

#[cfg(test)]
mod tests {
    use std::{
        cell::RefCell,
        collections::{BTreeMap, BTreeSet},
    };

    use super::*;

    fn with(settings: &[(&str, &str)]) -> Result<Config, WrongSetting> {
        Config::read(|name| settings.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn without_any_setting_the_embedded_database_is_served_on_port_3000() {
        let config = with(&[]).unwrap();
        assert_eq!(config.database_url, "sqlite://data/guichet.db");
        assert_eq!(config.base_url, "http://127.0.0.1:3000");
        assert_eq!(config.smtp_url, None);
        assert!(!config.is_https());
    }

    #[test]
    fn a_wrong_setting_is_named_with_what_was_read_and_what_is_allowed() {
        let error = with(&[("BIND", "partout")]).unwrap_err().to_string();
        assert_eq!(
            error,
            "réglage BIND : « partout » ne convient pas ; il faut une adresse et un port, par exemple 127.0.0.1:3000"
        );
        assert!(with(&[("THEME", "rose")]).unwrap_err().to_string().contains("neutre ou dsfr"));
        assert!(with(&[("BASE_URL", "https://")]).unwrap_err().to_string().contains("BASE_URL"));
        assert!(with(&[("RUST_LOG", "infos")]).unwrap_err().to_string().contains("guichet::mail=debug"));
        assert!(with(&[("RUST_LOG", "info,guichet::mail=beaucoup")]).is_err());
        assert!(with(&[("SERVICE_SIREN", "732829321")]).unwrap_err().to_string().contains("SERVICE_SIREN"));
        assert!(with(&[("STORAGE_URL", "s3://seau")]).unwrap_err().to_string().contains("STORAGE_URL"));
    }

    #[test]
    fn a_refused_database_address_does_not_print_its_password() {
        let error = with(&[("DATABASE_URL", "mysql://moi:secret@hote/base")]).unwrap_err().to_string();
        assert!(!error.contains("secret"), "{error}");
    }

    /// The settings of `.env.example`, read as `.env` is, each with the default that it shows.
    fn documented() -> BTreeMap<String, String> {
        let is_setting =
            |line: &&str| line.split('=').next().is_some_and(|name| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'));
        let lines = include_str!("../.env.example").lines().filter_map(|line| line.strip_prefix('#')).filter(is_setting);
        let settings = lines.map(|line| format!("{line}\n")).collect::<String>();
        dotenvy::from_read_iter(settings.as_bytes()).map(Result::unwrap).collect()
    }

    #[test]
    fn the_example_names_every_setting_with_its_default() {
        let documented = documented();
        let asked = RefCell::new(BTreeSet::new());
        let defaults = Config::read(|name| {
            asked.borrow_mut().insert(name.to_owned());
            None
        });
        assert_eq!(asked.into_inner(), documented.keys().cloned().collect());
        assert_eq!(Config::read(|name| documented.get(name).cloned()), defaults);
    }

    #[test]
    fn metrics_can_be_switched_off() {
        assert_eq!(with(&[("METRICS_BIND", "off")]).unwrap().metrics_bind, None);
    }
}

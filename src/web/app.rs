//! The running program: what every request shares. It keeps nothing of a request.

use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::{Assets, cache::PageCache};
use crate::{
    clock::Clock,
    config::Config,
    db::{Database, StoreError},
    files::Files,
    randomness::{Randomness, Token},
    settings::{self, Demo},
};

/// The running program. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

struct Parts {
    database: Database,
    clock: Clock,
    randomness: Randomness,
    config: Config,
    files: Files,
    assets: Assets,
    pages: PageCache,
    form_secret: String,
    is_demo: bool,
}

impl App {
    /// Opens a migrated database and everything around it.
    ///
    /// # Errors
    /// When the database does not answer or the folder of files cannot be made.
    pub async fn open(config: Config, database: Database, clock: Clock, randomness: Randomness) -> Result<Self, StoreError> {
        let form_secret = settings::form_secret(&database, &randomness, clock.now()).await?;
        let is_demo = settings::demo(&database.reader()).await? != Demo::Never;
        let files = Files::open(&config.storage, config.clamd).map_err(|error| StoreError::Fault(error.to_string()))?;
        let assets = Assets::new(config.theme);
        Ok(Self(Arc::new(Parts {
            database,
            clock,
            randomness,
            config,
            files,
            assets,
            pages: PageCache::default(),
            form_secret,
            is_demo,
        })))
    }

    /// The settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Where secrets are drawn.
    #[must_use]
    pub fn randomness(&self) -> &Randomness {
        &self.0.randomness
    }

    /// Uploaded files.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.0.files
    }

    /// Style sheets, scripts and icons.
    #[must_use]
    pub fn assets(&self) -> &Assets {
        &self.0.assets
    }

    /// Whether the database was made by the demo: a banner says so on every page.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.0.is_demo
    }

    /// An absolute link, for mails.
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.config().base_url)
    }

    /// The database, for the gates and the server only.
    pub(crate) fn database(&self) -> &Database {
        &self.0.database
    }

    pub(super) fn pages(&self) -> &PageCache {
        &self.0.pages
    }

    /// The secret that the forms of one browser carry against forgery.
    pub(crate) fn csrf_of(&self, browser: &Token) -> String {
        self.sign(&csrf_text(browser))
    }

    /// Whether `given` is the secret of this browser's forms, compared in constant time.
    pub(crate) fn is_csrf_of(&self, browser: &Token, given: &str) -> bool {
        self.is_signature_of(&csrf_text(browser), given)
    }

    /// Whether `given` is our signature of a text, compared in constant time.
    pub(crate) fn is_signature_of(&self, text: &str, given: &str) -> bool {
        self.sign(text).as_bytes().ct_eq(given.as_bytes()).into()
    }

    /// Signs a text that a browser keeps for us.
    pub(crate) fn sign(&self, text: &str) -> String {
        #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.form_secret.as_bytes()).expect("a key of any length");
        mac.update(text.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }
}

fn csrf_text(browser: &Token) -> String {
    format!("csrf:{}", browser.secret())
}

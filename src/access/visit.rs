//! One request, as the gates see it.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use entity::values::{Instant, SessionId};

use super::Actor;
use crate::{
    db::{Reader, StoreError, Tx},
    randomness::{Randomness, Token},
    web::{App, Flash},
};

/// One request: who asks, when it arrived, from where.
#[derive(Clone)]
pub struct Visit(Arc<Parts>);

struct Parts {
    app: App,
    actor: Actor,
    arrived_at: Instant,
    browser: Token,
    browser_is_new: bool,
    /// A form was shown, or something was put aside: the browser must keep its secret.
    secret_is_needed: AtomicBool,
    address: String,
    user_agent: String,
    path: String,
    flash: Option<Flash>,
}

/// Whether an answer may be kept by a cache between us and the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sensitivity {
    /// The same for everybody who is not signed in.
    Public,
    /// For this person only.
    Private,
}

/// What the server knows of a request before anything else does.
pub struct Arrival {
    /// Who asks.
    pub actor: Actor,
    /// When the request reached the server.
    pub at: Instant,
    /// The browser's secret, from its cookie; `None` when it had none.
    pub browser: Option<Token>,
    /// The address it came from.
    pub address: String,
    /// What the browser says it is.
    pub user_agent: String,
    /// The path asked for.
    pub path: String,
    /// The sentence left by the request before.
    pub flash: Option<Flash>,
}

impl Visit {
    /// Opens a visit; a browser without a secret is given one.
    pub(crate) fn open(app: App, arrival: Arrival) -> Self {
        let browser_is_new = arrival.browser.is_none();
        let browser = arrival.browser.unwrap_or_else(|| app.randomness().token());
        Self(Arc::new(Parts {
            app,
            actor: arrival.actor,
            arrived_at: arrival.at,
            browser,
            browser_is_new,
            secret_is_needed: AtomicBool::new(false),
            address: arrival.address,
            user_agent: arrival.user_agent,
            path: arrival.path,
            flash: arrival.flash,
        }))
    }

    /// Who asks.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.0.actor
    }

    /// When the request reached the server, UTC. The only « now » of a page.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.0.arrived_at
    }

    /// The session of the person, when signed in.
    #[must_use]
    pub fn session(&self) -> Option<SessionId> {
        self.actor().identity().and_then(|identity| identity.session)
    }

    /// The address the request came from.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.0.address
    }

    /// What the browser says it is.
    #[must_use]
    pub fn user_agent(&self) -> &str {
        &self.0.user_agent
    }

    /// The path asked for, without its query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The program's parts that are no secret of a person: settings, files, assets.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.0.app
    }

    /// Where secrets are drawn.
    #[must_use]
    pub fn randomness(&self) -> &Randomness {
        self.0.app.randomness()
    }

    /// The sentence left by the request before, if any.
    #[must_use]
    pub fn flash(&self) -> Option<&Flash> {
        self.0.flash.as_ref()
    }

    /// Whether the page is the same for everybody: nobody is signed in, and no sentence was left for this browser.
    #[must_use]
    pub fn sensitivity(&self) -> Sensitivity {
        if self.actor().person().is_none() && self.flash().is_none() { Sensitivity::Public } else { Sensitivity::Private }
    }

    /// The secret against forged forms. Asking for it means that a form is shown, so that the browser must keep its secret.
    #[must_use]
    pub fn csrf(&self) -> String {
        self.keep_secret();
        self.0.app.csrf_of(&self.0.browser)
    }

    /// Something waits for this browser under its secret, which it must keep.
    pub(crate) fn keep_secret(&self) {
        self.0.secret_is_needed.store(true, Ordering::Relaxed);
    }

    /// The browser's secret.
    #[must_use]
    pub(crate) fn browser(&self) -> &Token {
        &self.0.browser
    }

    /// The secret that the answer must set as a cookie, if any.
    #[must_use]
    pub(crate) fn browser_to_remember(&self) -> Option<&Token> {
        (self.0.browser_is_new && self.0.secret_is_needed.load(Ordering::Relaxed)).then_some(&self.0.browser)
    }

    /// A way to read.
    pub(super) fn reader(&self) -> Reader {
        self.0.app.database().reader()
    }

    /// A transaction signed by whoever asks.
    pub(super) async fn transaction(&self) -> Result<Tx, StoreError> {
        self.0.app.database().begin(self.actor().person(), self.now()).await
    }
}

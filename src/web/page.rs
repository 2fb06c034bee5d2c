//! What every page shows around its content.

use entity::values::Role;

use super::urls;
use crate::{
    access::{Actor, Visit},
    audit, budget, calls, people,
};

/// What kind of sentence is left for the next page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlashKind {
    /// It was done.
    Success,
    /// Good to know.
    Info,
    /// Take care.
    Warning,
}

impl FlashKind {
    /// The word of the style sheet.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Info => "info",
            Self::Warning => "warning",
        }
    }

    pub(super) fn from_word(word: &str) -> Option<Self> {
        [Self::Success, Self::Info, Self::Warning].into_iter().find(|kind| kind.word() == word)
    }
}

/// A sentence left for the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flash {
    /// Its kind.
    pub kind: FlashKind,
    /// The sentence.
    pub text: String,
}

/// One entry of the navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// What people read.
    pub label: &'static str,
    /// Where it leads.
    pub href: String,
    /// Whether the page is there.
    pub current: bool,
}

/// The frame of a page: who is signed in, where one may go, what was just done.
#[derive(Clone)]
pub struct Page {
    /// The name of whoever is signed in.
    pub person: Option<String>,
    /// One row of navigation, by role.
    pub nav: Vec<NavItem>,
    /// Whether the banner of the demo is shown.
    pub demo_banner: bool,
    /// The sentence left by the page before.
    pub flash: Option<Flash>,
    /// The program's version.
    pub version: &'static str,
    /// The theme's word: `neutre` or `dsfr`.
    pub theme: &'static str,
    visit: Visit,
}

impl Page {
    /// The frame for this visit.
    #[must_use]
    pub fn of(visit: &Visit) -> Self {
        Self {
            person: visit.actor().identity().map(|identity| identity.name.clone()),
            nav: navigation(visit),
            demo_banner: visit.app().is_demo(),
            flash: visit.flash().cloned(),
            version: env!("CARGO_PKG_VERSION"),
            theme: visit.app().assets().theme(),
            visit: visit.clone(),
        }
    }

    /// The secret against forged forms; asking for it makes the browser keep its own.
    #[must_use]
    pub fn csrf(&self) -> String {
        self.visit.csrf()
    }

    /// A key that makes a form count once, however often it is sent.
    #[must_use]
    pub fn idempotency_key(&self) -> String {
        self.visit.randomness().token().secret().to_owned()
    }

    /// The address of a style sheet, a script or an icon; it changes with its content.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        self.visit.app().assets().url(name)
    }

    /// Where signing in should come back to.
    #[must_use]
    pub fn sign_in_url(&self) -> String {
        let path = self.visit.path();
        let back = if path == urls::home() || path.starts_with(urls::SIGN_IN) { "" } else { path };
        urls::with_query(&urls::sign_in(), &[("suite", back)])
    }
}

/// Where a person may go, five entries at most: the public's two, then what their roles add. Each entry asks what the gate
/// of its page asks, so that none leads to a page that is not theirs.
fn navigation(visit: &Visit) -> Vec<NavItem> {
    let actor = visit.actor();
    let mut entries = vec![("Appels à projets", urls::calls()), ("Programmes", urls::programmes())];
    if calls::gates::may_read_some(actor) {
        entries.push(("Gestion", urls::managed_calls()));
    }
    if budget::gates::may_read_some(actor) && !is_staff_alone(actor) {
        entries.push(("Budget", urls::budgets()));
    }
    if actor.holds_somewhere(&[Role::Juror]) {
        entries.push(("Mes évaluations", urls::my_reviews()));
    }
    if actor.holds_somewhere(&[Role::Auditor]) && audit::gates::may_read_some(actor) {
        entries.push(("Journal", urls::events()));
    }
    if people::gates::may_administer(actor) {
        entries.push(("Administration", urls::people()));
    }
    if actor.person().is_some() && entries.len() < 5 {
        entries.push(("Mes dossiers", urls::dossiers()));
    }
    entries.into_iter().map(|(label, href)| NavItem { label, current: part(visit.path()) == part(&href), href }).collect()
}

/// Staff may read the budget of what they manage, by the links of its pages; their own work is elsewhere.
fn is_staff_alone(actor: &Actor) -> bool {
    !actor.holds_somewhere(&[Role::ProgrammeManager, Role::Accountant, Role::Auditor])
}

/// The page where a person's work begins.
#[must_use]
pub fn first_page(actor: &Actor) -> String {
    if actor.holds_somewhere(&[Role::Staff, Role::ProgrammeManager]) && calls::gates::may_read_some(actor) {
        urls::managed_calls()
    } else if actor.holds_somewhere(&[Role::Juror]) {
        urls::my_reviews()
    } else if budget::gates::may_read_some(actor) {
        urls::budgets()
    } else if calls::gates::may_read_some(actor) {
        urls::managed_calls()
    } else if people::gates::may_administer(actor) {
        urls::people()
    } else {
        urls::dossiers()
    }
}

/// The part of the site that an address is in: its first word, or that of the only room that leads to it.
fn part(path: &str) -> Option<&str> {
    match path.split('/').nth(1) {
        Some("ecritures") => Some("budget"),
        Some("structures" | "vagues") => Some("dossiers"),
        word => word,
    }
}

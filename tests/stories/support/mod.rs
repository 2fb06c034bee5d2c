//! The world of the stories: a program on a database of its own, a clock that the story sets, people and their browsers.

mod browser;
mod candidates;
mod databases;
mod funding;
mod program;

use std::sync::OnceLock;

use axum::Router;
use entity::values::{Email, Instant, PersonId};
use guichet::{
    access::{Actor, Grant, Permit, Policy, Scope, ask},
    clock::Clock,
    config::Config,
    db::{Database, Tx},
    people::{self, PasswordHash},
    randomness::Randomness,
    web,
};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

pub use browser::{Answer, Browser};
pub use candidates::siret;
pub use databases::fresh as fresh_database;
pub use entity::values::Role;
pub use funding::{Funded, euros, terms, year};
pub use program::{Said, guichet, run};

/// The password of everybody in the stories.
pub const PASSWORD: &str = "Chêne-vert-2026";
/// When every story begins, unless it says otherwise: a Monday morning in winter.
pub const BEGINNING: &str = "2026-01-12T09:00:00Z";

/// A running program.
pub struct App {
    /// The clock of the story.
    pub clock: Clock,
    /// The database, to arrange the world by the same actions that pages call.
    pub database: Database,
    /// The program itself.
    pub app: web::App,
    router: Router,
    files: tempfile::TempDir,
}

/// Somebody of the story.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their key.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: Email,
}

impl App {
    /// Starts the program on an empty, migrated database.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts the program with settings of the story's, such as `("BASE_URL", "https://guichet.test")`.
    pub async fn start_with(settings: &[(&str, &str)]) -> Self {
        let files = tempfile::tempdir().unwrap();
        let url = databases::fresh(files.path()).await;
        let storage = format!("file://{}", files.path().join("files").display());
        let config = Config::read(|name| match name {
            "DATABASE_URL" => Some(url.clone()),
            "STORAGE_URL" => Some(storage.clone()),
            "METRICS_BIND" => Some("off".to_owned()),
            _ => settings.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()),
        })
        .unwrap();
        Self::open(config, Clock::standing_at(instant(BEGINNING)), Randomness::seeded(1), files).await
    }

    /// The same world as it stands now, in a program of its own: what happens there leaves this one as it is. Only on
    /// the embedded database.
    pub async fn copied(&self) -> Self {
        let files = tempfile::tempdir().unwrap();
        let copy = files.path().join("guichet.db");
        self.database.copy_into(&copy).await.unwrap();
        let config = Config { database_url: format!("sqlite://{}", copy.display()), ..self.app.config().clone() };
        // Another seed: the secrets drawn there are not those that this world has drawn already.
        Self::open(config, Clock::standing_at(self.clock.now()), Randomness::seeded(2), files).await
    }

    /// The program after a new start, on the same world.
    pub async fn reopened(self) -> Self {
        Self::open(self.app.config().clone(), self.clock, Randomness::seeded(2), self.files).await
    }

    async fn open(config: Config, clock: Clock, randomness: Randomness, files: tempfile::TempDir) -> Self {
        let database = Database::connect(&config.database_url, &config.base_url).await.unwrap();
        let app = web::App::open(config, database.clone(), clock.clone(), randomness).await.unwrap();
        let router = web::service(&app, guichet::routes());
        Self { clock, database, app, router, files }
    }

    /// A browser that nobody signed in with.
    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// Sets the clock: `2026-03-02T12:00:00+01:00` or UTC.
    pub fn at(&self, moment: &str) {
        self.clock.set(instant(moment));
    }

    /// A transaction signed by `author`, now.
    pub async fn tx(&self, author: Option<PersonId>) -> Tx {
        self.database.begin(author, self.clock.now()).await.unwrap()
    }

    /// The database itself, past the program: what a story cannot do by anybody's hand.
    pub async fn raw(&self) -> DatabaseConnection {
        sea_orm::Database::connect(self.app.config().database_url.as_str()).await.unwrap()
    }

    /// How many rows a table holds.
    pub async fn count(&self, table: &str) -> i64 {
        let raw = self.raw().await;
        let counting = format!("SELECT COUNT(*) AS rows_held FROM {table}");
        let row = raw.query_one_raw(Statement::from_string(raw.get_database_backend(), counting)).await.unwrap().unwrap();
        raw.close().await.unwrap();
        row.try_get("", "rows_held").unwrap()
    }

    /// Somebody with a confirmed account and no role.
    pub async fn person(&self, name: &str) -> Person {
        static HASH: OnceLock<PasswordHash> = OnceLock::new();
        let hash = HASH.get_or_init(|| PasswordHash::of(PASSWORD, &[1; 32]).unwrap());
        let address = format!("{}@exemple.fr", entity::values::plain(name).replace(' ', "."));
        let email = Email::parse(&address).unwrap();
        let tx = self.tx(None).await;
        let row = people::actions::create_account(&tx, &email, name, hash, true).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        Person { id: row.id, name: name.to_owned(), email }
    }

    /// Somebody who holds a role.
    pub async fn person_with(&self, name: &str, role: Role, scope: Scope) -> Person {
        let person = self.person(name).await;
        self.grant(&person, role, scope).await;
        person
    }

    /// Grants a role.
    pub async fn grant(&self, person: &Person, role: Role, scope: Scope) {
        let tx = self.tx(None).await;
        people::actions::grant_role(&tx, person.id, Grant { role, scope }).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A browser in which `person` has signed in, through the page.
    pub async fn signed_in(&self, person: &Person) -> Browser {
        let mut browser = self.browser();
        browser.get("/connexion").await;
        browser.fill("/connexion", &[("email", person.email.as_str()), ("password", PASSWORD)]).await;
        browser
    }

    /// The permission of `person` under a policy, as its page would get it.
    pub async fn permit<P: Policy>(&self, person: &Person, key: P::Key) -> Permit<P> {
        let reader = self.database.reader();
        let actor: Actor = people::actions::actor_of(&reader, person.id).await.unwrap();
        match ask::<P>(&actor, key, &reader, self.clock.now()).await {
            Ok(permit) => permit,
            Err(denial) => panic!("{} is denied {}: {denial}", person.name, std::any::type_name::<P>()),
        }
    }
}

/// Reads an instant: RFC 3339, with any offset.
pub fn instant(text: &str) -> Instant {
    Instant::from(text.parse::<jiff::Timestamp>().unwrap())
}

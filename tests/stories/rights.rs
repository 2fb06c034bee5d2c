//! Who may do what: every address, asked by everybody. A change of rights is a visible change of the snapshot.

use std::fmt::Write;

use axum::http::{Method, StatusCode};
use entity::values::ProgrammeId;
use guichet::{
    access::{Listed, Method as Asked, Scope},
    db::Engine,
};

use crate::{
    judged::World,
    support::{App, Browser, Person, Role},
};

/// Everybody, in the order of the columns.
const COLUMNS: [&str; 10] =
    ["visitor", "owner", "applicant", "staff", "manager", "other manager", "juror", "accountant", "auditor", "admin"];

/// Somebody at their browser, with the secret of their forms.
struct Asker {
    cookie: String,
    csrf: String,
}

/// A call whose wave has closed, with one eligible dossier that one juror reads, and a browser for each role.
struct Cast {
    world: World,
    askers: Vec<Asker>,
}

impl Cast {
    async fn assemble() -> Self {
        let world = World::with_requests(&[40_000]).await;
        let (juror, seat) = world.juror("Jo Jure", &[]).await;
        world.assign(&[(0, seat)]).await;
        let app = &world.app;
        let owner = world.dossiers[0].1.clone();
        let applicant = app.person("Ana Autre").await;
        let elsewhere = app.person("Max Ailleurs").await;
        // A programme that is not: its manager runs nothing here.
        app.grant(&elsewhere, Role::ProgrammeManager, Scope::Programme(ProgrammeId(999))).await;
        let accountant = app.person_with("Cleo Comptable", Role::Accountant, Scope::Site).await;
        let admin = app.person_with("Alix Admin", Role::Admin, Scope::Site).await;

        let people = [
            owner,
            applicant,
            world.staff.clone(),
            world.manager.clone(),
            elsewhere,
            juror,
            accountant,
            world.auditor.clone(),
            admin,
        ];
        let mut askers = vec![Asker::visitor(app).await];
        for person in &people {
            askers.push(Asker::signed_in(app, person).await);
        }
        Self { world, askers }
    }

    /// The address that a pattern stands for in this world.
    fn address(&self, pattern: &str) -> String {
        let wave = self.world.wave.reference.to_string();
        let call = wave.trim_end_matches("-V1").to_owned();
        let dossier = self.world.reference(0).to_string();
        let reference = match pattern {
            _ if pattern.starts_with("/appels/") || pattern.starts_with("/gestion/appels/") => call,
            _ if pattern.contains("/vagues/") => wave,
            _ => dossier,
        };
        let unknown = "0".repeat(64);
        let known = [
            ("{reference}", reference.as_str()),
            ("{token}", &unknown),
            ("{code}", "SASN"),
            ("{format}", "csv"),
            ("{section}", "1"),
        ];
        let filled = known.iter().fold(pattern.to_owned(), |address, (name, value)| address.replace(name, value));
        // What is left are the keys of rows: the first of each.
        let mut address = String::new();
        let mut rest = filled.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            address.push_str(before);
            address.push('1');
            rest = after.split_once('}').expect("a parameter closes").1;
        }
        address + rest
    }

    /// How the program answers everybody at one address. What the one does must not change what the next may do: acts
    /// happen in a copy of the world, which serves again as long as it refuses.
    async fn answers(&self, listed: &Listed, copy: &mut App) -> Vec<StatusCode> {
        let address = self.address(listed.pattern);
        let mut answers = Vec::new();
        for asker in &self.askers {
            let answer = match listed.method {
                Asked::Get => asker.get(&self.world.app, &address).await,
                Asked::Post => asker.post(copy, &address).await,
            };
            if listed.method == Asked::Post && !answer.is_client_error() {
                *copy = self.world.app.copied().await;
            }
            answers.push(answer);
        }
        answers
    }
}

impl Asker {
    async fn visitor(app: &App) -> Self {
        let mut browser = app.browser();
        browser.get("/connexion").await;
        Self::of(browser).await
    }

    async fn signed_in(app: &App, person: &Person) -> Self {
        Self::of(app.signed_in(person).await).await
    }

    async fn of(mut browser: Browser) -> Self {
        let csrf = browser.csrf().await;
        Self { cookie: browser.cookie("guichet").expect("the browser keeps its secret").to_owned(), csrf }
    }

    async fn get(&self, app: &App, address: &str) -> StatusCode {
        self.browser(app).raw(Method::GET, address, &[], "").await.status()
    }

    /// An empty form, whose origin is right.
    async fn post(&self, app: &App, address: &str) -> StatusCode {
        let form = [("content-type", "application/x-www-form-urlencoded")];
        self.browser(app).raw(Method::POST, address, &form, format!("csrf={}", self.csrf)).await.status()
    }

    fn browser(&self, app: &App) -> Browser {
        let mut browser = app.browser();
        browser.set_cookie("guichet", &self.cookie);
        browser
    }
}

#[tokio::test]
async fn every_address_answers_each_role_as_agreed() {
    let cast = Cast::assemble().await;
    // Rights do not depend on the database, and a world is copied quickly on the embedded one alone.
    if cast.world.app.database.engine() != Engine::Sqlite {
        return;
    }
    let mut table = format!("{:<78}{}\n", "", COLUMNS.map(|column| format!("{column:>14}")).concat());
    let mut copy = cast.world.app.copied().await;
    for listed in guichet::routes().listed() {
        let answers = cast.answers(listed, &mut copy).await;
        for (column, status) in COLUMNS.iter().zip(&answers) {
            assert!(!status.is_server_error(), "{listed:?} answers {status} to {column}");
        }
        let method = match listed.method {
            Asked::Get => "GET ",
            Asked::Post => "POST",
        };
        let statuses: String = answers.iter().map(|status| format!("{:>14}", status.as_u16())).collect();
        let address = format!("{method} {} ({})", listed.pattern, listed.gate);
        writeln!(table, "{address:<78}{statuses}").unwrap();
    }
    insta::assert_snapshot!("rights", table);
}

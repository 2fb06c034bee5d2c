//! How fast the service is, as people meet it: the release binary, on loopback, with ten thousand dossiers in one wave.
//! `make bench` runs it and writes docs/benchmarks.md; figures are to be quoted with their machine, not asserted.

#![expect(clippy::float_arithmetic, reason = "speeds are statistics; no amount of money is near")]

mod bare;
mod load;
mod report;
mod server;
mod world;

use std::{error::Error, fs, path::Path, process::ExitCode, thread, time::Duration};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{Request, header},
};
use guichet::{clock::Clock, config::Config, db::Database, jobs, randomness::Randomness, web};
use tower::ServiceExt;

use load::Load;
use report::{Figures, Pages};
use server::Server;
use world::World;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// How many dossiers answer the wave, and how many in the small world to which queries are compared.
const DOSSIERS: usize = 10_000;
const FEW_DOSSIERS: usize = 100;
/// How long each load lasts, in seconds.
const SECONDS: u32 = 8;
/// How many times the program is started.
const STARTS: usize = 5;

#[tokio::main]
async fn main() -> ExitCode {
    match measure().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("mesure : {error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure() -> Outcome<()> {
    if !load::is_installed() {
        return Err("wrk manque : apt-get install wrk, puis recommencez ; rien n’a été mesuré".into());
    }
    let folder = tempfile::tempdir()?;
    let (few, many) = (folder.path().join("few"), folder.path().join("many"));
    let dossiers = if cfg!(debug_assertions) { FEW_DOSSIERS } else { DOSSIERS };

    let few = Place::make(&few, FEW_DOSSIERS).await?;
    eprintln!("{dossiers} dossiers sont déposés, par les mêmes actions que les clics…");
    let start = server::now();
    let many = Place::make(&many, dossiers).await?;
    let made_in = start.elapsed();
    let queries = [few.queries().await?, many.queries().await?];

    let figures = Figures { dossiers, made_in, queries, ..measure_process(&many).await? };
    let page = report::write(&figures)?;
    println!("{page}");
    if !cfg!(debug_assertions) {
        fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/benchmarks.md"), page)?;
    }
    Ok(())
}

/// Starts the program several times on this database, then loads the last one.
async fn measure_process(place: &Place) -> Outcome<Figures> {
    let mut first_answers = Vec::new();
    for _ in 1..STARTS {
        first_answers.push(Server::start(&place.folder)?.first_answer);
    }
    let server = Server::start(&place.folder)?;
    first_answers.push(server.first_answer);
    first_answers.sort();
    thread::sleep(Duration::from_secs(2));
    let idle_kib = server.resident_kib()?;

    let pages = place.pages();
    let bytes = body_of(&server::get(server.address, &pages.call, "")?)?;
    let bare = bare::serve(bytes.clone()).await?;
    eprintln!("charge : {} connexions…", load::CONNECTIONS);
    // Warm, then the two in turn, so that neither has the quieter machine.
    let mut turns = Vec::new();
    load::run(server.address, &pages.call, None, 2)?;
    for _ in 0..3 {
        let theirs = load::run(bare, "/", None, SECONDS / 2)?;
        turns.push((theirs, load::run(server.address, &pages.call, None, SECONDS / 2)?));
    }
    let mut staff = Vec::new();
    for (name, path) in &pages.staff {
        load::run(server.address, path, Some(&place.world.staff), 2)?;
        staff.push((name.clone(), load::run(server.address, path, Some(&place.world.staff), SECONDS)?));
    }
    let loaded_kib = server.resident_kib()?;
    Ok(Figures { first_answers, idle_kib, loaded_kib, public: median(turns), bytes: bytes.len(), staff, ..Figures::default() })
}

/// The turn whose ratio is in the middle.
fn median(mut turns: Vec<(Load, Load)>) -> Option<(Load, Load)> {
    turns.sort_by(|a, b| (a.1.per_second / a.0.per_second).total_cmp(&(b.1.per_second / b.0.per_second)));
    turns.get(turns.len() / 2).copied()
}

fn body_of(answer: &[u8]) -> Outcome<Bytes> {
    if !answer.starts_with(b"HTTP/1.1 200") {
        return Err(String::from_utf8_lossy(answer.get(..200).unwrap_or(answer)).into());
    }
    let head = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").ok_or("no body")?;
    Ok(Bytes::copy_from_slice(answer.get(head + 4..).unwrap_or_default()))
}

/// A database with its world, in a folder of its own.
struct Place {
    folder: std::path::PathBuf,
    database: Database,
    router: Router,
    world: World,
}

impl Place {
    async fn make(folder: &Path, dossiers: usize) -> Outcome<Self> {
        fs::create_dir_all(folder)?;
        let storage = format!("file://{}", folder.join("files").display());
        let config = Config::read(|name| match name {
            "DATABASE_URL" => Some(server::database_url(folder)),
            "STORAGE_URL" => Some(storage.clone()),
            _ => None,
        })?;
        let database = Database::connect_or_create(&config.database_url, &config.base_url).await?;
        database.migrate().await?;
        let clock = Clock::System;
        let world = world::build(&database, dossiers, clock.now()).await?;
        let app = web::App::open(config, database.clone(), clock, Randomness::System).await?;
        // What the dossiers left to do in the background is done before anything is measured.
        jobs::round(&app).await?;
        let router = web::service(&app, guichet::routes());
        Ok(Self { folder: folder.to_owned(), database, router, world })
    }

    fn pages(&self) -> Pages {
        let list = web::urls::wave_dossiers(&self.world.wave);
        Pages {
            call: web::urls::call(&self.world.call),
            staff: vec![
                ("staff list, no filter".to_owned(), list.clone()),
                ("staff list, one state, largest aid first".to_owned(), format!("{list}?etat=eligible&tri=-aide")),
                ("staff list, words searched, by structure".to_owned(), format!("{list}?q=fictif&tri=structure")),
            ],
        }
    }

    /// How many statements each page sends.
    async fn queries(&self) -> Outcome<Vec<(String, u64)>> {
        let pages = self.pages();
        let mut counted = Vec::new();
        for (name, path) in pages.staff.into_iter().chain([("public call page".to_owned(), pages.call)]) {
            // The first time may note that the session was seen.
            self.ask(&path).await?;
            let before = self.database.statements();
            self.ask(&path).await?;
            counted.push((name, self.database.statements() - before));
        }
        Ok(counted)
    }

    async fn ask(&self, path: &str) -> Outcome<()> {
        let request = Request::get(path).header(header::COOKIE, &self.world.staff).body(Body::empty())?;
        let answer = self.router.clone().oneshot(request).await?;
        if answer.status().is_success() { Ok(()) } else { Err(format!("{path}: {}", answer.status()).into()) }
    }
}

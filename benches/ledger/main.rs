//! How fast a long ledger is read again: `cargo bench --bench ledger [TRANSFERS]`. With `write FILE TRANSFERS` it only writes
//! one, for whoever measures something else on it.

mod world;

use std::{error::Error, process::ExitCode, time::Instant};

use guichet::{audit::actions::verify_database, db::Database};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// How many transfers the measured ledger has.
const TRANSFERS: i64 = 1_000_000;

#[tokio::main]
async fn main() -> ExitCode {
    match obey().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("mesure : {error}");
            ExitCode::FAILURE
        }
    }
}

async fn obey() -> Outcome<()> {
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let folder = tempfile::tempdir()?;
    let url = match asked.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["write", file, transfers] => return world::write(&format!("sqlite://{file}"), transfers.parse()?).await,
        ["read", file] => format!("sqlite://{file}"),
        [transfers] => written(folder.path(), transfers.parse()?).await?,
        _ => written(folder.path(), TRANSFERS).await?,
    };
    let database = Database::connect(&url, "").await?;
    let start = now();
    let verified = verify_database(&database.reader()).await?;
    println!("{}", verified.verdict());
    println!("vérifié en {} ms", start.elapsed().as_millis());
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a measure of speed")]
fn now() -> Instant {
    Instant::now()
}

async fn written(folder: &std::path::Path, transfers: i64) -> Outcome<String> {
    let url = format!("sqlite://{}", folder.join("guichet.db").display());
    world::write(&url, transfers).await?;
    Ok(url)
}

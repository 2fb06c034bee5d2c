//! A database for each story: a copy of one that was migrated once.

use std::{fs, path::Path, time::UNIX_EPOCH};

use guichet::db::Database;
use sea_orm::{ConnectionTrait, DatabaseConnection};

/// The address of a fresh, migrated database: SQLite in `folder`, or PostgreSQL.
pub async fn fresh(folder: &Path) -> String {
    match std::env::var("GUICHET_TEST_DATABASE").as_deref() {
        Ok("postgres") => fresh_postgres(folder).await,
        _ => fresh_sqlite(folder).await,
    }
}

/// Names the template after this very test program: another build may have another schema.
fn build() -> String {
    let program = std::env::current_exe().unwrap();
    let built = fs::metadata(&program).unwrap().modified().unwrap();
    format!("{:x}", built.duration_since(UNIX_EPOCH).unwrap().as_nanos())
}

async fn fresh_sqlite(folder: &Path) -> String {
    let templates = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let template = templates.join(format!("template-{}.db", build()));
    if !template.exists() {
        // Each program that finds no template makes one; the first whole one stays.
        let mine = folder.join("template.db");
        let database = Database::connect_or_create(&format!("sqlite://{}", mine.display()), "").await.unwrap();
        database.migrate().await.unwrap();
        let whole = folder.join("whole.db");
        database.copy_into(&whole).await.unwrap();
        fs::rename(&whole, &template).or_else(|_| fs::copy(&whole, &template).map(drop)).unwrap();
    }
    let copy = folder.join("guichet.db");
    fs::copy(&template, &copy).unwrap();
    format!("sqlite://{}", copy.display())
}

async fn fresh_postgres(folder: &Path) -> String {
    let url = std::env::var("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL names a PostgreSQL where databases may be made");
    let (server, _) = url.rsplit_once('/').unwrap();
    let admin = sea_orm::Database::connect(url.as_str()).await.unwrap();
    let template = format!("guichet_template_{}", build());
    make_template(&admin, server, &template).await;
    let name = format!("story_{}", folder.file_name().unwrap().to_string_lossy().trim_start_matches('.').to_lowercase());
    run(&admin, &format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\" STRATEGY FILE_COPY")).await;
    admin.close().await.unwrap();
    format!("{server}/{name}")
}

/// Makes the template once, whoever comes first; the others wait on the lock.
async fn make_template(admin: &DatabaseConnection, server: &str, template: &str) {
    run(admin, "SELECT pg_advisory_lock(42)").await;
    let known = format!("SELECT 1 AS one FROM pg_database WHERE datname = '{template}'");
    let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, known);
    if admin.query_one_raw(statement).await.unwrap().is_none() {
        let making = format!("{template}_making");
        run(admin, &format!("DROP DATABASE IF EXISTS \"{making}\"")).await;
        run(admin, &format!("CREATE DATABASE \"{making}\"")).await;
        let database = Database::connect(&format!("{server}/{making}"), "").await.unwrap();
        database.migrate().await.unwrap();
        database.close().await;
        run(admin, &format!("ALTER DATABASE \"{making}\" RENAME TO \"{template}\"")).await;
    }
    run(admin, "SELECT pg_advisory_unlock(42)").await;
}

async fn run(admin: &DatabaseConnection, sql: &str) {
    admin.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

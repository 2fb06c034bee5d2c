//! A migrated database for each test: SQLite in a temporary file, and PostgreSQL when `TEST_POSTGRES_URL` names a database
//! of a server where others can be created.

use migration::migrate;
use sea_orm_migration::sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

/// Runs `story` on every database, each time on a fresh schema. `name` tells the databases of parallel tests apart.
pub(crate) async fn on_every_database(name: &str, story: impl AsyncFn(&DatabaseConnection)) {
    on_every_empty_database(name, async |db| {
        migrate(db).await.unwrap();
        story(db).await;
    })
    .await;
}

/// Runs `story` on every database, each time before any migration.
pub(crate) async fn on_every_empty_database(name: &str, story: impl AsyncFn(&DatabaseConnection)) {
    on_sqlite(&story).await;
    #[expect(clippy::disallowed_methods, reason = "tests ask where their PostgreSQL is")]
    if let Ok(server) = std::env::var("TEST_POSTGRES_URL") {
        on_postgres(&server, name, &story).await;
    }
}

async fn on_sqlite(story: &impl AsyncFn(&DatabaseConnection)) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("guichet.sqlite");
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", file.display()));
    // `INSERT OR REPLACE` deletes: without this it would do so past the triggers.
    options.map_sqlx_sqlite_opts(|sqlite| sqlite.pragma("recursive_triggers", "ON")).max_connections(4);

    let db = Database::connect(options).await.unwrap();
    story(&db).await;
    db.close().await.unwrap();
}

async fn on_postgres(server: &str, name: &str, story: &impl AsyncFn(&DatabaseConnection)) {
    let (host, _) = server.rsplit_once('/').unwrap();
    let database = format!("migration_{name}_{}", std::process::id());
    let admin = Database::connect(server).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {database}")).await.unwrap();

    let db = Database::connect(format!("{host}/{database}")).await.unwrap();
    story(&db).await;
    db.close().await.unwrap();

    admin.execute_unprepared(&format!("DROP DATABASE {database}")).await.unwrap();
}

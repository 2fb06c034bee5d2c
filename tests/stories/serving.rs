//! The program as an operator runs it: a process of its own, started, watched and stopped.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use entity::person;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::support::{PASSWORD, fresh_database, guichet, run};

/// How long a start, or a stop, may take before the story fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// A program that serves on ports of its own.
struct Server {
    process: Child,
    address: String,
    metrics: String,
    database: String,
    folder: tempfile::TempDir,
}

impl Server {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = fresh_database(folder.path()).await;
        let mut server = Self::starting(folder, database);
        let began = Instant::now();
        while TcpStream::connect(&server.address).is_err() {
            assert!(began.elapsed() < PATIENCE, "the server does not listen");
            // A port that was free may be taken by another story in between: the server ends, and others are tried.
            if server.process.try_wait().unwrap().is_some() {
                server.take_other_ports();
            }
            thread::sleep(Duration::from_millis(20));
        }
        server
    }

    fn starting(folder: tempfile::TempDir, database: String) -> Self {
        let (address, metrics) = (free_address(), free_address());
        let process = serving(folder.path(), &database, &address, &metrics);
        Self { process, address, metrics, database, folder }
    }

    fn take_other_ports(&mut self) {
        (self.address, self.metrics) = (free_address(), free_address());
        self.process = serving(self.folder.path(), &self.database, &self.address, &self.metrics);
    }

    fn ask_to_stop(&self) {
        assert!(Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap().success());
    }

    fn exit(&mut self) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status;
            }
            assert!(began.elapsed() < PATIENCE, "the server does not stop");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

fn serving(folder: &Path, database: &str, address: &str, metrics: &str) -> Child {
    let mut command = guichet(folder, database);
    command.arg("serve").env("BIND", address).env("METRICS_BIND", metrics);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

impl Drop for Server {
    fn drop(&mut self) {
        // Ended already when the story went well.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A port that nothing listens on.
fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// What stands between `before` and the next `"` or `;`.
fn after<'a>(text: &'a str, before: &str) -> &'a str {
    let rest = &text[text.find(before).unwrap_or_else(|| panic!("{before} is not in {text}")) + before.len()..];
    rest.split(['"', ';', '\r']).next().unwrap()
}

#[tokio::test]
async fn a_request_under_way_is_finished_and_kept_when_the_server_is_asked_to_stop() {
    let mut server = Server::start().await;
    let page = get(&server.address, "/inscription");
    let cookie = after(&page, "set-cookie: ");
    let csrf = after(&page, "name=\"csrf\" value=\"");
    let fields = [("csrf", csrf), ("name", "Ada Byron"), ("email", "ada@exemple.fr"), ("password", PASSWORD)];
    let body = serde_html_form::to_string(fields).unwrap();

    let mut stream = TcpStream::connect(&server.address).unwrap();
    let (first, last) = body.split_at(body.len() / 2);
    write!(
        stream,
        "POST /inscription HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{first}",
        server.address,
        body.len()
    )
    .unwrap();
    // The server has the request in hand before it is asked to stop.
    thread::sleep(Duration::from_millis(300));
    server.ask_to_stop();
    let asked = Instant::now();
    while TcpStream::connect(&server.address).is_ok() {
        assert!(asked.elapsed() < PATIENCE, "the server still takes new requests");
        thread::sleep(Duration::from_millis(20));
    }
    stream.write_all(last.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();

    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    assert!(server.exit().success());
    let kept = sea_orm::Database::connect(&server.database).await.unwrap();
    let found = person::Entity::find().filter(person::Column::Email.eq("ada@exemple.fr")).count(&kept).await.unwrap();
    assert_eq!(found, 1);
}

#[tokio::test]
async fn measures_are_served_on_an_address_of_their_own_only() {
    let mut server = Server::start().await;
    assert!(get(&server.address, "/sante").starts_with("HTTP/1.1 200"));

    let measures = get(&server.metrics, "/metriques");
    assert!(measures.starts_with("HTTP/1.1 200"), "{measures}");
    assert!(measures.contains("\n# TYPE "), "{measures}");
    assert!(get(&server.address, "/metriques").starts_with("HTTP/1.1 404"));

    server.ask_to_stop();
    assert!(server.exit().success());
}

#[tokio::test]
async fn a_wrong_setting_stops_the_start_with_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let said = run(guichet(folder.path(), "oracle://base").arg("serve"));
    said.fails(1, &["DATABASE_URL", "oracle://base", "sqlite://"]);
}

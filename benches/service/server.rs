//! The program itself, as it is run for people: a process of its own.

use std::{
    error::Error,
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// How long the program may take to answer at all.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running `guichet serve`, stopped when dropped.
pub(crate) struct Server {
    process: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// From its start to its first answer.
    pub(crate) first_answer: Duration,
}

impl Server {
    /// Starts the program on a database and waits for its first answer.
    pub(crate) fn start(folder: &Path) -> Outcome<Self> {
        let address = free_address()?;
        let start = now();
        let process = Command::new(env!("CARGO_BIN_EXE_guichet"))
            .arg("serve")
            .current_dir(folder)
            .env_clear()
            .env("DATABASE_URL", database_url(folder))
            .env("STORAGE_URL", format!("file://{}", folder.join("files").display()))
            .env("BIND", address.to_string())
            .env("METRICS_BIND", "off")
            .env("RUST_LOG", "error")
            .stdout(Stdio::null())
            .spawn()?;
        let mut server = Self { process, address, first_answer: Duration::ZERO };
        while !server.answers() {
            if start.elapsed() > PATIENCE {
                return Err("guichet serve does not answer".into());
            }
            thread::sleep(Duration::from_millis(1));
        }
        server.first_answer = start.elapsed();
        Ok(server)
    }

    fn answers(&self) -> bool {
        get(self.address, "/sante", "").is_ok_and(|answer| answer.starts_with(b"HTTP/1.1 200"))
    }

    /// The memory that the process holds, in KiB.
    pub(crate) fn resident_kib(&self) -> Outcome<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have stopped by itself: then there is nothing to end.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The address of the database in `folder`.
pub(crate) fn database_url(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("guichet.db").display())
}

/// One request on a connection of its own: the whole answer, headers included.
pub(crate) fn get(address: SocketAddr, path: &str, cookie: &str) -> Outcome<Vec<u8>> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

fn free_address() -> Outcome<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

#[expect(clippy::disallowed_methods, reason = "a measure of speed")]
pub(crate) fn now() -> std::time::Instant {
    std::time::Instant::now()
}

//! The load, by wrk: eight connections that ask again as soon as they are answered.

use std::{error::Error, net::SocketAddr, process::Command};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// How many connections ask at once.
pub(crate) const CONNECTIONS: u32 = 8;

/// What wrk measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Load {
    /// Answers in a second.
    pub(crate) per_second: f64,
    /// The time under which half of them came, in milliseconds.
    pub(crate) p50: f64,
    /// The time under which ninety-nine out of a hundred came, in milliseconds.
    pub(crate) p99: f64,
}

/// Whether wrk is there.
pub(crate) fn is_installed() -> bool {
    Command::new("wrk").arg("--version").output().is_ok()
}

/// Asks for one page for `seconds`. Answers other than 200 fail the measure.
pub(crate) fn run(address: SocketAddr, path: &str, cookie: Option<&str>, seconds: u32) -> Outcome<Load> {
    let mut wrk = Command::new("wrk");
    wrk.args(["--threads", "1", "--latency", "--connections", &CONNECTIONS.to_string(), "--duration", &format!("{seconds}s")]);
    if let Some(cookie) = cookie {
        wrk.args(["--header", &format!("Cookie: {cookie}")]);
    }
    let output = wrk.arg(format!("http://{address}{path}")).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    read(&said).ok_or_else(|| format!("wrk on {path}: {said}{}", String::from_utf8_lossy(&output.stderr)).into())
}

fn read(said: &str) -> Option<Load> {
    let refused = said.contains("Non-2xx") || said.contains("Socket errors");
    let after = |label: &str| said.lines().find_map(|line| line.trim().strip_prefix(label)).map(str::trim);
    if refused {
        return None;
    }
    Some(Load { per_second: after("Requests/sec:")?.parse().ok()?, p50: millis(after("50%")?)?, p99: millis(after("99%")?)? })
}

fn millis(text: &str) -> Option<f64> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: f64 = digits.parse().ok()?;
    match text.get(digits.len()..)? {
        "us" => Some(number / 1000.0),
        "ms" => Some(number),
        "s" => Some(number * 1000.0),
        _ => None,
    }
}

//! clamd, by its own protocol: `zINSTREAM`, then chunks that carry their length, then an empty one.

use std::{io, net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// What the antivirus says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing known against it.
    Clean,
    /// A known threat, by its name.
    Infected(String),
    /// No antivirus is set.
    NotScanned,
}

const PATIENCE: Duration = Duration::from_secs(60);

/// One conversation with clamd.
pub(super) struct Scan(TcpStream);

impl Scan {
    pub(super) async fn begin(clamd: SocketAddr) -> io::Result<Self> {
        let mut stream = timeout(PATIENCE, TcpStream::connect(clamd)).await??;
        stream.write_all(b"zINSTREAM\0").await?;
        Ok(Self(stream))
    }

    pub(super) async fn feed(&mut self, chunk: &[u8]) -> io::Result<()> {
        if chunk.is_empty() {
            return Ok(());
        }
        let length = u32::try_from(chunk.len()).map_err(io::Error::other)?;
        self.0.write_all(&length.to_be_bytes()).await?;
        self.0.write_all(chunk).await
    }

    pub(super) async fn verdict(mut self) -> io::Result<Verdict> {
        self.0.write_all(&0_u32.to_be_bytes()).await?;
        let mut answer = Vec::new();
        timeout(PATIENCE, (&mut self.0).take(4096).read_to_end(&mut answer)).await??;
        let answer = String::from_utf8_lossy(&answer);
        let answer = answer.trim_end_matches('\0').trim();
        match answer.strip_prefix("stream: ") {
            Some("OK") => Ok(Verdict::Clean),
            Some(found) if found.ends_with(" FOUND") => Ok(Verdict::Infected(found.trim_end_matches(" FOUND").to_owned())),
            _ => Err(io::Error::other(format!("clamd answered: {answer}"))),
        }
    }
}

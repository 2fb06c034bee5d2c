//! The storage of files, through `object_store`: a local folder by default.

use std::{net::SocketAddr, path::Path as FilePath, sync::Arc};

use axum::body::Body;
use entity::values::Fingerprint;
use futures_util::StreamExt;
use object_store::{ObjectStore, ObjectStoreExt, WriteMultipart, local::LocalFileSystem, path::Path};
use sha2::{Digest, Sha256};

use super::{MediaType, Verdict, antivirus::Scan};

/// The largest file of all, in bytes; calls set lower limits.
pub const LARGEST_FILE: u64 = 100 * 1024 * 1024;
/// How much of a file is looked at to tell what it is.
const HEAD: usize = 8192;

/// Where files are kept.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    clamd: Option<SocketAddr>,
}

/// A file received whole, that no dossier holds yet.
#[derive(Clone, Debug)]
pub struct Received {
    /// The name it had; hostile.
    pub name: String,
    /// The name it is kept under.
    pub key: String,
    /// Its size in bytes.
    pub size: u64,
    /// The SHA-256 of its content.
    pub sha256: Fingerprint,
    /// What it is, if it is one of ours.
    pub media_type: Option<MediaType>,
    /// What the antivirus said.
    pub verdict: Verdict,
}

/// Why a file could not be received.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// It is larger than [`LARGEST_FILE`].
    #[error("larger than any file may be")]
    TooLarge,
    /// The browser stopped sending.
    #[error("interrupted")]
    Interrupted,
    /// The storage or the antivirus failed.
    #[error("{0}")]
    Storage(String),
}

/// A file that could not be read, kept or removed.
#[derive(Debug, thiserror::Error)]
#[error("storage: {0}")]
pub struct FileError(String);

impl From<object_store::Error> for FileError {
    fn from(error: object_store::Error) -> Self {
        Self(error.to_string())
    }
}

impl Files {
    /// Opens the folder, making it if need be.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(folder: &FilePath, clamd: Option<SocketAddr>) -> Result<Self, FileError> {
        std::fs::create_dir_all(folder).map_err(|error| FileError(format!("{}: {error}", folder.display())))?;
        let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self { store: Arc::new(store), clamd })
    }

    /// Receives a file as it comes, without ever holding it whole: hashed, scanned and written in one pass.
    ///
    /// # Errors
    /// When it is too large, interrupted, or cannot be kept: then nothing of it is kept.
    pub async fn receive<S, E>(&self, name: &str, secret: &str, mut stream: S) -> Result<Received, ReceiveError>
    where
        S: futures_util::Stream<Item = Result<bytes::Bytes, E>> + Unpin,
    {
        let key = format!("{}/{secret}", &secret[..2]);
        let mut reception = Reception::begin(self, &key).await?;
        while let Some(chunk) = stream.next().await {
            let taken = match chunk {
                Ok(chunk) => reception.take(chunk).await,
                Err(_) => Err(ReceiveError::Interrupted),
            };
            if let Err(error) = taken {
                reception.give_up().await;
                return Err(error);
            }
        }
        reception.finish(name, key).await
    }

    /// The content of a file, as it comes.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn content(&self, key: &str) -> Result<Body, FileError> {
        let found = self.store.get(&Path::from(key)).await?;
        Ok(Body::from_stream(found.into_stream()))
    }

    /// The SHA-256 of what is kept of a file, read again as it comes.
    ///
    /// # Errors
    /// When it is not there, or cannot be read to its end.
    pub async fn fingerprint(&self, key: &str) -> Result<Fingerprint, FileError> {
        let mut content = self.store.get(&Path::from(key)).await?.into_stream();
        let mut digest = Sha256::new();
        while let Some(chunk) = content.next().await {
            digest.update(&chunk?);
        }
        Ok(Fingerprint::from_bytes(digest.finalize().into()))
    }

    /// Removes a file.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn remove(&self, key: &str) -> Result<(), FileError> {
        Ok(self.store.delete(&Path::from(key)).await?)
    }
}

/// A file on its way in.
struct Reception {
    written: WriteMultipart,
    scan: Option<Scan>,
    digest: Sha256,
    head: Vec<u8>,
    size: u64,
}

impl Reception {
    async fn begin(files: &Files, key: &str) -> Result<Self, ReceiveError> {
        let upload = files.store.put_multipart(&Path::from(key)).await.map_err(storage)?;
        let scan = match files.clamd {
            Some(clamd) => Some(Scan::begin(clamd).await.map_err(storage)?),
            None => None,
        };
        Ok(Self { written: WriteMultipart::new(upload), scan, digest: Sha256::new(), head: Vec::new(), size: 0 })
    }

    async fn take(&mut self, chunk: bytes::Bytes) -> Result<(), ReceiveError> {
        self.size += chunk.len() as u64;
        if self.size > LARGEST_FILE {
            return Err(ReceiveError::TooLarge);
        }
        self.digest.update(&chunk);
        let missing = HEAD.saturating_sub(self.head.len()).min(chunk.len());
        self.head.extend_from_slice(&chunk[..missing]);
        if let Some(scan) = &mut self.scan {
            scan.feed(&chunk).await.map_err(storage)?;
        }
        self.written.wait_for_capacity(4).await.map_err(storage)?;
        self.written.put(chunk);
        Ok(())
    }

    async fn finish(self, name: &str, key: String) -> Result<Received, ReceiveError> {
        let verdict = match self.scan {
            Some(scan) => scan.verdict().await.map_err(storage)?,
            None => Verdict::NotScanned,
        };
        self.written.finish().await.map_err(storage)?;
        Ok(Received {
            name: name.chars().filter(|character| !character.is_control()).take(200).collect(),
            key,
            size: self.size,
            sha256: Fingerprint::from_bytes(self.digest.finalize().into()),
            media_type: MediaType::of(&self.head),
            verdict,
        })
    }

    /// What was written of a file that is not kept goes; if even that fails, nothing points to it.
    async fn give_up(self) {
        if let Err(error) = self.written.abort().await {
            tracing::warn!(%error, "an interrupted file could not be removed");
        }
    }
}

fn storage(error: impl std::fmt::Display) -> ReceiveError {
    ReceiveError::Storage(error.to_string())
}

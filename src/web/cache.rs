//! Public pages, kept for a second. Everybody who is not signed in reads the same page, so that one rendering serves
//! them all; a commit of this program makes every kept page out of date at once.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use entity::values::Instant;
use sha2::{Digest, Sha256};

/// How long a page is kept, in milliseconds: what it says about time is to the second.
const KEPT_FOR_MILLIS: i64 = 1000;
/// How many bytes of pages are kept: past that, all are dropped, and the busiest come back first.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// What a page costs beside its body and its address: its headers, about.
const BYTES_BESIDE_BODY: usize = 2048;
/// The longest address kept.
const LONGEST_ADDRESS: usize = 500;

#[derive(Default)]
pub(super) struct PageCache(RwLock<Pages>);

#[derive(Default)]
struct Pages {
    by_address: HashMap<String, Kept>,
    bytes: usize,
}

impl Pages {
    fn keep(&mut self, address: String, page: Kept) {
        let bytes = page.body.len() + address.len() + BYTES_BESIDE_BODY;
        if self.bytes + bytes > MOST_BYTES {
            *self = Self::default();
        }
        self.bytes += bytes;
        if let Some(replaced) = self.by_address.insert(address.clone(), page) {
            self.bytes -= replaced.body.len() + address.len() + BYTES_BESIDE_BODY;
        }
    }
}

#[derive(Clone)]
struct Kept {
    headers: HeaderMap,
    etag: HeaderValue,
    body: Bytes,
    at: Instant,
    generation: u64,
}

impl PageCache {
    /// The page kept for `address`, if it is still true.
    pub(super) fn find(&self, address: &str, asked: Option<&HeaderValue>, now: Instant, generation: u64) -> Option<Response> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner).by_address.get(address).cloned()?;
        let age = now.millis() - kept.at.millis();
        let is_true = kept.generation == generation && (0..KEPT_FOR_MILLIS).contains(&age);
        is_true.then(|| kept.response(asked))
    }

    /// Keeps a page, and answers with it.
    pub(super) fn keep(
        &self,
        address: String,
        headers: HeaderMap,
        body: Bytes,
        asked: Option<&HeaderValue>,
        now: Instant,
        generation: u64,
    ) -> Response {
        let etag = etag_of(&body);
        let kept = Kept { headers, etag, body, at: now, generation };
        let response = kept.clone().response(asked);
        if address.len() <= LONGEST_ADDRESS {
            self.0.write().unwrap_or_else(PoisonError::into_inner).keep(address, kept);
        }
        response
    }
}

impl Kept {
    fn response(self, asked: Option<&HeaderValue>) -> Response {
        let mut response =
            if asked == Some(&self.etag) { StatusCode::NOT_MODIFIED.into_response() } else { self.body.into_response() };
        *response.headers_mut() = self.headers;
        response.headers_mut().insert(header::ETAG, self.etag);
        response
    }
}

fn etag_of(body: &Bytes) -> HeaderValue {
    let hash = hex::encode(&Sha256::digest(body)[..12]);
    HeaderValue::from_str(&format!("\"{hash}\"")).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

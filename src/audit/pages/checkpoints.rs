//! The signed seals, for everybody: what each states, by which key, and the files with which anyone checks it.

use askama::Template;
use axum::http::StatusCode;
use entity::{checkpoint, values::Instant};
use serde::Serialize;

use super::super::{
    actions,
    rules::checkpoint::{public_key_pem, signature_bytes, statement_of},
};
use crate::{
    access::Public,
    db::PageNumber,
    web::{Failure, Page, Pages, Path, Query, Reply, urls},
};

#[derive(Template)]
#[template(path = "audit/checkpoints.html")]
struct Checkpoints {
    page: Page,
    rows: Vec<Row>,
    pages: Pages,
    /// Whether this service signs now.
    signs: bool,
    json_url: String,
}

struct Row {
    number: i64,
    hash: String,
    signed_at: Instant,
    public_key: String,
    signature: String,
    text_url: String,
    signature_url: String,
    key_url: String,
}

impl Row {
    fn of(checkpoint: checkpoint::Model) -> Self {
        let number = checkpoint.seal_number;
        Self {
            number,
            hash: checkpoint.seal_hash.to_string(),
            signed_at: checkpoint.signed_at,
            public_key: checkpoint.public_key,
            signature: checkpoint.signature,
            text_url: urls::checkpoint_part(number, "texte"),
            signature_url: urls::checkpoint_part(number, "signature"),
            key_url: urls::checkpoint_part(number, "cle"),
        }
    }
}

/// A checkpoint, as machines read it.
#[derive(Serialize)]
struct Told {
    seal: i64,
    hash: String,
    signed: String,
    public_key: String,
    signature: String,
    /// What was signed.
    text: String,
}

#[derive(Serialize)]
struct AllTold {
    checkpoints: Vec<Told>,
    page: u64,
    pages: u64,
}

/// Which page of the list is asked for.
fn asked(query: &[(String, String)]) -> PageNumber {
    PageNumber::parse(query.iter().find(|(name, _)| name == "page").map(|(_, value)| value.as_str()))
}

pub(super) async fn get(visit: Public, Query(query): Query<Vec<(String, String)>>) -> Result<Reply, Failure> {
    let found = actions::checkpoints(&visit.read(), asked(&query)).await?;
    let view = Checkpoints {
        page: Page::of(&visit),
        pages: Pages::of(&found, urls::CHECKPOINTS, &[]),
        rows: found.rows.into_iter().map(Row::of).collect(),
        signs: visit.app().config().signing_key.is_some(),
        json_url: urls::checkpoints_json(),
    };
    Ok(Reply::page(&view)?.kept(visit.sensitivity()))
}

pub(super) async fn json(visit: Public, Query(query): Query<Vec<(String, String)>>) -> Result<Reply, Failure> {
    let found = actions::checkpoints(&visit.read(), asked(&query)).await?;
    let (page, pages) = (found.number.get(), found.pages());
    let told = |checkpoint: checkpoint::Model| Told {
        text: statement_of(&checkpoint),
        seal: checkpoint.seal_number,
        hash: checkpoint.seal_hash.to_string(),
        signed: checkpoint.signed_at.iso(),
        public_key: checkpoint.public_key,
        signature: checkpoint.signature,
    };
    let all = AllTold { checkpoints: found.rows.into_iter().map(told).collect(), page, pages };
    Ok(Reply::json(StatusCode::OK, &all).kept(visit.sensitivity()))
}

/// The text that was signed, the signature in bytes, or the key in PEM: what `openssl` takes.
pub(super) async fn part(visit: Public, Path((seal, part)): Path<(i64, String)>) -> Result<Reply, Failure> {
    let checkpoint = actions::checkpoint_of(&visit.read(), seal).await?.ok_or(Failure::NotFound)?;
    let (name, kind, bytes) = match part.as_str() {
        "texte" => ("txt", "text/plain; charset=utf-8", Some(statement_of(&checkpoint).into_bytes())),
        "signature" => ("sig", "application/octet-stream", signature_bytes(&checkpoint.signature)),
        "cle" => ("pem", "application/x-pem-file", public_key_pem(&checkpoint.public_key).map(String::into_bytes)),
        _ => return Err(Failure::NotFound),
    };
    let bytes = bytes.ok_or_else(|| Failure::fault("a checkpoint holds no signature or no key"))?;
    Ok(Reply::file(&format!("sceau-{seal}.{name}"), kind, bytes))
}

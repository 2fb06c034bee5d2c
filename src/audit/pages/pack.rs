//! The audit pack: what may be taken, what it holds, and the file, sent as it is made.

use askama::Template;
use axum::body::{Body, Bytes};
use entity::{
    programme,
    values::{Day, Instant},
};
use futures_util::stream;
use tokio::sync::mpsc;

use super::super::{
    actions::{self, Outlet, Pack},
    gates::{Packed, TakeLaureatePack, TakeProgrammePack, TakeSomePack},
};
use crate::{
    access::{Granted, Policy, Visit},
    db::StoreError,
    web::{Failure, FormState, Page, Query, Reply, urls},
};

/// How many pieces of a file wait for whoever downloads it.
const WAITING: usize = 4;

#[derive(Template)]
#[template(path = "audit/packs.html")]
struct Packs {
    page: Page,
    programmes: Vec<programme::Model>,
}

#[derive(Template)]
#[template(path = "audit/pack.html")]
struct PackPage {
    page: Page,
    f: FormState,
    title: String,
    /// What the pack is about, in a line.
    about: String,
    is_whole: bool,
    address: String,
    day: String,
    known: String,
    /// Where the file is, its two dates fixed; none while one of them cannot be read.
    file: Option<String>,
}

/// Where the page of a pack and its file are.
fn addresses(packed: &Packed) -> (String, String) {
    match &packed.laureate {
        Some(laureate) => (urls::laureate_pack(&laureate.reference), urls::laureate_pack_file(&laureate.reference)),
        None => (urls::programme_pack(&packed.programme.code), urls::programme_pack_file(&packed.programme.code)),
    }
}

pub(super) async fn list(granted: Granted<TakeSomePack>) -> Result<Reply, Failure> {
    Reply::page(&Packs { page: Page::of(&granted), programmes: granted.subject().clone() })
}

pub(super) async fn programme(
    granted: Granted<TakeProgrammePack>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Reply, Failure> {
    shown(&granted, asked)
}

pub(super) async fn laureate(
    granted: Granted<TakeLaureatePack>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Reply, Failure> {
    shown(&granted, asked)
}

pub(super) async fn programme_file(
    granted: Granted<TakeProgrammePack>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Reply, Failure> {
    sent(&granted, asked).await
}

pub(super) async fn laureate_file(
    granted: Granted<TakeLaureatePack>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Reply, Failure> {
    sent(&granted, asked).await
}

fn shown(granted: &Granted<impl Policy<Subject = Packed>>, asked: Vec<(String, String)>) -> Result<Reply, Failure> {
    let packed = granted.subject();
    let mut f = FormState::typed(asked);
    let dates = dates(granted, &mut f);
    let (address, file) = addresses(packed);
    let (day, known) = dates.unwrap_or((granted.now().paris_day(), granted.now()));
    let fixed = urls::with_query(&file, &[("au", &day.iso()), ("connu", &known.iso())]);
    let (title, about) = match &packed.laureate {
        Some(laureate) => (format!("Dossier d’audit de l’engagement {}", laureate.reference), laureate.label.clone()),
        None => (format!("Dossier d’audit du programme {}", packed.programme.code), packed.programme.name.clone()),
    };
    let view = PackPage {
        page: Page::of(granted),
        f: if f.has_errors() { f } else { f.with("au", day.iso()) },
        title,
        about,
        is_whole: packed.laureate.is_none(),
        address,
        day: day.in_words(),
        known: known.in_words_to_the_second(),
        file: dates.map(|_| fixed),
    };
    if view.file.is_none() { Reply::again(&view) } else { Reply::page(&view) }
}

/// The day and the instant that are asked for, today and now when none is; nothing, and why, when one of them cannot be read or
/// is to come.
fn dates(visit: &Visit, asked: &mut FormState) -> Option<(Day, Instant)> {
    let day = asked.read_optional::<Day>("au");
    let known = match Instant::parse(asked.value("connu")) {
        Ok(known) => Some(Some(known)),
        Err(_) => asked.read_optional::<Instant>("connu"),
    };
    if known.flatten().is_some_and(|known| known > visit.now()) {
        asked.refuse("connu", "Ce moment est à venir : ce qui est connu l’est au plus tard maintenant. Laissez ce champ vide.");
        return None;
    }
    Some((day?.unwrap_or_else(|| visit.now().paris_day()), known?.unwrap_or(visit.now())))
}

/// The file, sent as it is made: whoever stops taking it stops its making.
async fn sent(granted: &Granted<impl Policy<Subject = Packed>>, asked: Vec<(String, String)>) -> Result<Reply, Failure> {
    let (day, known) = dates(granted, &mut FormState::typed(asked)).ok_or(Failure::NotFound)?;
    let pack = Pack { packed: granted.subject().clone(), day, known };
    let (app, reader) = (granted.app().clone(), granted.read());
    // What was written in the last second is to be in it, and is sealed a second later.
    actions::seal_pending(app.database(), app.clock().now()).await?;

    let name = format!("{}.zip", pack.name());
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        let mut download = Download(sender);
        if let Err(error) = actions::pack(&reader, app.files(), &pack, &mut download).await {
            tracing::warn!(%error, "an audit pack was not sent to its end");
            // Told to nobody when nobody listens any more.
            let _ = download.0.send(Err(StoreError::Fault(error.to_string()))).await;
        }
    });
    let pieces = stream::unfold(receiver, async |mut receiver| receiver.recv().await.map(|piece| (piece, receiver)));
    Ok(Reply::file(&name, "application/zip", Body::from_stream(pieces)))
}

/// Somebody who downloads.
struct Download(mpsc::Sender<Result<Bytes, StoreError>>);

impl Outlet for Download {
    async fn take(&mut self, bytes: Vec<u8>) -> std::io::Result<()> {
        self.0.send(Ok(bytes.into())).await.map_err(|_| std::io::ErrorKind::BrokenPipe.into())
    }
}

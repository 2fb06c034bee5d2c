//! What proves an entry: the seal that holds it, what was done with it, and the papers it rests on.

use askama::Template;
use entity::{entry, values::Instant};

use super::{
    super::{
        actions::{self, Documents},
        gates::may_read_some,
    },
    Seal, words,
};
use crate::{
    access::{Actor, Granted, ask},
    awards::gates::ReadAward,
    budget::gates::{ReadCommitment, ReadEntry},
    db::Reader,
    dossiers::gates::ReviewDossier,
    web::{Failure, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "audit/entry.html")]
struct Proof {
    page: Page,
    written: entry::Model,
    title: String,
    /// The entry, on the way from the top.
    crumb: String,
    seal: Option<Seal>,
    events: Vec<Event>,
    papers: Vec<Paper>,
}

struct Event {
    at: Instant,
    kind: String,
    who: String,
    why: String,
    /// Its sheet, for those who read the journal; empty for others.
    href: String,
}

struct Paper {
    label: String,
    href: String,
}

pub(super) async fn get(granted: Granted<ReadEntry>) -> Result<Reply, Failure> {
    let (entry, reader, actor) = (granted.subject().clone(), granted.read(), granted.actor());
    let seal = actions::seal_of_entry(&reader, &entry).await?.map(Seal::of);
    let reads_events = may_read_some(actor);
    let told = |(event, person): &actions::ReadEvent| Event {
        at: event.at,
        kind: words::kind(&event.kind).to_owned(),
        who: words::who(event, person.as_ref(), None),
        why: event.reason.clone().unwrap_or_default(),
        href: if reads_events { urls::event(event.id) } else { String::new() },
    };
    let events = actions::events_of_entry(&reader, entry.id).await?;
    let documents = actions::documents_of_entry(&reader, entry.id).await?;
    Reply::page(&Proof {
        page: Page::of(&granted),
        title: format!("Preuve de l’écriture {}", entry.id),
        crumb: format!("Écriture {}", entry.id),
        seal,
        events: events.iter().map(told).collect(),
        papers: papers(actor, &reader, granted.now(), &documents).await,
        written: entry,
    })
}

/// The papers that whoever looks may read, each asked of its own gate: no link leads to a page that is not theirs.
async fn papers(actor: &Actor, reader: &Reader, now: Instant, documents: &[Documents]) -> Vec<Paper> {
    let mut papers = Vec::new();
    for Documents { commitment, dossier } in documents {
        if ask::<ReadCommitment>(actor, commitment.clone(), reader, now).await.is_ok() {
            papers.push(Paper { label: format!("Engagement {commitment}"), href: urls::commitment(commitment) });
        }
        let Some(dossier) = dossier else { continue };
        if ask::<ReviewDossier>(actor, dossier.clone().into(), reader, now).await.is_ok() {
            papers.push(Paper { label: format!("Dossier {dossier}"), href: urls::reviewed_dossier(dossier) });
        }
        if ask::<ReadAward>(actor, dossier.clone(), reader, now).await.is_ok() {
            papers.push(Paper { label: format!("Décision sur le dossier {dossier}"), href: urls::dossier_decision(dossier) });
        }
    }
    papers
}

//! Who reads what: dossiers in rows, jurors in columns, a box where they meet.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use entity::{
    call,
    values::{DossierId, JurorId},
    wave,
};
use serde::Deserialize;

use super::{
    super::{
        actions::{self, Changes, JuryError, JuryRoom},
        rules::{
            Obstacle, Refusal,
            proposal::{Pair, Proposal, propose},
        },
    },
    failure, words,
};
use crate::{
    access::Granted,
    calls::{
        ManagedWave,
        gates::{ManageWave, ReadWave, may_write},
    },
    db::{self, PageNumber},
    dossiers::Candidate,
    web::{Failure, Form, FormState, Page, Pages, Query, Reply, urls},
};

/// How many dossiers a page lists.
const PER_PAGE: u64 = 50;
/// The most readers that a proposal gives to a dossier.
const MOST_READERS: usize = 9;

#[derive(Deserialize)]
pub(super) struct Asked {
    /// How many jurors are to read each dossier, when a proposal is asked for.
    #[serde(default)]
    lecteurs: String,
    #[serde(default)]
    page: String,
}

/// Where a dossier and a juror meet.
struct Cell {
    /// « 12-3 »: the dossier and the juror.
    value: String,
    name: String,
    juror: String,
    is_ticked: bool,
    is_assigned: bool,
    obstacle: Option<Obstacle>,
}

struct Row {
    candidate: Candidate,
    readers: usize,
    cells: Vec<Cell>,
}

struct Column {
    name: String,
    load: usize,
}

#[derive(Template)]
#[template(path = "jury/assignments.html")]
struct Assignments {
    page: Page,
    f: FormState,
    call: call::Model,
    wave: wave::Model,
    may_write: bool,
    columns: Vec<Column>,
    rows: Vec<Row>,
    pages: Pages,
    /// What the proposal did; empty when none was asked for.
    proposed: String,
    /// The dossiers that too few jurors may read.
    short: Vec<String>,
}

impl Assignments {
    /// `readers`: how many each dossier is to have, when a proposal is asked for.
    fn of(
        page: Page,
        managed: &ManagedWave,
        may_write: bool,
        room: &JuryRoom,
        ticked: &BTreeSet<Pair>,
        readers: Option<usize>,
        f: FormState,
    ) -> Self {
        let mut loads: BTreeMap<JurorId, usize> = BTreeMap::new();
        for (_, juror) in ticked {
            *loads.entry(*juror).or_default() += 1;
        }
        let columns = room
            .members
            .iter()
            .map(|(juror, person)| Column { name: person.name.clone(), load: loads.get(&juror.id).copied().unwrap_or(0) });
        let list = db::Page::cut(&room.dossiers, PageNumber::parse(Some(f.value("page"))), PER_PAGE);
        let rows = list.rows.iter().map(|candidate| {
            let cells: Vec<Cell> =
                room.members.iter().map(|(juror, person)| cell(room, candidate, juror.id, &person.name, ticked)).collect();
            Row { candidate: candidate.clone(), readers: cells.iter().filter(|cell| cell.is_ticked).count(), cells }
        });
        let asked = readers.map(|readers| readers.to_string()).unwrap_or_default();
        Self {
            page,
            pages: Pages::of(&list, &urls::assignments(&managed.wave.reference), &[("lecteurs", asked.as_str())]),
            call: managed.call.clone(),
            wave: managed.wave.clone(),
            may_write,
            columns: columns.collect(),
            rows: rows.collect(),
            f: f.with("lecteurs", readers.unwrap_or(2)),
            proposed: String::new(),
            short: Vec::new(),
        }
    }

    fn proposing(self, room: &JuryRoom, proposal: &Proposal) -> Self {
        let reference = |dossier: &DossierId| Some(room.dossier(*dossier)?.dossier.reference.to_string());
        let short = proposal.short.iter().filter_map(|(dossier, _)| reference(dossier)).collect();
        Self { proposed: proposed(proposal.added.len()), short, ..self }
    }
}

fn proposed(ticked: usize) -> String {
    let ticked = match ticked {
        0 => "Rien à ajouter".to_owned(),
        1 => "Une case a été cochée".to_owned(),
        several => format!("{several} cases ont été cochées"),
    };
    format!(
        "{ticked} : les charges sont les plus égales possible, et personne ne reçoit un dossier dont il s’est déporté. Ajustez, puis enregistrez."
    )
}

fn cell(room: &JuryRoom, candidate: &Candidate, juror: JurorId, name: &str, ticked: &BTreeSet<Pair>) -> Cell {
    let dossier = &candidate.dossier;
    let pair = (dossier.id, juror);
    let reading = room.reading(dossier.id, juror);
    Cell {
        value: format!("{}-{juror}", dossier.id),
        name: dossier.reference.to_string(),
        juror: name.to_owned(),
        is_ticked: ticked.contains(&pair),
        is_assigned: reading.is_some(),
        obstacle: if reading.is_some_and(|reading| reading.review.is_some()) {
            Some(Obstacle::ReviewBegun)
        } else {
            room.barrier(dossier.id, juror)
        },
    }
}

fn assigned(room: &JuryRoom) -> BTreeSet<Pair> {
    room.readings.keys().copied().collect()
}

pub(super) async fn get(granted: Granted<ReadWave>, Query(asked): Query<Asked>) -> Result<Reply, Failure> {
    let managed = granted.subject();
    let room = actions::jury_room(&granted.read(), managed.wave.id).await?;
    let may_write = may_write(granted.actor(), &managed.call);
    let readers = asked.lecteurs.trim().parse::<usize>().ok().filter(|readers| (1..=MOST_READERS).contains(readers));
    let mut ticked = assigned(&room);
    let f = FormState::empty().with("page", asked.page);
    let Some(readers) = readers else {
        return Reply::page(&Assignments::of(Page::of(&granted), managed, may_write, &room, &ticked, None, f));
    };
    let proposal = propose(&room.to_share(), readers);
    ticked.extend(proposal.added.iter().copied());
    Reply::page(
        &Assignments::of(Page::of(&granted), managed, may_write, &room, &ticked, Some(readers), f).proposing(&room, &proposal),
    )
}

/// The form sends the boxes as they were shown and as they are now: only what its author changed is changed, so that two
/// people who assign at the same time undo nothing of each other's.
pub(super) async fn post(granted: Granted<ManageWave>, Form(form): Form) -> Result<Reply, Failure> {
    let (shown, ticked) = (pairs(form.all("avant")), pairs(form.all("affectation")));
    let changes = Changes { give: &ticked - &shown, take_back: &shown - &ticked };
    let address = urls::with_query(&urls::assignments(&granted.subject().wave.reference), &[("page", form.value("page"))]);
    let tx = granted.begin().await?;
    match actions::assign(&tx, granted.permit(), &changes).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Reply::see(address).flash(told(&changes)))
        }
        Err(JuryError::Refused(Refusal::Assignment { dossier, juror, why })) => {
            drop(tx);
            let managed = granted.subject();
            let room = actions::jury_room(&granted.read(), managed.wave.id).await?;
            let form = form.refused("", words::refused_pair(&room, dossier, juror, why));
            let ticked = kept_by_review(&room, &(&assigned(&room) - &shown) | &ticked);
            Reply::again(&Assignments::of(Page::of(&granted), managed, true, &room, &ticked, None, form))
        }
        Err(error) => Err(failure(error, address)),
    }
}

/// A box that cannot be changed is not sent by the browser: it stays as it is.
fn kept_by_review(room: &JuryRoom, mut ticked: BTreeSet<Pair>) -> BTreeSet<Pair> {
    ticked.extend(room.readings.iter().filter(|(_, reading)| reading.review.is_some()).map(|(pair, _)| *pair));
    ticked
}

fn told(changes: &Changes) -> String {
    match (changes.give.len(), changes.take_back.len()) {
        (0, 0) => "Rien n’a changé.".to_owned(),
        (given, 0) => format!("Ajouté : {}.", words::counted(given, "affectation")),
        (0, taken) => format!("Retiré : {}.", words::counted(taken, "affectation")),
        (given, taken) => format!("Ajouté : {} ; retiré : {taken}.", words::counted(given, "affectation")),
    }
}

/// Reads « 12-3 » pairs; what cannot be read names nothing.
fn pairs(sent: &[String]) -> BTreeSet<Pair> {
    let pair = |text: &String| {
        let (dossier, juror) = text.split_once('-')?;
        Some((DossierId(dossier.parse().ok()?), JurorId(juror.parse().ok()?)))
    };
    sent.iter().filter_map(pair).collect()
}

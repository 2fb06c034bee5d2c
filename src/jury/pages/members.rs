//! The jury of a wave: members, invitations, load, progress.

use askama::Template;
use entity::{
    call, invitation, juror, person, recusal,
    values::{Email, Instant},
    wave,
};

use super::{
    super::{
        actions::{self, JuryError, JuryRoom, Load},
        rules::interests,
    },
    failure, words,
};
use crate::{
    access::{Actor, Granted},
    calls::{
        ManagedWave,
        gates::{ManageWave, ReadWave, may_write},
    },
    db::{Reader, StoreError},
    people::{self, rules::invitation::is_open},
    web::{Failure, Form, FormState, Page, Reply, urls},
};

/// Where an invitation stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Awaited,
    /// Accepted, by somebody who has not come yet.
    Accepted,
    Declined,
    Expired,
}

/// An invitation that has not become a seat.
struct Invited {
    row: invitation::Model,
    answer: Answer,
}

/// A member, and how far they are.
struct Member {
    person: person::Model,
    load: Load,
    /// Whether a dossier awaits their declaration.
    must_declare: bool,
}

#[derive(Template)]
#[template(path = "jury/members.html")]
struct Members {
    page: Page,
    f: FormState,
    call: call::Model,
    wave: wave::Model,
    may_write: bool,
    members: Vec<Member>,
    invited: Vec<Invited>,
    recusals: Vec<(recusal::Model, String, String)>,
    done: usize,
    expected: usize,
}

impl Members {
    async fn of(
        page: Page,
        reader: &Reader,
        actor: &Actor,
        managed: &ManagedWave,
        now: Instant,
        f: FormState,
    ) -> Result<Self, StoreError> {
        let ManagedWave { call, wave } = managed;
        let room = actions::jury_room(reader, wave.id).await?;
        let sent = people::actions::invitations_to_wave(reader, wave.id).await?;
        Ok(Self {
            page,
            f,
            may_write: may_write(actor, call),
            call: call.clone(),
            wave: wave.clone(),
            members: members(&room),
            invited: invited(&room, sent, now),
            recusals: recusals(&room),
            done: room.done(),
            expected: room.readings.len(),
        })
    }
}

fn members(room: &JuryRoom) -> Vec<Member> {
    let loads = room.loads();
    let last = room.dossiers.iter().filter_map(|candidate| candidate.dossier.submitted_at).max();
    let member = |(juror, person): &(juror::Model, person::Model)| Member {
        load: loads.get(&juror.id).copied().unwrap_or_default(),
        must_declare: juror.interests_declared_at.is_none()
            || last.is_some() && !interests::covers(juror.interests_declared_at, last),
        person: person.clone(),
    };
    room.members.iter().map(member).collect()
}

/// The recusals, oldest first, with who stepped aside from what.
fn recusals(room: &JuryRoom) -> Vec<(recusal::Model, String, String)> {
    let mut declared: Vec<&recusal::Model> = room.recusals.values().collect();
    declared.sort_by_key(|recusal| recusal.id);
    declared.into_iter().map(|recusal| (recusal.clone(), who(room, recusal), about(room, recusal))).collect()
}

fn invited(room: &JuryRoom, sent: Vec<invitation::Model>, now: Instant) -> Vec<Invited> {
    let sits = |invitation: &invitation::Model| room.members.iter().any(|(_, person)| person.email == invitation.email);
    let answer = |row: &invitation::Model| match (row.accepted_at, row.declined_at) {
        (Some(_), _) => Answer::Accepted,
        (None, Some(_)) => Answer::Declined,
        (None, None) if is_open(row.created_at, false, now) => Answer::Awaited,
        (None, None) => Answer::Expired,
    };
    sent.into_iter().filter(|row| !sits(row)).map(|row| Invited { answer: answer(&row), row }).collect()
}

fn who(room: &JuryRoom, recusal: &recusal::Model) -> String {
    room.member(recusal.juror_id).map(|(_, person)| person.name.clone()).unwrap_or_default()
}

fn about(room: &JuryRoom, recusal: &recusal::Model) -> String {
    room.dossier(recusal.dossier_id).map_or_else(
        || "dossier qui n’est pas évalué".to_owned(),
        |candidate| format!("{} – {}", candidate.dossier.reference, candidate.organisation.name),
    )
}

pub(super) async fn get(granted: Granted<ReadWave>) -> Result<Reply, Failure> {
    let view =
        Members::of(Page::of(&granted), &granted.read(), granted.actor(), granted.subject(), granted.now(), FormState::empty())
            .await?;
    Reply::page(&view)
}

pub(super) async fn invite(granted: Granted<ManageWave>, Form(mut form): Form) -> Result<Reply, Failure> {
    let Some(email) = form.read::<Email>("email") else { return again(&granted, form).await };
    let jury = urls::jury(&granted.subject().wave.reference);
    let told = format!("L’invitation part vers {email}.");
    let tx = granted.begin().await?;
    match actions::invite_juror(&tx, granted.permit(), email, granted.randomness().token()).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Reply::see(jury).flash(told))
        }
        Err(JuryError::Refused(refusal)) => {
            drop(tx);
            again(&granted, form.refused("email", words::refusal(&refusal))).await
        }
        Err(error) => Err(failure(error, jury)),
    }
}

async fn again(granted: &Granted<ManageWave>, form: FormState) -> Result<Reply, Failure> {
    let view = Members::of(Page::of(granted), &granted.read(), granted.actor(), granted.subject(), granted.now(), form).await?;
    Reply::again(&view)
}

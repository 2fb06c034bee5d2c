//! Invitations, seats, interests.

use std::collections::BTreeMap;

use entity::{
    invitation, juror,
    values::{DossierId, Email, JurorId, PersonId, Role},
};
use serde_json::json;

use super::{
    super::{
        gates::{Seat, TakeSeat},
        rules::{
            Refusal,
            interests::{self, Interest},
            review,
        },
        store,
    },
    JuryError,
};
use crate::{
    access::{Grant, Permit, Scope},
    calls::{ManagedWave, gates::ManageWave},
    db::{StoreError, Tx},
    dossiers,
    journal::{self, Event, EventKind, Subject},
    people::{self, InvitationOffer, InvitedRole, rules::invitation::is_open},
    randomness::Token,
};

/// Invites somebody to the jury of a wave, by mail. `link` is the secret of the invitation.
///
/// # Errors
/// [`Refusal::InvitedAlready`] while an invitation can be answered or was accepted.
pub async fn invite_juror(tx: &Tx, permit: &Permit<ManageWave>, email: Email, link: Token) -> Result<(), JuryError> {
    let ManagedWave { call, wave } = permit.subject();
    let sent = people::actions::invitations_to_wave(tx, wave.id).await?;
    let stands = |invitation: &invitation::Model| {
        invitation.accepted_at.is_some() || is_open(invitation.created_at, invitation.declined_at.is_some(), tx.at())
    };
    if sent.iter().any(|invitation| invitation.email == email && stands(invitation)) {
        return Err(Refusal::InvitedAlready.into());
    }
    let role = InvitedRole { grant: Grant { role: Role::Juror, scope: Scope::Call(call.id) }, wave: Some(wave.id) };
    let wording = format!("juré de l’appel « {} » ({})", call.title, wave.reference);
    Ok(people::actions::invite(tx, &InvitationOffer { email, role, wording, link, idempotency_key: None }).await?)
}

/// Takes one's seat on a jury; who sits already keeps their seat.
///
/// # Errors
/// When the database fails.
pub async fn join(tx: &Tx, permit: &Permit<TakeSeat>) -> Result<juror::Model, JuryError> {
    let (seat, person) = (permit.subject(), author(tx)?);
    if store::seats::take_seat(tx, seat.wave.id, person, seat.invited_by).await? {
        let joined = Event::new(EventKind::JurorJoined, Subject::Wave(seat.wave.id)).in_programme(seat.wave.programme_id);
        journal::record(tx, joined.after(&json!({ "person": person }))).await?;
    }
    Ok(store::seats::seat_for_update(tx, seat.wave.id, person).await?.ok_or(StoreError::Stale)?)
}

/// Declares one's interests about the dossiers of a wave, taking one's seat if need be. A link with a dossier takes it
/// away: what was written stays in the file, is no longer theirs to read, and counts nowhere unless it was decided upon
/// already.
///
/// # Errors
/// [`Refusal::Undeclared`] when the declaration leaves out a dossier.
pub async fn declare_interests(
    tx: &Tx,
    permit: &Permit<TakeSeat>,
    declared: Vec<(DossierId, Interest)>,
) -> Result<juror::Model, JuryError> {
    let seat = permit.subject();
    let juror = join(tx, permit).await?;
    let running = dossiers::actions::running_dossiers(tx, seat.wave.id).await?;
    let recused: Vec<DossierId> =
        store::seats::recusals_of(tx, juror.id).await?.into_iter().map(|recusal| recusal.dossier_id).collect();
    let open: Vec<DossierId> =
        running.iter().map(|candidate| candidate.dossier.id).filter(|dossier| !recused.contains(dossier)).collect();
    interests::check_whole(open.iter().copied(), &declared)?;

    let links = declared.into_iter().filter_map(|(dossier, interest)| match interest {
        Interest::Link(reason) if open.contains(&dossier) => Some((dossier, reason)),
        Interest::Link(_) | Interest::Nothing => None,
    });
    recuse(tx, seat, juror.id, &links.collect()).await?;
    store::seats::mark_declared(tx, juror.id).await?;
    let event = Event::new(EventKind::InterestsDeclared, Subject::Wave(seat.wave.id)).in_programme(seat.wave.programme_id);
    journal::record(tx, event.after(&json!({ "juror": juror.id, "dossiers": open.len() }))).await?;
    Ok(juror::Model { interests_declared_at: Some(tx.at()), ..juror })
}

/// Steps aside from dossiers, each for its reason. They are held meanwhile: each is either decided with what this juror
/// wrote, or without.
async fn recuse(tx: &Tx, seat: &Seat, juror: JurorId, links: &BTreeMap<DossierId, String>) -> Result<(), JuryError> {
    let ids: Vec<DossierId> = links.keys().copied().collect();
    for dossier in dossiers::actions::hold_dossiers(tx, &ids).await? {
        let Some(reason) = links.get(&dossier.id) else { continue };
        let after_decision = review::is_decided(dossier.state);
        store::seats::insert_recusal(tx, juror, dossier.id, reason, after_decision).await?;
        let event = Event::new(EventKind::JurorRecused, Subject::Dossier(dossier.id)).in_programme(seat.wave.programme_id);
        let recused = json!({ "juror": juror, "after_decision": after_decision });
        journal::record(tx, event.because(reason).after(&recused)).await?;
    }
    Ok(())
}

/// Who writes: a jury's acts are always somebody's.
pub(super) fn author(tx: &Tx) -> Result<PersonId, StoreError> {
    tx.author().ok_or_else(|| StoreError::Fault("a jury's act needs an author".to_owned()))
}

//! Roles: offered by invitation, accepted or declined, granted, removed. Each is an event.

use entity::{
    invitation, person, role_grant,
    values::{Email, Instant, PersonId, Role, RoleGrantId, WaveId},
};

use super::{
    super::{
        rules::{
            Refusal,
            invitation::{InvitationOffer, InvitedRole, VALIDITY, is_open},
        },
        store,
    },
    granted, offered,
};
use crate::{
    access::Grant,
    db::{Source, StoreError, Tx},
    journal::{self, Event, EventKind, Subject},
    mail::{self, Letter},
    randomness::Token,
    web::urls,
};

/// An invitation that can still be answered.
#[derive(Clone, Debug)]
pub struct OpenInvitation {
    /// Its row.
    pub row: invitation::Model,
}

/// An invitation sent, and what became of it.
pub type SentInvitation = invitation::Model;

/// Why an invitation could not be sent or answered.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// A rule refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl OpenInvitation {
    /// What the person is invited to.
    #[must_use]
    pub fn role(&self) -> InvitedRole {
        InvitedRole { grant: offered(&self.row), wave: self.row.wave_id }
    }
}

/// Whether somebody holds a role already, so that inviting them to it would be idle.
///
/// # Errors
/// When the database fails.
pub async fn holds_already(db: &impl Source, email: &Email, role: Grant) -> Result<bool, StoreError> {
    let Some(person) = store::person_by_email(db, email).await? else { return Ok(false) };
    Ok(store::grants_of(db, person.id).await?.iter().any(|held| granted(held) == role))
}

/// Invites somebody to a role, by mail. A form sent twice invites once.
///
/// # Errors
/// When the database fails.
pub async fn invite(tx: &Tx, offer: &InvitationOffer) -> Result<(), StoreError> {
    let author = tx.author().ok_or_else(|| StoreError::Fault("an invitation needs an author".to_owned()))?;
    if !store::insert_invitation(tx, offer, author, tx.at().plus(VALIDITY)).await? {
        return Ok(());
    }
    let known = store::person_by_email(tx, &offer.email).await?;
    let invitee = Subject::Person(known.map_or(author, |person| person.id));
    let (scope, key) = offer.role.grant.scope.stored();
    let offered = serde_json::json!({ "email": offer.email.as_str(), "role": offer.role.grant.role, "scope": scope, "key": key });
    journal::record(tx, Event::new(EventKind::RoleOffered, invitee).because(offer.wording.clone()).after(&offered)).await?;
    mail::queue(tx, &letter(offer)).await
}

/// The invitation behind a link, while it can be answered.
///
/// # Errors
/// When the database fails.
pub async fn invitation(db: &impl Source, token: &Token, now: Instant) -> Result<Option<OpenInvitation>, StoreError> {
    let found = store::invitation_by_token(db, &token.hash()).await?;
    let is_open = |row: &invitation::Model| is_open(row.created_at, row.accepted_at.or(row.declined_at).is_some(), now);
    Ok(found.filter(is_open).map(|row| OpenInvitation { row }))
}

/// The latest invitations, newest first, each with the person who sent it.
///
/// # Errors
/// When the database fails.
pub async fn latest_invitations(db: &impl Source) -> Result<Vec<(SentInvitation, Option<person::Model>)>, StoreError> {
    store::latest_invitations(db).await
}

/// The rank of the wave whose jury an invitation is to.
///
/// # Errors
/// When the database fails.
pub async fn invited_wave_number(db: &impl Source, invitation: &OpenInvitation) -> Result<Option<i32>, StoreError> {
    match invitation.row.wave_id {
        Some(wave) => store::wave_number(db, wave).await,
        None => Ok(None),
    }
}

/// The invitations sent to the jury of a wave, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn invitations_to_wave(db: &impl Source, wave: WaveId) -> Result<Vec<SentInvitation>, StoreError> {
    store::invitations_to_wave(db, wave).await
}

/// Accepts an invitation: the role is granted to the account of the address that was invited, nobody else's.
///
/// # Errors
/// [`Refusal::DeadLink`] when it was answered meanwhile, [`Refusal::InvitedSomeoneElse`] when the account is another's.
pub async fn accept(tx: &Tx, invitation: &OpenInvitation, person: &person::Model) -> Result<InvitedRole, InviteError> {
    if person.email != invitation.row.email {
        return Err(Refusal::InvitedSomeoneElse.into());
    }
    if !store::answer_invitation(tx, &invitation.row, None).await? {
        return Err(Refusal::DeadLink.into());
    }
    let role = invitation.role();
    grant(tx, person.id, role.grant, Some(invitation.row.invited_by)).await?;
    Ok(role)
}

/// Declines an invitation, with a reason.
///
/// # Errors
/// [`Refusal::DeadLink`] when it was answered meanwhile.
pub async fn decline(tx: &Tx, invitation: &OpenInvitation, reason: &str) -> Result<(), InviteError> {
    if !store::answer_invitation(tx, &invitation.row, Some(reason)).await? {
        return Err(Refusal::DeadLink.into());
    }
    journal::record(tx, Event::new(EventKind::InvitationDeclined, Subject::Person(invitation.row.invited_by)).because(reason))
        .await?;
    Ok(())
}

/// Grants a role in the author's name; one held already stays as it is.
///
/// # Errors
/// When the database fails.
pub async fn grant_role(tx: &Tx, person: PersonId, role: Grant) -> Result<(), StoreError> {
    grant(tx, person, role, tx.author()).await
}

async fn grant(tx: &Tx, person: PersonId, role: Grant, granted_by: Option<PersonId>) -> Result<(), StoreError> {
    if store::insert_grant(tx, person, role, granted_by).await? {
        let (scope, key) = role.scope.stored();
        let granted = serde_json::json!({ "role": role.role, "scope": scope, "key": key });
        journal::record(tx, Event::new(EventKind::RoleGranted, Subject::Person(person)).after(&granted)).await?;
    }
    Ok(())
}

/// Removes a role; `None` when it was removed already.
///
/// # Errors
/// [`Refusal::LastAdministrator`] when nobody could give roles any more.
pub async fn remove_role(tx: &Tx, id: RoleGrantId) -> Result<Option<role_grant::Model>, InviteError> {
    let Some(held) = store::grant_by_id(tx, id).await? else { return Ok(None) };
    if held.role == Role::Admin && store::lock_administrators(tx).await? <= 1 {
        return Err(Refusal::LastAdministrator.into());
    }
    let removed = store::remove_grant(tx, id).await?;
    if let Some(held) = &removed {
        let before = serde_json::json!({ "role": held.role, "scope": held.scope_kind, "key": held.scope_id });
        journal::record(tx, Event::new(EventKind::RoleRemoved, Subject::Person(held.person_id)).before(&before)).await?;
    }
    Ok(removed)
}

fn letter(offer: &InvitationOffer) -> Letter {
    Letter {
        to: offer.email.clone(),
        subject: format!("Invitation : {}", offer.wording),
        paragraphs: vec![
            format!("Vous êtes invité à devenir {}.", offer.wording),
            "Le lien ci-dessous vous dit ce qui vous est proposé et vous laisse accepter ou décliner. Il reste valable 14 jours."
                .to_owned(),
        ],
        button: Some(("Voir l’invitation".to_owned(), urls::invitation(offer.link.secret()))),
        why: "Vous recevez ce courriel parce qu’un responsable d’appel vous propose un rôle sur Guichet.".to_owned(),
    }
}

//! Opening an account, confirming its address, choosing a new password.

use entity::{
    person,
    values::{Email, Instant, LinkPurpose, PersonId},
};
use jiff::SignedDuration;

use super::super::{
    rules::{Refusal, password::PasswordHash},
    store,
};
use crate::{
    db::{Reader, StoreError, Tx},
    journal::{self, Event, EventKind, Subject},
    mail::{self, Letter},
    randomness::Token,
    web::urls,
};

/// How long the link that confirms an address lives.
const VERIFICATION_VALIDITY: SignedDuration = SignedDuration::from_hours(48);
/// How long the link to choose a new password lives.
const RESET_VALIDITY: SignedDuration = SignedDuration::from_hours(1);
/// How many such links a mailbox gets in that time: anybody may ask for one, nobody may fill a mailbox with them.
const MOST_RESET_LINKS: u64 = 5;

/// Someone who opens an account.
#[derive(Clone)]
pub struct NewAccount {
    /// The address, not yet proven.
    pub email: Email,
    /// The name shown to others.
    pub name: String,
    /// The password, already checked and hashed.
    pub password: PasswordHash,
    /// The secret of the link that confirms the address.
    pub link: Token,
}

/// Someone who forgot their password.
#[derive(Clone)]
pub struct ResetRequest {
    /// The address they say is theirs.
    pub email: Email,
    /// The secret of the link.
    pub link: Token,
}

/// Why an account could not be opened or changed.
#[derive(Debug, thiserror::Error)]
pub enum SignUpError {
    /// A rule refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens an account and sends the link that confirms its address. An address that has an account already gets a letter
/// that says so instead, with a way in: the page tells nobody who is registered, and whoever opened an account with
/// somebody else's address does not get it confirmed that way.
///
/// # Errors
/// When the database fails.
pub async fn sign_up(tx: &Tx, new: NewAccount) -> Result<(), StoreError> {
    if let Some(known) = store::person_by_email(tx, &new.email).await? {
        return send_reset_link(tx, &known, &new.link, already_registered).await;
    }
    let person = create_account(tx, &new.email, &new.name, &new.password, false).await?;
    store::insert_link(tx, &new.link.hash(), LinkPurpose::VerifyEmail, person.id, tx.at().plus(VERIFICATION_VALIDITY)).await?;
    mail::queue(tx, &confirmation(&person, &new.link)).await
}

/// Opens an account; `verified` when its address is proven by the way it came: an invitation, the command line.
///
/// # Errors
/// When the database fails or the address has an account.
pub async fn create_account(
    tx: &Tx,
    email: &Email,
    name: &str,
    password: &PasswordHash,
    verified: bool,
) -> Result<person::Model, StoreError> {
    let person = store::insert_person(tx, email, name, password.as_str(), verified).await?;
    journal::record(tx, Event::new(EventKind::AccountCreated, Subject::Person(person.id))).await?;
    Ok(person)
}

/// Whether a link still confirms an address.
///
/// # Errors
/// When the database fails.
pub async fn is_live_verification_link(db: &Reader, token: &Token, now: Instant) -> Result<bool, StoreError> {
    Ok(store::live_link(db, &token.hash(), LinkPurpose::VerifyEmail, now).await?.is_some())
}

/// The account whose password a link still lets choose.
///
/// # Errors
/// When the database fails.
pub async fn account_behind_reset_link(db: &Reader, token: &Token, now: Instant) -> Result<Option<person::Model>, StoreError> {
    match store::live_link(db, &token.hash(), LinkPurpose::ResetPassword, now).await? {
        Some(link) => store::person_by_id(db, link.person_id).await,
        None => Ok(None),
    }
}

/// Confirms an address by the link sent to it. Once.
///
/// # Errors
/// [`Refusal::DeadLink`] when the link was used or has expired.
pub async fn confirm_address(tx: &Tx, token: &Token) -> Result<PersonId, SignUpError> {
    let person = use_link(tx, token, LinkPurpose::VerifyEmail).await?;
    store::mark_verified(tx, person).await?;
    journal::record(tx, Event::new(EventKind::EmailVerified, Subject::Person(person))).await?;
    Ok(person)
}

/// Sends a link to choose a new password, if the address has an account; otherwise nothing, and nobody can tell.
///
/// # Errors
/// When the database fails.
pub async fn forgot_password(tx: &Tx, request: ResetRequest) -> Result<(), StoreError> {
    let Some(person) = store::person_by_email(tx, &request.email).await? else { return Ok(()) };
    send_reset_link(tx, &person, &request.link, reset).await
}

/// Sends a person the link to choose a new password.
///
/// # Errors
/// When the database fails.
pub async fn offer_new_password(tx: &Tx, person: &person::Model, link: &Token) -> Result<(), StoreError> {
    store::insert_link(tx, &link.hash(), LinkPurpose::ResetPassword, person.id, tx.at().plus(RESET_VALIDITY)).await?;
    mail::queue(tx, &reset(person, link)).await
}

/// The same at somebody's request, a few times an hour at most: nobody can flood another's mailbox.
async fn send_reset_link(
    tx: &Tx,
    person: &person::Model,
    link: &Token,
    letter: fn(&person::Model, &Token) -> Letter,
) -> Result<(), StoreError> {
    let since = tx.at().plus(-RESET_VALIDITY);
    if store::count_links(tx, person.id, LinkPurpose::ResetPassword, since).await? >= MOST_RESET_LINKS {
        return Ok(());
    }
    store::insert_link(tx, &link.hash(), LinkPurpose::ResetPassword, person.id, tx.at().plus(RESET_VALIDITY)).await?;
    mail::queue(tx, &letter(person, link)).await
}

/// Chooses a new password by the link sent for it: every session ends, wrong tries are forgotten, the address is proven.
///
/// # Errors
/// [`Refusal::DeadLink`] when the link was used or has expired.
pub async fn choose_password(tx: &Tx, token: &Token, password: &PasswordHash) -> Result<(), SignUpError> {
    let id = use_link(tx, token, LinkPurpose::ResetPassword).await?;
    let person = store::person_by_id(tx, id).await?.ok_or(StoreError::Stale)?;
    store::set_password(tx, id, password.as_str()).await?;
    store::revoke_all_sessions(tx, id).await?;
    store::insert_attempt(tx, person.email.as_str(), "lien", true).await?;
    if person.email_verified_at.is_none() {
        store::mark_verified(tx, id).await?;
    }
    journal::record(tx, Event::new(EventKind::PasswordChanged, Subject::Person(id))).await?;
    mail::queue(tx, &password_changed(&person)).await?;
    Ok(())
}

async fn use_link(tx: &Tx, token: &Token, purpose: LinkPurpose) -> Result<PersonId, SignUpError> {
    let link = store::live_link(tx, &token.hash(), purpose, tx.at()).await?.ok_or(Refusal::DeadLink)?;
    if store::use_link(tx, &link).await? { Ok(link.person_id) } else { Err(Refusal::DeadLink.into()) }
}

fn confirmation(person: &person::Model, link: &Token) -> Letter {
    Letter {
        to: person.email.clone(),
        subject: "Confirmez votre adresse électronique".to_owned(),
        paragraphs: vec!["Vous venez de créer un compte sur Guichet. Confirmez que cette adresse est bien la vôtre pour pouvoir vous connecter. Ce lien sert une fois et reste valable 48 heures.".to_owned()],
        button: Some(("Confirmer mon adresse".to_owned(), urls::verify_email(link.secret()))),
        why: "Vous recevez ce courriel parce que cette adresse a été saisie à la création d’un compte. Si ce n’est pas vous, ne faites rien : sans confirmation, le compte ne peut pas servir.".to_owned(),
    }
}

fn already_registered(person: &person::Model, link: &Token) -> Letter {
    Letter {
        to: person.email.clone(),
        subject: "Vous avez déjà un compte".to_owned(),
        paragraphs: vec!["Quelqu’un, sans doute vous, vient de demander la création d’un compte avec cette adresse. Ce compte existe déjà : connectez-vous comme d’habitude. Si vous avez oublié votre mot de passe, ce lien vous laisse en choisir un nouveau ; il sert une fois et reste valable une heure.".to_owned()],
        button: Some(("Choisir un nouveau mot de passe".to_owned(), urls::new_password(link.secret()))),
        why: "Vous recevez ce courriel parce que cette adresse a été saisie à la création d’un compte.".to_owned(),
    }
}

fn reset(person: &person::Model, link: &Token) -> Letter {
    Letter {
        to: person.email.clone(),
        subject: "Choisissez un nouveau mot de passe".to_owned(),
        paragraphs: vec!["Vous avez demandé à choisir un nouveau mot de passe. Ce lien sert une fois et reste valable une heure.".to_owned()],
        button: Some(("Choisir un mot de passe".to_owned(), urls::new_password(link.secret()))),
        why: "Vous recevez ce courriel parce qu’un nouveau mot de passe a été demandé pour votre compte. Si ce n’est pas vous, ne faites rien : l’ancien reste valable.".to_owned(),
    }
}

fn password_changed(person: &person::Model) -> Letter {
    Letter {
        to: person.email.clone(),
        subject: "Votre mot de passe a été changé".to_owned(),
        paragraphs: vec!["Le mot de passe de votre compte vient d’être changé et toutes vos sessions ont été fermées. Si ce n’est pas vous, choisissez-en un nouveau sans attendre.".to_owned()],
        button: Some(("Choisir un nouveau mot de passe".to_owned(), urls::forgotten_password())),
        why: "Vous recevez ce courriel pour la sécurité de votre compte.".to_owned(),
    }
}

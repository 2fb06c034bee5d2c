//! Opening an account, confirming its address, choosing a new password.

use entity::{
    person,
    values::{Email, Instant, LinkPurpose, PersonId},
};
use jiff::SignedDuration;

use super::super::{
    rules::{Refusal, letters, password::PasswordHash},
    store,
};
use crate::{
    db::{Reader, Source, StoreError, Tx},
    journal::{self, Event, EventKind, Subject},
    mail::{self, Letter},
    randomness::Token,
    web::urls,
};

/// How long the link that confirms an address lives.
const VERIFICATION_VALIDITY: SignedDuration = SignedDuration::from_hours(48);
/// How long the link to choose a new password lives.
const RESET_VALIDITY: SignedDuration = SignedDuration::from_hours(1);
/// Where the command line asks from.
const CONSOLE: &str = "console";

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
    /// The address the request comes from.
    pub asked_from: String,
    /// The page of this site they were stopped at, where their first sign-in leads.
    pub next: Option<String>,
}

/// Someone who forgot their password.
#[derive(Clone)]
pub struct ResetRequest {
    /// The address they say is theirs.
    pub email: Email,
    /// The secret of the link.
    pub link: Token,
    /// The address the request comes from.
    pub asked_from: String,
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

/// Whether a visitor may have a letter sent to this mailbox from there, so that a page refuses before anything slow.
///
/// # Errors
/// [`Refusal::TooManyLetters`]
pub async fn may_ask_letter(db: &impl Source, mailbox: &Email, asked_from: &str, now: Instant) -> Result<(), SignUpError> {
    Ok(letters::check(store::letters_asked(db, mailbox, asked_from, now).await?)?)
}

/// Opens an account and sends the link that confirms its address. An address that has an account already gets a letter
/// that says so instead, with a way in: the page tells nobody who is registered, and whoever opened an account with
/// somebody else's address does not get it confirmed that way.
///
/// # Errors
/// [`Refusal::TooManyLetters`]
pub async fn sign_up(tx: &Tx, new: NewAccount) -> Result<(), SignUpError> {
    may_ask_letter(tx, &new.email, &new.asked_from, tx.at()).await?;
    let (purpose, letter) = match create_account(tx, &new.email, &new.name, &new.password, false).await? {
        Some(_) => (LinkPurpose::VerifyEmail, confirmation(&new.email, &new.link, new.next.as_deref())),
        None => (LinkPurpose::ResetPassword, already_registered(&new.email, &new.link)),
    };
    Ok(send_link(tx, purpose, &new.link, &new.asked_from, &letter).await?)
}

/// Opens an account, unless the address has one: then `None`. `verified` when the address is proven by the way it came: an
/// invitation, the command line.
///
/// # Errors
/// When the database fails.
pub async fn create_account(
    tx: &Tx,
    email: &Email,
    name: &str,
    password: &PasswordHash,
    verified: bool,
) -> Result<Option<person::Model>, StoreError> {
    let opened = store::insert_person(tx, email, name, password.as_str(), verified).await?;
    if let Some(person) = &opened {
        journal::record(tx, Event::new(EventKind::AccountCreated, Subject::Person(person.id))).await?;
    }
    Ok(opened)
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
        Some(link) => store::person_by_email(db, &link.recipient).await,
        None => Ok(None),
    }
}

/// Confirms an address by the link sent to it. Once.
///
/// # Errors
/// [`Refusal::DeadLink`] when the link was used or has expired.
pub async fn confirm_address(tx: &Tx, token: &Token) -> Result<PersonId, SignUpError> {
    let person = use_link(tx, token, LinkPurpose::VerifyEmail).await?;
    store::mark_verified(tx, person.id).await?;
    journal::record(tx, Event::new(EventKind::EmailVerified, Subject::Person(person.id))).await?;
    Ok(person.id)
}

/// Sends a link to choose a new password. An address without an account gets a letter that says so: the page, and the time
/// it takes, tell nobody who is registered.
///
/// # Errors
/// [`Refusal::TooManyLetters`]
pub async fn forgot_password(tx: &Tx, request: ResetRequest) -> Result<(), SignUpError> {
    may_ask_letter(tx, &request.email, &request.asked_from, tx.at()).await?;
    let letter = match store::person_by_email(tx, &request.email).await? {
        Some(_) => reset(&request.email, &request.link),
        None => no_account(&request.email),
    };
    Ok(send_link(tx, LinkPurpose::ResetPassword, &request.link, &request.asked_from, &letter).await?)
}

/// Sends a person the link to choose a new password, at the request of whoever runs the service.
///
/// # Errors
/// When the database fails.
pub async fn offer_new_password(tx: &Tx, person: &person::Model, link: &Token) -> Result<(), StoreError> {
    send_link(tx, LinkPurpose::ResetPassword, link, CONSOLE, &reset(&person.email, link)).await
}

async fn send_link(tx: &Tx, purpose: LinkPurpose, link: &Token, asked_from: &str, letter: &Letter) -> Result<(), StoreError> {
    let validity = match purpose {
        LinkPurpose::VerifyEmail => VERIFICATION_VALIDITY,
        LinkPurpose::ResetPassword => RESET_VALIDITY,
    };
    store::insert_link(tx, &link.hash(), purpose, (&letter.to, asked_from), tx.at().plus(validity)).await?;
    mail::queue(tx, letter).await
}

/// Chooses a new password by the link sent for it: every session ends, wrong tries are forgotten, the address is proven.
///
/// # Errors
/// [`Refusal::DeadLink`] when the link was used or has expired.
pub async fn choose_password(tx: &Tx, token: &Token, password: &PasswordHash) -> Result<(), SignUpError> {
    let person = use_link(tx, token, LinkPurpose::ResetPassword).await?;
    store::set_password(tx, person.id, password.as_str()).await?;
    store::revoke_all_sessions(tx, person.id).await?;
    store::insert_attempt(tx, &person.email, "lien", true).await?;
    if person.email_verified_at.is_none() {
        store::mark_verified(tx, person.id).await?;
    }
    journal::record(tx, Event::new(EventKind::PasswordChanged, Subject::Person(person.id))).await?;
    mail::queue(tx, &password_changed(&person)).await?;
    Ok(())
}

async fn use_link(tx: &Tx, token: &Token, purpose: LinkPurpose) -> Result<person::Model, SignUpError> {
    let link = store::live_link(tx, &token.hash(), purpose, tx.at()).await?.ok_or(Refusal::DeadLink)?;
    let person = store::person_by_email(tx, &link.recipient).await?.ok_or(Refusal::DeadLink)?;
    if store::use_link(tx, &link).await? { Ok(person) } else { Err(Refusal::DeadLink.into()) }
}

fn confirmation(to: &Email, link: &Token, next: Option<&str>) -> Letter {
    let confirming = urls::with_query(&urls::verify_email(link.secret()), &[("suite", next.unwrap_or_default())]);
    Letter {
        to: to.clone(),
        subject: "Confirmez votre adresse électronique".to_owned(),
        paragraphs: vec!["Vous venez de créer un compte sur Guichet. Confirmez que cette adresse est bien la vôtre pour pouvoir vous connecter. Ce lien sert une fois et reste valable 48 heures.".to_owned()],
        button: Some(("Confirmer mon adresse".to_owned(), confirming)),
        why: "Vous recevez ce courriel parce que cette adresse a été saisie à la création d’un compte. Si ce n’est pas vous, ne faites rien : sans confirmation, le compte ne peut pas servir.".to_owned(),
    }
}

fn already_registered(to: &Email, link: &Token) -> Letter {
    Letter {
        to: to.clone(),
        subject: "Vous avez déjà un compte".to_owned(),
        paragraphs: vec!["Quelqu’un, sans doute vous, vient de demander la création d’un compte avec cette adresse. Ce compte existe déjà : connectez-vous comme d’habitude. Si vous avez oublié votre mot de passe, ce lien vous laisse en choisir un nouveau ; il sert une fois et reste valable une heure.".to_owned()],
        button: Some(("Choisir un nouveau mot de passe".to_owned(), urls::new_password(link.secret()))),
        why: "Vous recevez ce courriel parce que cette adresse a été saisie à la création d’un compte.".to_owned(),
    }
}

fn reset(to: &Email, link: &Token) -> Letter {
    Letter {
        to: to.clone(),
        subject: "Choisissez un nouveau mot de passe".to_owned(),
        paragraphs: vec!["Vous avez demandé à choisir un nouveau mot de passe. Ce lien sert une fois et reste valable une heure.".to_owned()],
        button: Some(("Choisir un mot de passe".to_owned(), urls::new_password(link.secret()))),
        why: "Vous recevez ce courriel parce qu’un nouveau mot de passe a été demandé pour votre compte. Si ce n’est pas vous, ne faites rien : l’ancien reste valable.".to_owned(),
    }
}

fn no_account(to: &Email) -> Letter {
    Letter {
        to: to.clone(),
        subject: "Aucun compte à cette adresse".to_owned(),
        paragraphs: vec!["Quelqu’un, sans doute vous, a demandé à choisir un nouveau mot de passe pour cette adresse. Aucun compte ne la porte : essayez celle avec laquelle vous vous êtes inscrit, ou créez un compte.".to_owned()],
        button: Some(("Créer un compte".to_owned(), urls::sign_up())),
        why: "Vous recevez ce courriel parce qu’un nouveau mot de passe a été demandé pour cette adresse. Si ce n’est pas vous, ne faites rien.".to_owned(),
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

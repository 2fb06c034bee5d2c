//! An invitation to a role: what is offered, to accept or decline.

use askama::Template;
use entity::person;

use super::{
    super::{
        PasswordHash,
        actions::{self, InviteError, OpenInvitation},
        rules::{LONGEST_NAME, Refusal},
    },
    link::{self, Secret},
    passwords, sign_in, words,
};
use crate::{
    access::{Public, Visit},
    db::{Reader, StoreError},
    randomness::Token,
    web::{Failure, Form, FormState, Page, Reply, first_page, urls},
};

/// The longest reason for declining, in characters.
const LONGEST_REASON: usize = 1_000;

#[derive(Template)]
#[template(path = "people/invitation.html")]
struct Invitation {
    page: Page,
    f: FormState,
    rule: &'static str,
    /// « membre du jury de l’appel …, vague 2 »
    offered: String,
    email: String,
    standing: Standing,
    action: String,
    sign_in: String,
}

/// Who stands before the invitation.
enum Standing {
    /// The person invited, signed in.
    Invited(Box<person::Model>),
    /// Somebody else, signed in.
    SomeoneElse,
    /// A visitor, while the person invited has an account.
    HasAccount,
    /// A visitor, while the person invited has none.
    Newcomer,
}

impl Standing {
    async fn of(visit: &Visit, reader: &Reader, invitation: &OpenInvitation) -> Result<Self, StoreError> {
        let invited = actions::person_with_email(reader, &invitation.row.email).await?;
        Ok(match (visit.actor().person(), invited) {
            (Some(actor), Some(invited)) if actor == invited.id => Self::Invited(Box::new(invited)),
            (Some(_), _) => Self::SomeoneElse,
            (None, Some(_)) => Self::HasAccount,
            (None, None) => Self::Newcomer,
        })
    }
}

pub(super) async fn get(visit: Public, Secret(token): Secret) -> Result<Reply, Failure> {
    let reader = visit.read();
    match actions::invitation(&reader, &token, visit.now()).await? {
        Some(open) => Reply::page(&view(&visit, &reader, &open, &token, FormState::empty()).await?),
        None => answered_or_expired(&visit),
    }
}

pub(super) async fn post(visit: Public, Secret(token): Secret, Form(form): Form) -> Result<Reply, Failure> {
    let reader = visit.read();
    let Some(open) = actions::invitation(&reader, &token, visit.now()).await? else {
        return answered_or_expired(&visit);
    };
    match (Standing::of(&visit, &reader, &open).await?, form.value("answer")) {
        (Standing::SomeoneElse, _) => Reply::again(&view(&visit, &reader, &open, &token, form).await?),
        (_, "decline") => decline(&visit, &open, &token, form).await,
        (Standing::Invited(person), _) => accept(&visit, &open, &person).await,
        (Standing::HasAccount, _) => Ok(Reply::see(sign_in_and_back(&token))),
        (Standing::Newcomer, _) => join(&visit, &open, &token, form).await,
    }
}

async fn accept(visit: &Public, open: &OpenInvitation, person: &person::Model) -> Result<Reply, Failure> {
    let tx = visit.begin().await?;
    match actions::accept(&tx, open, person).await {
        Ok(_) => {
            let next = first_page(&actions::actor_of(&tx, person.id).await?);
            tx.commit().await?;
            Ok(Reply::see(next).flash("Vous avez accepté l’invitation : le rôle est à vous."))
        }
        Err(error) => unanswered(visit, error),
    }
}

/// Opens an account, its address proven by the invitation, accepts, and signs in.
async fn join(visit: &Public, open: &OpenInvitation, token: &Token, mut form: FormState) -> Result<Reply, Failure> {
    let Some(name) = form.read_text("name", LONGEST_NAME) else {
        return Reply::again(&view(visit, &visit.read(), open, token, form).await?);
    };
    match passwords::choose(visit, form.value("password"), &[&name, open.row.email.as_str()]).await? {
        Ok(password) => open_account_and_accept(visit, (open, token), &name, &password, &form).await,
        Err(refusal) => {
            let form = form.refused("password", words::refusal(refusal));
            Reply::again(&view(visit, &visit.read(), open, token, form).await?)
        }
    }
}

async fn open_account_and_accept(
    visit: &Public,
    (open, token): (&OpenInvitation, &Token),
    name: &str,
    password: &PasswordHash,
    form: &FormState,
) -> Result<Reply, Failure> {
    let tx = visit.begin().await?;
    let Some(person) = actions::create_account(&tx, &open.row.email, name, password, true).await? else {
        return Ok(Reply::see(sign_in_and_back(token)));
    };
    if let Err(error) = actions::accept(&tx, open, &person).await {
        return unanswered(visit, error);
    }
    let typed = sign_in::credentials(visit, person.email.clone(), form.value("password"));
    let signed_in = actions::sign_in(&tx, &typed, Some(&person), true).await;
    let next = first_page(&actions::actor_of(&tx, person.id).await?);
    tx.commit().await?;
    match signed_in {
        Ok(_) => Ok(Reply::see(next).with_browser(typed.browser).flash("Votre compte est créé et le rôle est à vous.")),
        Err(_) => Ok(Reply::see(urls::sign_in()).flash("Votre compte est créé et le rôle est à vous. Connectez-vous.")),
    }
}

async fn decline(visit: &Public, open: &OpenInvitation, token: &Token, mut form: FormState) -> Result<Reply, Failure> {
    let Some(reason) = form.read_text("reason", LONGEST_REASON) else {
        return Reply::again(&view(visit, &visit.read(), open, token, form).await?);
    };
    let tx = visit.begin().await?;
    match actions::decline(&tx, open, &reason).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Reply::see(urls::home()).flash("Vous avez décliné l’invitation. Merci d’avoir répondu."))
        }
        Err(error) => unanswered(visit, error),
    }
}

fn unanswered(visit: &Visit, error: InviteError) -> Result<Reply, Failure> {
    match error {
        InviteError::Refused(Refusal::DeadLink) => answered_or_expired(visit),
        InviteError::Refused(refusal) => {
            Err(Failure::refused("L’invitation n’a pas été acceptée", words::refusal(refusal), "Mon compte", urls::account()))
        }
        InviteError::Store(error) => Err(error.into()),
    }
}

fn answered_or_expired(visit: &Visit) -> Result<Reply, Failure> {
    let why = "Cette invitation a déjà reçu une réponse, ou elle a été envoyée il y a plus de 14 jours. Si vous l’avez acceptée, connectez-vous ; sinon, demandez à la personne qui vous a invité de la renvoyer.";
    link::dead(visit, why, "Se connecter", urls::sign_in())
}

fn sign_in_and_back(token: &Token) -> String {
    urls::with_query(&urls::sign_in(), &[("suite", &urls::invitation(token.secret()))])
}

async fn view(
    visit: &Visit,
    reader: &Reader,
    open: &OpenInvitation,
    token: &Token,
    f: FormState,
) -> Result<Invitation, StoreError> {
    let grant = open.role().grant;
    let places = actions::places(reader, &[grant.scope]).await?;
    let role = words::held_role(grant, places.get(&grant.scope).map_or("", String::as_str));
    let offered = match actions::invited_wave_number(reader, open).await? {
        Some(number) => format!("{role}, vague {number}"),
        None => role,
    };
    Ok(Invitation {
        page: Page::of(visit),
        f,
        rule: words::PASSWORD_RULE,
        offered,
        email: open.row.email.to_string(),
        standing: Standing::of(visit, reader, open).await?,
        action: urls::invitation(token.secret()),
        sign_in: sign_in_and_back(token),
    })
}

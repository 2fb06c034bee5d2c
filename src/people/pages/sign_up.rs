//! Opening an account, and confirming its address.

use askama::Template;
use axum::http::StatusCode;
use entity::values::Email;

use super::{
    super::{
        actions::{self, NewAccount, SignUpError},
        rules::{LONGEST_NAME, Refusal},
    },
    link::{self, Secret},
    passwords, words,
};
use crate::{
    access::{Public, Visit},
    web::{Failure, Form, FormState, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "people/sign_up.html")]
struct SignUp {
    page: Page,
    f: FormState,
    rule: &'static str,
}

impl SignUp {
    fn of(visit: &Visit, f: FormState) -> Self {
        Self { page: Page::of(visit), f, rule: words::PASSWORD_RULE }
    }
}

#[derive(Template)]
#[template(path = "people/verify_email.html")]
struct VerifyEmail {
    page: Page,
    action: String,
}

pub(super) async fn get(visit: Public) -> Result<Reply, Failure> {
    Reply::page(&SignUp::of(&visit, FormState::empty()))
}

/// The answer is the same whether the address has an account or not: only its mailbox knows.
pub(super) async fn post(visit: Public, Form(mut form): Form) -> Result<Reply, Failure> {
    let (Some(name), Some(email)) = (form.read_text("name", LONGEST_NAME), form.read::<Email>("email")) else {
        return Reply::again(&SignUp::of(&visit, form));
    };
    if let Err(error) = actions::may_ask_letter(&visit.read(), &email, visit.address(), visit.now()).await {
        return refused(&visit, form, error);
    }
    let password = match passwords::choose(&visit, form.value("password"), &[&name, email.as_str()]).await? {
        Ok(password) => password,
        Err(refusal) => return Reply::again(&SignUp::of(&visit, form.refused("password", words::refusal(refusal)))),
    };
    let told = format!("Un courriel part vers {email}. Suivez le lien qu’il contient pour terminer. {}", where_mail_goes(&visit));
    let (link, asked_from) = (visit.randomness().token(), visit.address().to_owned());
    let tx = visit.begin().await?;
    match actions::sign_up(&tx, NewAccount { email, name, password, link, asked_from }).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Reply::see(urls::sign_in()).flash(told.trim()))
        }
        Err(error) => refused(&visit, form, error),
    }
}

fn refused(visit: &Visit, form: FormState, error: SignUpError) -> Result<Reply, Failure> {
    match error {
        SignUpError::Refused(refusal) => {
            let form = form.refused("email", words::refusal(refusal));
            Reply::html(StatusCode::TOO_MANY_REQUESTS, &SignUp::of(visit, form))
        }
        SignUpError::Store(error) => Err(error.into()),
    }
}

/// A link is opened by mail scanners too: only the button confirms.
pub(super) async fn verify_get(visit: Public, Secret(token): Secret) -> Result<Reply, Failure> {
    if !actions::is_live_verification_link(&visit.read(), &token, visit.now()).await? {
        return link::dead_mail_link(&visit);
    }
    Reply::page(&VerifyEmail { page: Page::of(&visit), action: urls::verify_email(token.secret()) })
}

pub(super) async fn verify_post(visit: Public, Secret(token): Secret, Form(_): Form) -> Result<Reply, Failure> {
    let tx = visit.begin().await?;
    match actions::confirm_address(&tx, &token).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Reply::see(urls::sign_in()).flash("Votre adresse est confirmée. Connectez-vous."))
        }
        Err(SignUpError::Refused(Refusal::DeadLink)) => link::dead_mail_link(&visit),
        Err(error) => Err(failure(error)),
    }
}

/// Without a mail server the letters stay here, and somebody who tries the service must know where to look.
pub(super) fn where_mail_goes(visit: &Visit) -> &'static str {
    match visit.app().config().smtp_url {
        Some(_) => "",
        None => "Aucun serveur de courrier n’est réglé : un administrateur lit les courriels sur la page Courriels.",
    }
}

/// What is left once a page has answered the refusals it knows.
pub(super) fn failure(error: SignUpError) -> Failure {
    match error {
        SignUpError::Refused(refusal) => {
            Failure::refused("Cela n’est pas possible", words::refusal(refusal), "Revenir à la connexion", urls::sign_in())
        }
        SignUpError::Store(error) => error.into(),
    }
}

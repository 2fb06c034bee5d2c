//! A forgotten password, and the next one.

use askama::Template;
use axum::http::StatusCode;
use entity::{person, values::Email};

use super::{
    super::{
        actions::{self, ResetRequest, SignUpError},
        rules::Refusal,
    },
    link::{self, Secret},
    passwords,
    sign_up::{failure, where_mail_goes},
    words,
};
use crate::{
    access::{Public, Visit},
    randomness::Token,
    web::{Failure, Form, FormState, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "people/forgotten_password.html")]
struct ForgottenPassword {
    page: Page,
    f: FormState,
}

#[derive(Template)]
#[template(path = "people/new_password.html")]
struct NewPassword {
    page: Page,
    f: FormState,
    rule: &'static str,
    email: Email,
    action: String,
}

impl NewPassword {
    fn of(visit: &Visit, f: FormState, person: &person::Model, token: &Token) -> Self {
        let action = urls::new_password(token.secret());
        Self { page: Page::of(visit), f, rule: words::PASSWORD_RULE, email: person.email.clone(), action }
    }
}

pub(super) async fn forgotten_get(visit: Public) -> Result<Reply, Failure> {
    Reply::page(&ForgottenPassword { page: Page::of(&visit), f: FormState::empty() })
}

/// The answer is the same whether the address has an account or not.
pub(super) async fn forgotten_post(visit: Public, Form(mut form): Form) -> Result<Reply, Failure> {
    let Some(email) = form.read::<Email>("email") else {
        return Reply::again(&ForgottenPassword { page: Page::of(&visit), f: form });
    };
    let told = format!("Un courriel part vers {email} : il dit comment choisir un mot de passe. {}", where_mail_goes(&visit));
    let (link, asked_from) = (visit.randomness().token(), visit.address().to_owned());
    let tx = visit.begin().await?;
    match actions::forgot_password(&tx, ResetRequest { email, link, asked_from }).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Reply::see(urls::sign_in()).flash(told.trim()))
        }
        Err(SignUpError::Refused(refusal)) => {
            let f = form.refused("email", words::refusal(refusal));
            Reply::html(StatusCode::TOO_MANY_REQUESTS, &ForgottenPassword { page: Page::of(&visit), f })
        }
        Err(SignUpError::Store(error)) => Err(error.into()),
    }
}

pub(super) async fn get(visit: Public, Secret(token): Secret) -> Result<Reply, Failure> {
    match actions::account_behind_reset_link(&visit.read(), &token, visit.now()).await? {
        Some(person) => Reply::page(&NewPassword::of(&visit, FormState::empty(), &person, &token)),
        None => link::dead_mail_link(&visit),
    }
}

pub(super) async fn post(visit: Public, Secret(token): Secret, Form(form): Form) -> Result<Reply, Failure> {
    let Some(person) = actions::account_behind_reset_link(&visit.read(), &token, visit.now()).await? else {
        return link::dead_mail_link(&visit);
    };
    let password = match passwords::choose(&visit, form.value("password"), &[&person.name, person.email.as_str()]).await? {
        Ok(password) => password,
        Err(refusal) => {
            let form = form.refused("password", words::refusal(refusal));
            return Reply::again(&NewPassword::of(&visit, form, &person, &token));
        }
    };
    let tx = visit.begin().await?;
    match actions::choose_password(&tx, &token, &password).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Reply::see(urls::sign_in()).flash("Votre mot de passe est changé et vos sessions sont fermées. Connectez-vous."))
        }
        Err(SignUpError::Refused(Refusal::DeadLink)) => link::dead_mail_link(&visit),
        Err(error) => Err(failure(error)),
    }
}

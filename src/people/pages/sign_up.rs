//! Opening an account, and confirming its address.

use askama::Template;
use axum::http::StatusCode;
use entity::values::Email;

use super::{
    super::{
        actions::{self, NewAccount, SignUpError},
        rules::{LONGEST_NAME, Refusal, destination},
    },
    link::{self, Secret},
    passwords, words,
};
use crate::{
    access::{Public, Visit},
    web::{Failure, Form, FormState, Page, Query, Reply, urls},
};

#[derive(Template)]
#[template(path = "people/sign_up.html")]
struct SignUp {
    page: Page,
    f: FormState,
    rule: &'static str,
    sign_in_url: String,
}

impl SignUp {
    fn of(visit: &Visit, f: FormState) -> Self {
        let sign_in_url = sign_in_towards(f.value("suite"));
        Self { page: Page::of(visit), f, rule: words::PASSWORD_RULE, sign_in_url }
    }
}

#[derive(Template)]
#[template(path = "people/verify_email.html")]
struct VerifyEmail {
    page: Page,
    f: FormState,
    action: String,
}

/// `suite` is the page one was stopped at: it goes along to the letter, and from its link to the first sign-in.
pub(super) async fn get(visit: Public, Query(asked): Query<Vec<(String, String)>>) -> Result<Reply, Failure> {
    Reply::page(&SignUp::of(&visit, FormState::typed(asked)))
}

/// The answer is the same whether the address has an account or not: only its mailbox knows.
pub(super) async fn post(visit: Public, Form(mut form): Form) -> Result<Reply, Failure> {
    let (name, email) = (form.read_text("name", LONGEST_NAME), form.read::<Email>("email"));
    let (Some(name), Some(email)) = (name, email) else {
        let known = [form.value("name"), form.value("email")];
        if let Some(refusal) = passwords::weakness(form.value("password"), &known).await? {
            form.refuse("password", words::refusal(refusal));
        }
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
    let next = destination::within_the_site(form.value("suite")).map(str::to_owned);
    let sign_in_url = sign_in_towards(form.value("suite"));
    let tx = visit.begin().await?;
    match actions::sign_up(&tx, NewAccount { email, name, password, link, asked_from, next }).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Reply::see(sign_in_url).flash(told.trim()))
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

/// Signing in, then the page one was stopped at.
fn sign_in_towards(next: &str) -> String {
    urls::with_query(&urls::sign_in(), &[("suite", destination::within_the_site(next).unwrap_or_default())])
}

/// A link is opened by mail scanners too: only the button confirms.
pub(super) async fn verify_get(
    visit: Public,
    Secret(token): Secret,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Reply, Failure> {
    if !actions::is_live_verification_link(&visit.read(), &token, visit.now()).await? {
        return link::dead_mail_link(&visit);
    }
    let (page, f) = (Page::of(&visit), FormState::typed(asked));
    Reply::page(&VerifyEmail { page, f, action: urls::verify_email(token.secret()) })
}

pub(super) async fn verify_post(visit: Public, Secret(token): Secret, Form(form): Form) -> Result<Reply, Failure> {
    let tx = visit.begin().await?;
    match actions::confirm_address(&tx, &token).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Reply::see(sign_in_towards(form.value("suite"))).flash("Votre adresse est confirmée. Connectez-vous."))
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

//! Signing in and out.

use askama::Template;
use axum::http::StatusCode;
use entity::values::Email;

use super::{
    super::{
        actions::{self, Credentials, SignInError, SignedIn},
        rules::{Refusal, destination, password},
    },
    passwords, words,
};
use crate::{
    access::{Public, Visit},
    db::{StoreError, Tx},
    randomness::Token,
    web::{Failure, Form, FormState, Page, Query, Reply, first_page, urls},
};

#[derive(Template)]
#[template(path = "people/sign_in.html")]
struct SignIn {
    page: Page,
    f: FormState,
    /// A form waits: it was sent after its session had ended.
    form_is_kept: bool,
    /// Why nobody was let in.
    refusal: Option<String>,
    sign_up_url: String,
}

impl SignIn {
    fn of(visit: &Visit, f: FormState) -> Self {
        let form_is_kept = Token::parse(f.value("reprise")).is_some();
        let sign_up_url = urls::with_query(&urls::sign_up(), &[("suite", f.value("suite"))]);
        Self { page: Page::of(visit), f, form_is_kept, refusal: None, sign_up_url }
    }

    /// The same sentence whether the address has an account or not.
    fn refused(visit: &Visit, f: FormState, refusal: Refusal) -> Result<Reply, Failure> {
        let status = match refusal {
            Refusal::TooManyTries(_) | Refusal::TooManyLetters => StatusCode::TOO_MANY_REQUESTS,
            Refusal::Password(_)
            | Refusal::WrongCredentials
            | Refusal::NotVerified
            | Refusal::DeadLink
            | Refusal::InvitedSomeoneElse
            | Refusal::HeldAlready
            | Refusal::LastAdministrator => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Reply::html(status, &Self { refusal: Some(words::refusal(refusal)), ..Self::of(visit, f) })
    }
}

pub(super) async fn get(visit: Public, Query(asked): Query<Vec<(String, String)>>) -> Result<Reply, Failure> {
    let asked = FormState::typed(asked);
    if visit.actor().person().is_some() {
        return Ok(Reply::see(destination::within_the_site(asked.value("suite")).unwrap_or(urls::HOME)));
    }
    Reply::page(&SignIn::of(&visit, asked))
}

pub(super) async fn post(visit: Public, Form(mut form): Form) -> Result<Reply, Failure> {
    let Some(email) = form.read::<Email>("email") else {
        return Reply::again(&SignIn::of(&visit, form));
    };
    let reader = visit.read();
    if let Some(seconds) = actions::wait_before_sign_in(&reader, &email, visit.address(), visit.now()).await? {
        return SignIn::refused(&visit, form, Refusal::TooManyTries(seconds));
    }
    let known = actions::person_with_email(&reader, &email).await?;
    let typed = credentials(&visit, email, form.value("password"));
    let (typed, is_right) = passwords::compare(typed, known.clone()).await?;

    let tx = visit.begin().await?;
    match actions::sign_in(&tx, &typed, known.as_ref(), is_right).await {
        Ok(signed_in) => {
            let next = what_comes_next(&tx, &visit, &form, &signed_in, &typed.browser).await?;
            tx.commit().await?;
            Ok(Reply::see(next).with_browser(typed.browser))
        }
        Err(SignInError::Refused(refusal)) => {
            // The wrong try is part of what happened.
            tx.commit().await?;
            SignIn::refused(&visit, form, refusal)
        }
        Err(SignInError::Store(error)) => Err(error.into()),
    }
}

pub(super) async fn sign_out(visit: Public, Form(_): Form) -> Result<Reply, Failure> {
    if let (Some(person), Some(session)) = (visit.actor().person(), visit.session()) {
        let tx = visit.begin().await?;
        actions::sign_out(&tx, person, session).await?;
        tx.commit().await?;
    }
    let forgotten = visit.randomness().token();
    Ok(Reply::see(urls::home()).with_browser(forgotten).flash("Vous êtes déconnecté."))
}

/// What was typed, with the new secret that the browser gets if it is let in.
pub(super) fn credentials(visit: &Visit, email: Email, password: &str) -> Credentials {
    // Nothing longer can be a password: it is not hashed, and compares with none.
    let password = if password.chars().count() > password::LONGEST { "" } else { password };
    Credentials {
        email,
        password: password.to_owned(),
        address: visit.address().to_owned(),
        user_agent: visit.user_agent().to_owned(),
        browser: visit.randomness().token(),
    }
}

/// The form put aside, or the page one was stopped at, or the first page of one's role.
async fn what_comes_next(
    tx: &Tx,
    visit: &Visit,
    form: &FormState,
    signed_in: &SignedIn,
    browser: &Token,
) -> Result<String, StoreError> {
    if let Some(token) = Token::parse(form.value("reprise"))
        && let Some(kept) = actions::take_up_form(tx, &token, visit.browser(), visit.now()).await?
    {
        actions::follow(tx, &kept, browser).await?;
        return Ok(urls::resume(token.secret()));
    }
    if let Some(path) = destination::within_the_site(form.value("suite")) {
        return Ok(path.to_owned());
    }
    Ok(first_page(&actions::actor_of(tx, signed_in.person).await?))
}

//! One's own account: who one is here, what one may do, where one is signed in.

use askama::Template;
use entity::{
    session,
    values::{Email, Instant, PersonId},
};

use super::{
    super::{
        actions,
        gates::{OwnAccount, OwnSession},
    },
    held::HeldRole,
};
use crate::{
    access::{Denial, Granted},
    web::{Failure, Form, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "people/account.html")]
struct Account {
    page: Page,
    name: String,
    email: Email,
    roles: Vec<HeldRole>,
    sessions: Vec<OpenSession>,
}

struct OpenSession {
    browser: String,
    address: String,
    opened_at: Instant,
    seen_at: Instant,
    is_this_one: bool,
    close: String,
}

pub(super) async fn get(granted: Granted<OwnAccount>) -> Result<Reply, Failure> {
    let identity = granted.actor().identity().ok_or(Denial::SignIn)?;
    let reader = granted.read();
    let person: PersonId = *granted.subject();
    let sessions = actions::sessions(&reader, person, granted.now()).await?;
    Reply::page(&Account {
        page: Page::of(&granted),
        name: identity.name.clone(),
        email: identity.email.clone(),
        roles: HeldRole::of(&reader, &actions::roles(&reader, person).await?).await?,
        sessions: sessions.iter().map(|session| open_session(session, granted.session() == Some(session.id))).collect(),
    })
}

pub(super) async fn revoke(granted: Granted<OwnSession>, Form(_): Form) -> Result<Reply, Failure> {
    let session = granted.subject();
    let tx = granted.begin().await?;
    actions::close_session(&tx, session.person_id, session.id).await?;
    tx.commit().await?;
    Ok(Reply::see(urls::account()).flash("La session est fermée."))
}

fn open_session(session: &session::Model, is_this_one: bool) -> OpenSession {
    OpenSession {
        browser: browser_in_words(&session.user_agent),
        address: session.address.clone(),
        opened_at: session.created_at,
        seen_at: session.last_seen_at,
        is_this_one,
        close: urls::revoke_session(session.id),
    }
}

/// « Firefox, Windows »: enough to recognise one's own. Every browser says it is several others, so the rarer comes first.
fn browser_in_words(user_agent: &str) -> String {
    let first_of =
        |known: &[(&str, &'static str)]| known.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name);
    let browser =
        first_of(&[("Firefox/", "Firefox"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = first_of(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(only), None) | (None, Some(only)) => only.to_owned(),
        (None, None) => "Navigateur inconnu".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::browser_in_words;

    #[test]
    fn a_browser_is_called_by_the_name_its_owner_knows() {
        let edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0";
        assert_eq!(browser_in_words(edge), "Edge, Windows");
        assert_eq!(browser_in_words("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"), "Firefox, Linux");
        assert_eq!(browser_in_words(""), "Navigateur inconnu");
    }
}

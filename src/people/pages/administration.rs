//! Accounts and their roles, for administrators.

use std::collections::BTreeSet;

use askama::Template;
use entity::{
    person, role_grant,
    values::{Email, Instant},
};

use super::{
    super::{
        actions::{self, InviteError},
        gates::{Administer, AdministerPerson, AdministerRole},
    },
    held::HeldRole,
    words,
};
use crate::{
    access::Granted,
    db::PageNumber,
    web::{Failure, Form, FormState, Page, Pages, Query, Reply, urls},
};

#[derive(Template)]
#[template(path = "people/people.html")]
struct People {
    page: Page,
    f: FormState,
    total: u64,
    rows: Vec<PersonRow>,
    pages: Pages,
}

struct PersonRow {
    name: String,
    email: Email,
    href: String,
    roles: String,
    is_verified: bool,
}

#[derive(Template)]
#[template(path = "people/person.html")]
struct Person {
    page: Page,
    name: String,
    email: Email,
    created_at: Instant,
    verified_at: Option<Instant>,
    roles: Vec<RemovableRole>,
    invite: String,
    events: String,
}

struct RemovableRole {
    held: HeldRole,
    remove: String,
}

pub(super) async fn people(granted: Granted<Administer>, Query(asked): Query<Vec<(String, String)>>) -> Result<Reply, Failure> {
    let f = FormState::typed(asked);
    let reader = granted.read();
    let found = actions::people(&reader, f.value("q"), PageNumber::parse(Some(f.value("page")))).await?;
    let roles = actions::roles_of_all(&reader, found.rows.iter().map(|person| person.id).collect()).await?;
    Reply::page(&People {
        page: Page::of(&granted),
        total: found.total,
        rows: found.rows.iter().map(|person| row(person, roles.get(&person.id).map_or(&[], Vec::as_slice))).collect(),
        pages: Pages::of(&found, urls::PEOPLE, &[("q", f.value("q"))]),
        f,
    })
}

pub(super) async fn person(granted: Granted<AdministerPerson>) -> Result<Reply, Failure> {
    let (person, reader) = (granted.subject(), granted.read());
    let held = HeldRole::of(&reader, &actions::roles(&reader, person.id).await?).await?;
    Reply::page(&Person {
        page: Page::of(&granted),
        name: person.name.clone(),
        email: person.email.clone(),
        created_at: person.created_at,
        verified_at: person.email_verified_at,
        roles: held.into_iter().map(|held| RemovableRole { remove: urls::remove_role(held.id), held }).collect(),
        invite: urls::with_query(&urls::invite(), &[("email", person.email.as_str())]),
        events: urls::with_query(&urls::events(), &[("who", person.email.as_str())]),
    })
}

pub(super) async fn remove_role(granted: Granted<AdministerRole>, Form(_): Form) -> Result<Reply, Failure> {
    let held = granted.subject();
    let back = urls::person(held.person_id);
    let tx = granted.begin().await?;
    match actions::remove_role(&tx, held.id).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(Reply::see(back).flash("Le rôle est retiré ; il ne vaut plus dès maintenant."))
        }
        Err(InviteError::Refused(refusal)) => {
            Err(Failure::refused("Le rôle n’a pas été retiré", words::refusal(refusal), "Revenir au compte", back))
        }
        Err(InviteError::Store(error)) => Err(error.into()),
    }
}

fn row(person: &person::Model, held: &[role_grant::Model]) -> PersonRow {
    let roles: BTreeSet<&str> = held.iter().map(|held| words::role(held.role)).collect();
    PersonRow {
        name: person.name.clone(),
        email: person.email.clone(),
        href: urls::person(person.id),
        roles: roles.into_iter().collect::<Vec<_>>().join(", "),
        is_verified: person.email_verified_at.is_some(),
    }
}

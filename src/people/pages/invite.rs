//! Inviting somebody to a role, for administrators. Jurors are invited from the page of their jury.

use askama::Template;
use entity::{
    invitation, person,
    values::{Email, Instant, Role},
};

use super::{
    super::{
        InvitationOffer, InvitedRole, actions,
        gates::Administer,
        rules::{Refusal, invitation as rules},
    },
    sign_up::where_mail_goes,
    words,
};
use crate::{
    access::{Grant, Granted, Scope},
    db::Reader,
    randomness::Token,
    web::{Choice, Failure, Form, FormState, Page, Query, Reply, urls},
};

/// The roles that administrators offer.
const OFFERED: [Role; 5] = [Role::Staff, Role::ProgrammeManager, Role::Accountant, Role::Auditor, Role::Admin];

#[derive(Template)]
#[template(path = "people/invite.html")]
struct Invite {
    page: Page,
    f: FormState,
    roles: Vec<Choice>,
    places: Vec<Choice>,
    sent: Vec<Sent>,
    key: String,
}

/// An invitation sent, and what became of it.
struct Sent {
    email: Email,
    role: String,
    by: String,
    at: Instant,
    badge: &'static str,
    state: &'static str,
    reason: Option<String>,
}

pub(super) async fn get(granted: Granted<Administer>, Query(asked): Query<Vec<(String, String)>>) -> Result<Reply, Failure> {
    Reply::page(&view(&granted, FormState::typed(asked)).await?)
}

pub(super) async fn post(granted: Granted<Administer>, Form(mut form): Form) -> Result<Reply, Failure> {
    let reader = granted.read();
    let places = actions::every_place(&reader).await?;
    let (email, grant) = (form.read::<Email>("email"), read_grant(&mut form, &places));
    let (Some(email), Some(grant)) = (email, grant) else {
        return Reply::again(&view(&granted, form).await?);
    };
    if actions::holds_already(&reader, &email, grant).await? {
        return Reply::again(&view(&granted, form.refused("email", words::refusal(Refusal::HeldAlready))).await?);
    }
    let place = places.iter().find(|(scope, _)| *scope == grant.scope).map_or("", |(_, name)| name.as_str());
    let told = format!("L’invitation part vers {email}. {}", where_mail_goes(&granted));
    let offer = InvitationOffer {
        email,
        role: InvitedRole { grant, wave: None },
        wording: words::held_role(grant, place),
        link: granted.randomness().token(),
        idempotency_key: Token::parse(form.value("idempotency_key")).map(|key| key.secret().to_owned()),
    };
    let tx = granted.begin().await?;
    actions::invite(&tx, &offer).await?;
    tx.commit().await?;
    Ok(Reply::see(urls::invite()).flash(told.trim()))
}

/// Reads the role and where it will hold, which must go together.
fn read_grant(form: &mut FormState, places: &[(Scope, String)]) -> Option<Grant> {
    let role = form.value("role").parse().ok().filter(|role| OFFERED.contains(role));
    let scope = scopes(places).find(|scope| code(*scope) == form.value("place"));
    if role.is_none() {
        form.refuse("role", "Choisissez un rôle dans la liste.");
    }
    if scope.is_none() {
        form.refuse("place", "Choisissez dans la liste où le rôle s’exerce.");
    }
    let grant = Grant { role: role?, scope: scope? };
    if !rules::fits(grant.role, grant.scope) {
        form.refuse("place", "Ce rôle s’exerce sur tout le site : choisissez « Tout le site ».");
        return None;
    }
    Some(grant)
}

fn scopes(places: &[(Scope, String)]) -> impl Iterator<Item = Scope> {
    [Scope::Site].into_iter().chain(places.iter().map(|(scope, _)| *scope))
}

/// A scope as the form sends it: `programme-3`.
fn code(scope: Scope) -> String {
    let (kind, key) = scope.stored();
    format!("{kind}-{key}")
}

async fn view(granted: &Granted<Administer>, f: FormState) -> Result<Invite, Failure> {
    let reader = granted.read();
    let places = actions::every_place(&reader).await?;
    let named = |(scope, name): &(Scope, String)| match scope {
        Scope::Programme(_) => Choice::new(code(*scope), format!("Programme {name}")),
        Scope::Site | Scope::Call(_) | Scope::Dossier(_) => Choice::new(code(*scope), format!("Appel {name}")),
    };
    let page = Page::of(granted);
    let key = Token::parse(f.value("idempotency_key")).map_or_else(|| page.idempotency_key(), |key| key.secret().to_owned());
    Ok(Invite {
        page,
        key,
        f,
        roles: OFFERED.map(|role| Choice::new(role.to_string(), words::role(role))).to_vec(),
        places: [Choice::new(code(Scope::Site), "Tout le site")].into_iter().chain(places.iter().map(named)).collect(),
        sent: sent(&reader, granted.now()).await?,
    })
}

async fn sent(reader: &Reader, now: Instant) -> Result<Vec<Sent>, Failure> {
    let latest = actions::latest_invitations(reader).await?;
    let scopes: Vec<Scope> = latest.iter().map(|(row, _)| actions::offered(row).scope).collect();
    let names = actions::places(reader, &scopes).await?;
    let describe = |(row, by): (invitation::Model, Option<person::Model>)| {
        let (badge, state) = state(&row, now);
        let offered = actions::offered(&row);
        let place = names.get(&offered.scope).map_or("", String::as_str);
        Sent {
            role: words::held_role(offered, place),
            email: row.email,
            by: by.map_or_else(String::new, |person| person.name),
            at: row.created_at,
            badge,
            state,
            reason: row.decline_reason,
        }
    };
    Ok(latest.into_iter().map(describe).collect())
}

fn state(row: &invitation::Model, now: Instant) -> (&'static str, &'static str) {
    match (row.accepted_at, row.declined_at) {
        (Some(_), _) => ("success", "Acceptée"),
        (None, Some(_)) => ("warning", "Déclinée"),
        (None, None) if rules::is_open(row.created_at, false, now) => ("info", "En attente"),
        (None, None) => ("neutral", "Expirée"),
    }
}

//! Roles: offered, accepted, declined, removed.

use axum::http::StatusCode;
use guichet::access::Scope;

use crate::{
    identity::link_sent_to,
    support::{App, Browser, PASSWORD, Person, Role, terms},
};

async fn administrator(app: &App) -> (Person, Browser) {
    let admin = app.person_with("Alix Admin", Role::Admin, Scope::Site).await;
    let browser = app.signed_in(&admin).await;
    (admin, browser)
}

/// Invites this address to be an auditor of the whole site, and gives the link of the letter.
async fn invite_auditor(app: &App, admin: &mut Browser, email: &str) -> String {
    admin.get("/administration/invitations").await;
    let fields = [("email", email), ("role", "auditor"), ("place", "site-0")];
    admin.fill("/administration/invitations", &fields).await.sees(&format!("L’invitation part vers {email}"));
    link_sent_to(app, email).await
}

#[tokio::test]
async fn somebody_without_an_account_accepts_and_is_signed_in_with_the_role() {
    let app = App::start().await;
    let (_, mut admin) = administrator(&app).await;
    let link = invite_auditor(&app, &mut admin, "nour@exemple.fr").await;

    let mut browser = app.browser();
    browser.get(&link).await.sees("Vous êtes invité à devenir auditeur pour tout le site").sees("nour@exemple.fr");
    browser.fill(&link, &[("name", "Nour Haddad"), ("password", "azerty")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    browser.post(&link, &[("answer", "accept"), ("name", "Nour Haddad"), ("password", PASSWORD)]).await;
    browser.get("/compte").await.sees("Nour Haddad").sees("auditeur pour tout le site");
    browser.get(&link).await.is(StatusCode::GONE).sees("déjà reçu une réponse");

    let people = admin.get("/administration/comptes?q=nour").await;
    people.sees("1 compte").sees("Nour Haddad").sees("auditeur").does_not_see("Alix Admin@");
    admin.get("/administration/invitations").await.sees("Acceptée");
}

#[tokio::test]
async fn somebody_with_an_account_signs_in_first_then_accepts() {
    let app = App::start().await;
    let (_, mut admin) = administrator(&app).await;
    let nour = app.person("Nour Haddad").await;
    let link = invite_auditor(&app, &mut admin, nour.email.as_str()).await;

    let mut browser = app.browser();
    let page = browser.get(&link).await;
    page.sees("connectez-vous pour accepter");
    let to_sign_in = page.links().into_iter().find(|href| href.contains("suite=")).unwrap();
    browser.get(&to_sign_in).await;
    let back = browser.fill("/connexion", &[("email", nour.email.as_str()), ("password", PASSWORD)]).await;
    assert_eq!(back.path(), link);
    browser.fill(&link, &[]).await;
    browser.get("/compte").await.sees("auditeur pour tout le site");
}

#[tokio::test]
async fn an_invitation_for_another_address_is_explained_and_gives_nothing() {
    let app = App::start().await;
    let (_, mut admin) = administrator(&app).await;
    let eve = app.person("Eve Dupont").await;
    let link = invite_auditor(&app, &mut admin, "nour@exemple.fr").await;

    let mut browser = app.signed_in(&eve).await;
    browser.get(&link).await.sees("Cette invitation n’est pas pour ce compte");
    browser.post(&link, &[("answer", "accept")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    browser.post(&link, &[("answer", "decline"), ("reason", "non")]).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    browser.get("/compte").await.does_not_see("auditeur");
}

#[tokio::test]
async fn an_invitation_is_declined_with_a_reason_that_the_administrator_reads() {
    let app = App::start().await;
    let (_, mut admin) = administrator(&app).await;
    let link = invite_auditor(&app, &mut admin, "nour@exemple.fr").await;
    let mut browser = app.browser();
    browser.get(&link).await;
    browser.post(&link, &[("answer", "decline"), ("reason", "")]).await.sees("Ce champ est à remplir");
    browser.post(&link, &[("answer", "decline"), ("reason", "Je pars en retraite.")]).await.sees("Vous avez décliné");
    browser.get(&link).await.is(StatusCode::GONE);
    admin.get("/administration/invitations").await.sees("Déclinée").sees("Je pars en retraite.");
}

#[tokio::test]
async fn an_invitation_ends_after_fourteen_days() {
    let app = App::start().await;
    let (_, mut admin) = administrator(&app).await;
    let link = invite_auditor(&app, &mut admin, "nour@exemple.fr").await;
    app.at("2026-01-26T08:59:59Z");
    app.browser().get(&link).await.is(StatusCode::OK);
    app.at("2026-01-26T09:00:00Z");
    app.browser().get(&link).await.is(StatusCode::GONE);
}

#[tokio::test]
async fn what_cannot_be_offered_is_refused_under_its_field() {
    let app = App::start().await;
    let (_, mut admin) = administrator(&app).await;
    let nour = app.person_with("Nour Haddad", Role::Auditor, Scope::Site).await;
    admin.get("/administration/invitations").await;
    let url = "/administration/invitations";
    admin
        .fill(url, &[("email", "x"), ("role", ""), ("place", "")])
        .await
        .is(StatusCode::UNPROCESSABLE_ENTITY)
        .sees("Choisissez un rôle");
    admin.post(url, &[("email", "x@exemple.fr"), ("role", "juror"), ("place", "site-0")]).await.sees("Choisissez un rôle");
    let held = [("email", nour.email.as_str()), ("role", "auditor"), ("place", "site-0")];
    admin.post(url, &held).await.is(StatusCode::UNPROCESSABLE_ENTITY).sees("Cette personne a déjà ce rôle");
}

#[tokio::test]
async fn a_role_removed_is_worth_nothing_at_once_and_both_are_events() {
    let app = App::start().await;
    let (_, mut admin) = administrator(&app).await;
    let other = app.person_with("Zoe Admin", Role::Admin, Scope::Site).await;
    let mut removed = app.signed_in(&other).await;
    removed.get("/administration/comptes").await.is(StatusCode::OK);

    admin.get(&format!("/administration/comptes/{}", other.id)).await.sees("administrateur pour tout le site");
    admin.fill("/administration/roles/2/retirer", &[]).await.sees("Le rôle est retiré").sees("Aucun rôle");
    removed.get("/administration/comptes").await.is(StatusCode::NOT_FOUND);
    removed.get("/compte").await.sees("Zoe Admin").does_not_see("administrateur");

    let events = admin.get(&format!("/audit/evenements?about={}", other.email)).await;
    events.sees("Rôle accordé").sees("Rôle retiré");
}

#[tokio::test]
async fn a_double_click_invites_once_and_the_journal_says_whom() {
    let app = App::start().await;
    let (_, mut admin) = administrator(&app).await;
    let nour = app.person("Nour Haddad").await;
    let url = "/administration/invitations";
    let form = admin.get(url).await.form(url);
    let mut typed: Vec<(&str, &str)> = vec![("email", nour.email.as_str()), ("role", "auditor"), ("place", "site-0")];
    typed.extend(form.iter().filter(|(name, _)| name == "idempotency_key").map(|(name, value)| (name.as_str(), value.as_str())));
    for _ in 0..2 {
        admin.post(url, &typed).await.is(StatusCode::OK).sees("L’invitation part vers nour.haddad@exemple.fr");
    }
    let letters = guichet::mail::recent(&app.database.reader()).await.unwrap();
    assert_eq!(letters.iter().filter(|mail| mail.recipient == nour.email).count(), 1);

    let events = admin.get(&format!("/audit/evenements?about={}", nour.email)).await;
    events.sees("Rôle proposé par invitation");
}

#[tokio::test]
async fn whoever_holds_a_role_on_one_call_is_offered_only_pages_that_are_theirs() {
    let app = App::start().await;
    let funded = app.funded().await;
    let (call, _) = app.published_wave(&funded, "AAP-TL", terms()).await;
    let (site, here) = (Scope::Site, Scope::Call(call.id));
    let held = [
        ("Une Auditrice", Role::Auditor, here),
        ("Un Comptable", Role::Accountant, here),
        ("Une Responsable", Role::ProgrammeManager, here),
        ("Un Gestionnaire", Role::Staff, here),
        ("Une Jurée", Role::Juror, here),
        ("Un Auditeur", Role::Auditor, site),
        ("Une Comptable", Role::Accountant, Scope::Programme(call.programme_id)),
        ("Une Administratrice", Role::Admin, site),
    ];
    for (name, role, scope) in held {
        let person = app.person_with(name, role, scope).await;
        let mut browser = app.browser();
        browser.get("/connexion").await;
        let first = browser.fill("/connexion", &[("email", person.email.as_str()), ("password", PASSWORD)]).await;
        first.is(StatusCode::OK);
        for (_, entry) in first.select("nav a[href^='/']") {
            browser.get(&entry["href"]).await.is(StatusCode::OK);
        }
    }
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let app = App::start().await;
    let (alix, mut admin) = administrator(&app).await;
    admin.get(&format!("/administration/comptes/{}", alix.id)).await;
    let refused = admin.fill("/administration/roles/1/retirer", &[]).await;
    refused.is(StatusCode::CONFLICT).sees("le dernier administrateur");
    admin.get("/administration/comptes").await.is(StatusCode::OK);
}

#[tokio::test]
async fn a_long_list_of_accounts_comes_in_pages_and_costs_the_same() {
    let app = App::start().await;
    let (_, mut admin) = administrator(&app).await;
    let cost = async |admin: &mut Browser| {
        let before = app.database.statements();
        admin.get("/administration/comptes").await.is(StatusCode::OK);
        app.database.statements() - before
    };
    let few = cost(&mut admin).await;
    for number in 0..55 {
        app.person_with(&format!("Personne {number:02}"), Role::Staff, Scope::Site).await;
    }
    assert_eq!(cost(&mut admin).await, few);
    let page = admin.get("/administration/comptes").await;
    page.sees("56 comptes").sees("Page 1 sur 2").has_link("/administration/comptes?page=2");
    admin.get("/administration/comptes?page=2").await.sees("Personne 54");
}

//! `guichet user`: the first administrator, and help when nobody can sign in.

use entity::{
    person,
    values::{Email, Role},
};

use super::{
    CliError,
    arguments::{ScopeArgument, UserCommand},
};
use crate::{
    access::{Grant, Scope},
    db::Tx,
    people::{self, PasswordHash, rules::invitation::fits},
    programmes,
    web::{App, urls},
};

pub(super) async fn obey(app: &App, command: UserCommand) -> Result<(), CliError> {
    match command {
        UserCommand::Add { email, name } => add(app, &email, &name).await,
        UserCommand::Grant { email, role, scope } => grant(app, &email, role.role(), scope).await,
        UserCommand::Reset { email } => reset(app, &email).await,
    }
}

async fn add(app: &App, email: &Email, name: &str) -> Result<(), CliError> {
    // A password that nobody knows, until the person has chosen theirs. Slow on purpose, so before the transaction.
    let unknown = PasswordHash::of(app.randomness().token().secret(), &app.randomness().bytes());
    let unknown = unknown.ok_or_else(|| CliError::said("le mot de passe n’a pas pu être haché"))?;
    let tx = begin(app).await?;
    let person = people::actions::create_account(&tx, email, name, &unknown, true).await?;
    let person = person.ok_or_else(|| CliError::said(format!("{email} a déjà un compte")))?;
    let link = offer_password(app, &tx, &person).await?;
    tx.commit().await?;
    println!("Le compte de {} est créé.", person.name);
    say(&link);
    Ok(())
}

async fn grant(app: &App, email: &Email, role: Role, argument: ScopeArgument) -> Result<(), CliError> {
    let tx = begin(app).await?;
    let person = known(&tx, email).await?;
    let scope = scope_of(&tx, argument).await?;
    if !fits(role, scope) {
        return Err(CliError::said("ce rôle s’exerce sur tout le site : n’indiquez pas de programme"));
    }
    people::actions::grant_role(&tx, person.id, Grant { role, scope }).await?;
    tx.commit().await?;
    println!("Le rôle est accordé à {}.", person.name);
    Ok(())
}

async fn reset(app: &App, email: &Email) -> Result<(), CliError> {
    let tx = begin(app).await?;
    let person = known(&tx, email).await?;
    let link = offer_password(app, &tx, &person).await?;
    tx.commit().await?;
    say(&link);
    Ok(())
}

async fn begin(app: &App) -> Result<Tx, CliError> {
    Ok(app.database().begin(None, app.clock().now()).await?)
}

/// The address at which the person chooses a password.
async fn offer_password(app: &App, tx: &Tx, person: &person::Model) -> Result<String, CliError> {
    let link = app.randomness().token();
    people::actions::offer_new_password(tx, person, &link).await?;
    Ok(app.absolute(&urls::new_password(link.secret())))
}

fn say(link: &str) {
    println!("Lien pour choisir le mot de passe, valable une heure :\n{link}");
}

async fn known(tx: &Tx, email: &Email) -> Result<person::Model, CliError> {
    people::actions::person_with_email(tx, email).await?.ok_or_else(|| CliError::said(format!("{email} n’a pas de compte")))
}

async fn scope_of(tx: &Tx, argument: ScopeArgument) -> Result<Scope, CliError> {
    let Some(code) = argument.programme else { return Ok(Scope::Site) };
    let programme = programmes::actions::programme_by_code(tx, &code).await?;
    let programme = programme.ok_or_else(|| CliError::said(format!("le programme {code} n’existe pas")))?;
    Ok(Scope::Programme(programme.id))
}

//! `guichet user`: the first administrator, and help when nobody can sign in.

use entity::{person, values::Email};

use super::{
    CliError,
    arguments::{ScopeArgument, UserCommand},
};
use crate::{
    access::{Grant, Scope},
    db::Tx,
    people::{self, PasswordHash},
    programmes,
    web::{App, urls},
};

pub(super) async fn obey(app: &App, command: UserCommand) -> Result<(), CliError> {
    let tx = app.database().begin(None, app.clock().now()).await?;
    match command {
        UserCommand::Add { email, name } => add(app, &tx, &email, &name).await?,
        UserCommand::Grant { email, role, scope } => {
            let person = known(&tx, &email).await?;
            let scope = scope_of(&tx, scope).await?;
            people::actions::grant_role(&tx, person.id, Grant { role: role.role(), scope }).await?;
            println!("Le rôle est accordé à {}.", person.name);
        }
        UserCommand::Reset { email } => {
            let person = known(&tx, &email).await?;
            offer_password(app, &tx, &person).await?;
        }
    }
    Ok(tx.commit().await?)
}

async fn add(app: &App, tx: &Tx, email: &Email, name: &str) -> Result<(), CliError> {
    // A password that nobody knows, until the person has chosen theirs.
    let unknown = PasswordHash::of(app.randomness().token().secret(), &app.randomness().bytes());
    let unknown = unknown.ok_or_else(|| CliError::said("le mot de passe n’a pas pu être haché"))?;
    let person = people::actions::create_account(tx, email, name, &unknown, true).await?;
    let person = person.ok_or_else(|| CliError::said(format!("{email} a déjà un compte")))?;
    println!("Le compte de {} est créé.", person.name);
    offer_password(app, tx, &person).await
}

async fn offer_password(app: &App, tx: &Tx, person: &person::Model) -> Result<(), CliError> {
    let link = app.randomness().token();
    people::actions::offer_new_password(tx, person, &link).await?;
    println!("Lien pour choisir le mot de passe, valable une heure :\n{}", app.absolute(&urls::new_password(link.secret())));
    Ok(())
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

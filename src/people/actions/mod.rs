//! What people do with their accounts, one verb a function.

mod account;
mod forget;
mod forms;
mod invite;
mod sessions;
mod sign_in;

pub use account::{
    NewAccount, ResetRequest, SignUpError, account_behind_reset_link, choose_password, confirm_address, create_account,
    forgot_password, is_live_verification_link, may_ask_letter, offer_new_password, sign_up,
};
pub use forget::forget_expired;
pub(super) use forms::follow;
pub use forms::{ParkedForm, park_form, take_up_form};
pub use invite::{
    InviteError, OpenInvitation, SentInvitation, accept, decline, grant_role, holds_already, invitation, invitations_to_wave,
    invite, invited_wave_number, latest_invitations, remove_role,
};
pub use sessions::{actor_behind, actor_of, close_session, sessions};
pub use sign_in::{Credentials, SignInError, SignedIn, sign_in, sign_out, wait_before_sign_in};

use std::collections::HashMap;

use super::store;
use crate::access::{Grant, Scope};
use crate::db::{Page, PageNumber, Reader, Source, StoreError};
use entity::{
    person, role_grant,
    values::{Email, PersonId, Role},
};

/// One account.
///
/// # Errors
/// When the database fails.
pub async fn person(db: &impl Source, id: PersonId) -> Result<Option<person::Model>, StoreError> {
    store::person_by_id(db, id).await
}

/// The account with this address.
///
/// # Errors
/// When the database fails.
pub async fn person_with_email(db: &impl Source, email: &Email) -> Result<Option<person::Model>, StoreError> {
    store::person_by_email(db, email).await
}

/// A page of the accounts whose name or address contains what was typed.
///
/// # Errors
/// When the database fails.
pub async fn people(db: &Reader, search: &str, page: PageNumber) -> Result<Page<person::Model>, StoreError> {
    store::people_page(db, search, page).await
}

/// The role that a row grants.
#[must_use]
pub fn granted(row: &role_grant::Model) -> Grant {
    Grant { role: row.role, scope: Scope::from_stored(row.scope_kind, row.scope_id) }
}

/// The role that a row offers.
#[must_use]
pub fn offered(row: &SentInvitation) -> Grant {
    Grant { role: row.role, scope: Scope::from_stored(row.scope_kind, row.scope_id) }
}

/// The roles a person holds.
///
/// # Errors
/// When the database fails.
pub async fn roles(db: &impl Source, person: PersonId) -> Result<Vec<role_grant::Model>, StoreError> {
    store::grants_of(db, person).await
}

/// The roles that each of these people holds.
///
/// # Errors
/// When the database fails.
pub async fn roles_of_all(
    db: &impl Source,
    people: Vec<PersonId>,
) -> Result<HashMap<PersonId, Vec<role_grant::Model>>, StoreError> {
    store::grants_of_all(db, people).await
}

/// How the programmes, calls and dossiers of these scopes are called.
///
/// # Errors
/// When the database fails.
pub async fn places(db: &impl Source, scopes: &[Scope]) -> Result<HashMap<Scope, String>, StoreError> {
    store::places(db, scopes).await
}

/// Every programme and every call, with their names: where a role can be given.
///
/// # Errors
/// When the database fails.
pub async fn every_place(db: &impl Source) -> Result<Vec<(Scope, String)>, StoreError> {
    store::every_place(db).await
}

/// The people who hold a role on exactly this scope.
///
/// # Errors
/// When the database fails.
pub async fn holders(db: &impl Source, role: Role, scope: Scope) -> Result<Vec<person::Model>, StoreError> {
    store::holders(db, role, scope).await
}

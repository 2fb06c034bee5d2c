//! Accounts, sessions, roles on a scope, invitations.

pub mod actions;
pub mod gates;
pub mod pages;
pub mod rules;
mod store;

pub use actions::{InvitationOffer, SignedIn};
pub use pages::routes;
pub use rules::{Refusal, invitation::InvitedRole, password::PasswordHash};

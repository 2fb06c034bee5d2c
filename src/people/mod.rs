//! Accounts, sessions, roles on a scope, invitations.

pub mod actions;
pub mod gates;
pub mod pages;
pub mod rules;
mod store;

pub use actions::SignedIn;
pub use pages::routes;
pub use rules::{
    Refusal,
    invitation::{InvitationOffer, InvitedRole},
    parking::InterruptedForm,
    password::PasswordHash,
};

//! The structures that apply, known by their SIRET, and who acts for them.

pub mod actions;
pub mod gates;
pub mod pages;
pub mod rules;
mod store;

pub use actions::{NewOrganisation, OrganisationError};
pub use pages::routes;
pub use rules::Refusal;

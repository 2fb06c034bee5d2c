//! Dossiers: written by those who apply, submitted, examined, and what becomes of them.

pub mod actions;
pub mod gates;
pub mod pages;
pub mod rules;
mod store;

pub use actions::{Candidate, DossierContent, DossierError, NewDossier, Receipt};
pub use gates::{DossierKey, FileKey, ReviewedDossier};
pub use pages::routes;
pub use rules::Refusal;

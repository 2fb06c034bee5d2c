//! Who may do what, said in types. A page's first argument is a gate: [`Public`] or [`Granted`] of a [`Policy`]; the
//! gates are the only ways to the data, and [`Routes`] accepts only pages that begin with one.

mod actor;
mod gates;
mod permit;
mod routes;
mod visit;

pub use actor::{Actor, Grant, Identity, Scope};
pub use gates::{Granted, Public};
pub use permit::{Denial, Permit, Policy, ask};
pub use routes::{Gated, GatedPost, Listed, Method, Routes};
pub use visit::{Arrival, Sensitivity, Visit};

//! The queries of accounts, sessions, roles and invitations.

mod accounts;
mod expired;
mod forms;
mod links;
mod roles;
mod sessions;
mod tries;

pub(super) use accounts::*;
pub(super) use expired::*;
pub(super) use forms::*;
pub(super) use links::*;
pub(super) use roles::*;
pub(super) use sessions::*;
pub(super) use tries::*;

//! Guichet: public funding programmes, from the budget to the laureate, exact to the cent.
//!
//! # The map of the house
//!
//! Slices, in the order in which they may know each other (each only those above it): [`people`], [`organisations`],
//! [`budget`], [`programmes`], [`calls`], [`dossiers`], [`jury`], [`awards`]. Each has the same rooms: `rules` (pure),
//! `store` (queries), `actions` (what a person can do), `gates` (who may), `pages` (HTTP). Then those that read all the
//! others: [`audit`], [`portal`], [`demo`]. Below them, what everyone stands on: [`access`], [`db`], [`web`], [`mail`],
//! [`jobs`], [`files`], [`export`], [`journal`].
//!
//! # One walkthrough: an applicant submits a dossier
//!
//! `POST /dossiers/AAP-TL-V2-0042/depot` meets the layers of [`web`] (who asks, is the form ours), then the gate
//! `Granted<Submit>` of [`dossiers`], which finds the dossier *through what the actor may see*. The page reads the form and
//! begins a transaction; `dossiers::actions::submit` loads the draft, asks `dossiers::rules` whether anything stands in
//! the way, writes the submission, the event ([`journal`]) and the letter ([`mail`]); the page commits and shows the way
//! to the receipt. The letter leaves with the next round of [`jobs`], and [`audit`] seals the event.

pub mod access;
pub mod audit;
pub mod awards;
pub mod budget;
pub mod calls;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod demo;
pub mod dossiers;
pub mod export;
pub mod files;
pub mod jobs;
pub mod journal;
pub mod jury;
pub mod mail;
pub mod organisations;
pub mod people;
pub mod portal;
pub mod programmes;
pub mod randomness;
pub mod settings;
pub mod system;
pub mod web;

use access::Routes;

/// Every address of the site.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .merge(portal::routes())
        .merge(people::routes())
        .merge(organisations::routes())
        .merge(budget::routes())
        .merge(programmes::routes())
        .merge(calls::routes())
        .merge(dossiers::routes())
        .merge(jury::routes())
        .merge(awards::routes())
        .merge(audit::routes())
}

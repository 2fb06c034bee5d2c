//! The stories: what people do, told over HTTP, on SQLite or on PostgreSQL (`GUICHET_TEST_DATABASE=postgres` with
//! `TEST_POSTGRES_URL`). One module a chapter.

#![cfg(test)]
#![expect(clippy::disallowed_methods, reason = "stories ask the environment where their servers are")]
#![expect(unreachable_pub, reason = "a test program exports nothing; here pub says what the support offers to the stories")]

mod audit;
mod awards;
mod budget;
mod calls;
mod checkpoints;
mod cli;
mod dashboard;
mod demo;
mod dossier_examination;
mod dossier_files;
mod dossier_list;
mod dossier_writing;
mod dossiers;
mod drill;
mod identity;
mod impartiality;
mod journals;
mod judged;
mod jury;
mod large_waves;
mod mail;
mod operations;
mod organisations;
mod outbox;
mod packs;
mod page_costs;
mod pages;
mod payments;
mod programmes;
mod public_calls;
mod reports;
mod rights;
mod roles;
mod security;
mod serving;
mod signatures;
mod support;
mod verification;

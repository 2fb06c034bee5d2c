//! The stories: what people do, told over HTTP, on SQLite or on PostgreSQL (`GUICHET_TEST_DATABASE=postgres` with
//! `TEST_POSTGRES_URL`). One module a chapter.

#![cfg(test)]

mod pages;
mod support;

//! The checks, run by whoever has the right.

use askama::Template;
use entity::values::Instant;

use super::super::{
    actions::{self, Check},
    gates::Verify,
};
use crate::{
    access::Granted,
    web::{Failure, Form, Page, Reply},
};

#[derive(Template)]
#[template(path = "audit/verification.html")]
struct Verification {
    page: Page,
    /// When the checks were run; absent before they are.
    run_at: Option<Instant>,
    checks: Vec<Check>,
}

impl Verification {
    fn failed(&self) -> usize {
        self.checks.iter().filter(|check| !check.passed).count()
    }
}

pub(super) async fn get(granted: Granted<Verify>) -> Result<Reply, Failure> {
    Reply::page(&Verification { page: Page::of(&granted), run_at: None, checks: Vec::new() })
}

pub(super) async fn post(granted: Granted<Verify>, Form(_): Form) -> Result<Reply, Failure> {
    let reader = granted.read();
    let mut checks = actions::verify(&reader).await?;
    checks.push(actions::verify_files(&reader, granted.app().files()).await?);
    Reply::page(&Verification { page: Page::of(&granted), run_at: Some(granted.now()), checks })
}

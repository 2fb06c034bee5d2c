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
    /// All of them in a sentence.
    verdict: String,
    checks: Vec<Check>,
}

impl Verification {
    fn failed(&self) -> usize {
        self.checks.iter().filter(|check| !check.passed).count()
    }
}

pub(super) async fn get(granted: Granted<Verify>) -> Result<Reply, Failure> {
    Reply::page(&Verification { page: Page::of(&granted), run_at: None, verdict: String::new(), checks: Vec::new() })
}

pub(super) async fn post(granted: Granted<Verify>, Form(_): Form) -> Result<Reply, Failure> {
    let reader = granted.read();
    let verified = actions::verify_all(&reader, granted.app().files()).await?;
    let (run_at, verdict) = (Some(granted.now()), format!("{}.", verified.verdict().trim_end_matches('.')));
    Reply::page(&Verification { page: Page::of(&granted), run_at, verdict, checks: verified.checks })
}

//! The pages of the ledger.

mod amend;
mod budgets;
mod certify;
mod commitment;
mod commitments;
mod decommit;
mod entries;
mod entry;
mod file;
mod gauge;
mod line;
mod movement;
mod new_repayment;
mod payment;
mod payments;
mod refusals;
mod repayment;
mod report;
mod reverse;
mod settings;
mod settle;
mod words;
mod year_end;

pub use file::{report_file, report_footer};

use entity::{budget_line, values::Day};

use super::actions::BudgetError;
use crate::{
    access::{Routes, Visit},
    web::{Failure, FormState, urls},
};

/// The addresses of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(urls::BUDGETS, budgets::get)
        .get(urls::BUDGET_LINE, line::get)
        .get(urls::OPEN_BUDGET, movement::open_get)
        .post(urls::OPEN_BUDGET, movement::open_post)
        .get(urls::DELEGATE, movement::delegate_get)
        .post(urls::DELEGATE, movement::delegate_post)
        .get(urls::REALLOCATE, movement::reallocate_get)
        .post(urls::REALLOCATE, movement::reallocate_post)
        .get(urls::GIVE_UP_BUDGET, movement::give_up_get)
        .post(urls::GIVE_UP_BUDGET, movement::give_up_post)
        .get(urls::FREEZE_BUDGET, movement::freeze_get)
        .post(urls::FREEZE_BUDGET, movement::freeze_post)
        .get(urls::THAW_BUDGET, movement::thaw_get)
        .post(urls::THAW_BUDGET, movement::thaw_post)
        .get(urls::RELEASE_RESERVATION, movement::release_get)
        .post(urls::RELEASE_RESERVATION, movement::release_post)
        .get(urls::COMMITMENTS, commitments::get)
        .get(urls::COMMITMENT, commitment::get)
        .get(urls::CERTIFY, certify::get)
        .post(urls::CERTIFY, certify::post)
        .get(urls::DECOMMIT, decommit::get)
        .post(urls::DECOMMIT, decommit::post)
        .get(urls::AMEND, amend::get)
        .post(urls::AMEND, amend::post)
        .get(urls::SETTLE, settle::get)
        .post(urls::SETTLE, settle::post)
        .get(urls::NEW_REPAYMENT, new_repayment::get)
        .post(urls::NEW_REPAYMENT, new_repayment::post)
        .get(urls::REPAYMENT, repayment::get)
        .post(urls::ORDER_REPAYMENT, repayment::order)
        .post(urls::COLLECT_REPAYMENT, repayment::collect)
        .post(urls::CANCEL_REPAYMENT, repayment::cancel)
        .get(urls::LINE_SETTINGS, settings::get)
        .post(urls::LINE_SETTINGS, settings::own)
        .post(urls::EARMARK, settings::earmark)
        .post(urls::CLOSE_LINE, settings::close)
        .post(urls::REOPEN_LINE, settings::reopen)
        .get(urls::YEAR_END, year_end::get)
        .post(urls::YEAR_END, year_end::post)
        .get(urls::REVERSE_ENTRY, reverse::get)
        .post(urls::REVERSE_ENTRY, reverse::post)
        .get(urls::PAYMENTS, payments::get)
        .get(urls::PAYMENT, payment::get)
        .post(urls::ORDER_PAYMENT, payment::order)
        .post(urls::CANCEL_PAYMENT, payment::cancel)
        .post(urls::PAY, payment::pay)
        .post(urls::REJECT_PAYMENT, payment::reject)
        .get(urls::BUDGET_REPORT, report::get)
        .get(urls::BUDGET_REPORT_FILE, file::get)
        .get(urls::ENTRIES, entries::get)
        .get(urls::ENTRY, entry::get)
}

/// A line above, on the way from the top.
struct Crumb {
    label: String,
    href: String,
}

fn crumbs(above: &[budget_line::Model]) -> Vec<Crumb> {
    above.iter().map(|line| Crumb { label: line.label.clone(), href: urls::budget_line(line.id) }).collect()
}

/// Today in Paris.
fn today(visit: &Visit) -> Day {
    visit.now().paris_day()
}

/// The day asked for by `?au=`, today when none is. What cannot be read is today, with the reason under the field.
fn day_asked(visit: &Visit, asked: &mut FormState) -> Day {
    asked.read_optional::<Day>("au").flatten().unwrap_or_else(|| today(visit))
}

/// What is left once a page has answered the refusals it knows.
fn failure(error: BudgetError) -> Failure {
    match error {
        BudgetError::Store(error) => error.into(),
        BudgetError::Refused(refusal) => Failure::fault(&format!("the ledger refused to be read: {refusal}")),
    }
}

//! The payments that wait, to be ordered or paid, and the repayments, to be claimed or collected.

use askama::Template;
use entity::values::{Day, Money, PaymentState, RepaymentState};

use super::{
    super::{
        actions::{self, PaymentRow, RepaymentRow},
        gates::ReadBudgets,
    },
    today, words,
};
use crate::{
    access::Granted,
    web::{Failure, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "budget/payments.html")]
struct Payments {
    page: Page,
    queues: Vec<Queue>,
    repayments: Vec<RepaymentQueue>,
}

/// Repayments that wait for the same signature.
struct RepaymentQueue {
    title: &'static str,
    total: Money,
    rows: Vec<RepaymentLine>,
}

struct RepaymentLine {
    href: String,
    waits: RepaymentRow,
}

/// Those that wait for the same signature.
struct Queue {
    title: &'static str,
    empty: &'static str,
    total: Money,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    waits: PaymentRow,
}

pub(super) async fn get(granted: Granted<ReadBudgets>) -> Result<Reply, Failure> {
    let mut queues = Vec::new();
    for state in [PaymentState::Ordered, PaymentState::Certified] {
        let waiting = actions::waiting(&granted.read(), granted.subject(), state).await?;
        let row = |waits: PaymentRow| Row { href: urls::payment(&waits.reference, waits.number), waits };
        let (title, empty) = words::queue(state);
        queues.push(Queue {
            title,
            empty,
            total: Money::sum(waiting.iter().map(|waits| waits.amount)).unwrap_or_default(),
            rows: waiting.into_iter().map(row).collect(),
        });
    }
    let mut repayments = Vec::new();
    // A claim waits until it is given back, whatever its day; an instalment is claimed from its day on.
    for (state, until) in [(RepaymentState::Ordered, Day::LAST), (RepaymentState::Planned, today(&granted))] {
        let waiting = actions::repayments_waiting(&granted.read(), granted.subject(), state, until).await?;
        let row = |waits: RepaymentRow| RepaymentLine { href: urls::repayment(&waits.reference, waits.number), waits };
        repayments.push(RepaymentQueue {
            title: words::repayment_queue(state),
            total: Money::sum(waiting.iter().map(|waits| waits.amount)).unwrap_or_default(),
            rows: waiting.into_iter().map(row).collect(),
        });
    }
    repayments.retain(|queue| !queue.rows.is_empty());
    Reply::page(&Payments { page: Page::of(&granted), queues, repayments })
}

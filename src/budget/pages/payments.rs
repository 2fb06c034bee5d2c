//! The payments that wait: to be ordered, to be paid.

use askama::Template;
use entity::values::{Money, PaymentState};

use super::{
    super::{
        actions::{self, PaymentRow},
        gates::ReadBudgets,
    },
    words,
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
    Reply::page(&Payments { page: Page::of(&granted), queues })
}

//! One commitment: what was promised, how far it has been paid, and by which payments.

use askama::Template;
use entity::{payment, repayment};

use super::{
    super::{
        actions,
        gates::{PromisedMoney, ReadCommitment},
        rules::payment::Standing,
    },
    Crumb,
    commitments::shown,
    crumbs, words,
};
use crate::{
    access::Granted,
    web::{Failure, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "budget/commitment.html")]
struct Commitment {
    page: Page,
    promised: PromisedMoney,
    above: Vec<Crumb>,
    standing: Standing,
    payments: Vec<Row>,
    repayments: Vec<Owed>,
    entries_href: String,
}

struct Row {
    href: String,
    payment: payment::Model,
    badge: &'static str,
    state: &'static str,
}

struct Owed {
    href: String,
    repayment: repayment::Model,
    kind: &'static str,
    badge: &'static str,
    state: &'static str,
}

pub(super) async fn get(granted: Granted<ReadCommitment>) -> Result<Reply, Failure> {
    let (reader, promised) = (granted.read(), granted.subject().clone());
    let sheet = actions::commitment_sheet(&reader, promised.commitment.id).await?;
    let row = |payment: payment::Model| Row {
        href: urls::payment(&promised.commitment.reference, payment.number),
        badge: words::payment_badge(payment.state),
        state: words::payment_state(payment.state),
        payment,
    };
    let owed = |repayment: repayment::Model| Owed {
        href: urls::repayment(&promised.commitment.reference, repayment.number),
        kind: words::repayment_kind(repayment.kind),
        badge: words::repayment_badge(repayment.state),
        state: words::repayment_state(repayment.state),
        repayment,
    };
    let repayments = actions::repayments_of(&reader, &promised).await?;
    Reply::page(&Commitment {
        repayments: repayments.into_iter().map(owed).collect(),
        page: Page::of(&granted),
        above: crumbs(&actions::lines_above(&reader, &promised.line).await?),
        standing: sheet.standing,
        payments: sheet.payments.into_iter().map(row).collect(),
        entries_href: urls::with_query(&urls::entries(promised.line.id), &[("chiffre", "engage")]),
        promised,
    })
}

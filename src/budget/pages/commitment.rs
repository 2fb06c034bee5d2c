//! One commitment: what was promised, how far it has been paid, and by which payments.

use askama::Template;
use entity::payment;

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
    entries_href: String,
}

struct Row {
    href: String,
    payment: payment::Model,
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
    Reply::page(&Commitment {
        page: Page::of(&granted),
        above: crumbs(&actions::lines_above(&reader, &promised.line).await?),
        standing: sheet.standing,
        payments: sheet.payments.into_iter().map(row).collect(),
        entries_href: urls::with_query(&urls::entries(promised.line.id), &[("chiffre", "engage")]),
        promised,
    })
}

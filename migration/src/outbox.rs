//! Effects written with what caused them, and carried out afterwards: mails.

use crate::table::Kind::{Instant, Int, Text};
use crate::table::Table;

pub(crate) fn tables() -> Vec<Table> {
    vec![outbox_mail()]
}

fn outbox_mail() -> Table {
    Table::new("outbox_mail")
        .has("created_at", Instant)
        .has("recipient", Text)
        .has("subject", Text)
        .has("text", Text)
        .may_have("button", Text)
        .may_have("link", Text)
        .has("why", Text)
        .has_one_of("state", &["queued", "sent", "failed"])
        .has("attempts", Int)
        .has("next_attempt_at", Instant)
        .may_have("sent_at", Instant)
        .may_have("last_error", Text)
        .must("outbox_mail_attempts_must_not_be_negative", "attempts >= 0")
        .must("outbox_mail_link_must_go_once_the_mail_waits_no_more", "link IS NULL OR state = 'queued'")
        .listed_by(&["state", "next_attempt_at"])
        .listed_by(&["state", "created_at"])
}

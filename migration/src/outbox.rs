//! Effects written with what caused them, and carried out afterwards: mails, and files too long to make while somebody waits.

use crate::table::Kind::{Big, Fingerprint, Instant, Int, Text};
use crate::table::Table;

pub(crate) fn tables() -> Vec<Table> {
    vec![outbox_mail(), export_job()]
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

fn export_job() -> Table {
    Table::new("export_job")
        .belongs_to("requested_by", "person")
        .has("requested_at", Instant)
        .has("request", Text)
        .has("file_name", Text)
        .has_one_of("state", &["waiting", "running", "done", "failed"])
        .has("attempts", Int)
        .has("next_attempt_at", Instant)
        .has("rows_done", Big)
        .may_have("rows_total", Big)
        .may_have("resume_at", Text)
        .may_have("storage_key", Text)
        .may_have("sha256", Fingerprint)
        .may_have("size", Big)
        .may_have("finished_at", Instant)
        .may_have("last_error", Text)
        .has("creation_key", Text)
        .unique(&["creation_key"])
        .must(
            "export_job_done_must_have_its_file",
            "state <> 'done' OR storage_key IS NOT NULL AND sha256 IS NOT NULL AND size IS NOT NULL AND finished_at IS NOT NULL",
        )
        .listed_by(&["state", "next_attempt_at"])
        .listed_by(&["requested_by", "requested_at"])
}

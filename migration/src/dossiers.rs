//! Dossiers, their answers, expenses and files, the act of submitting, and what staff found of them.

use crate::table::Kind::{Big, Bool, Fingerprint, Instant, Int, Money, Text};
use crate::table::Table;

pub(crate) fn tables() -> Vec<Table> {
    vec![dossier(), answer(), expense(), dossier_file(), submission(), examination()]
}

fn dossier() -> Table {
    Table::new("dossier")
        .belongs_to("wave_id", "wave")
        .belongs_to("programme_id", "programme")
        .has("number", Int)
        .has("reference", Text)
        .belongs_to("organisation_id", "organisation")
        .belongs_to("owner_id", "person")
        .has_searched("title")
        .has_one_of("state", &["draft", "submitted", "eligible", "ineligible", "laureate", "reserve", "refused", "withdrawn"])
        .has("expenses", Money)
        .has("aid_requested", Money)
        .has("creation_key", Text)
        .has("created_at", Instant)
        .has("updated_at", Instant)
        .may_have("submitted_at", Instant)
        .has("version", Int)
        .unique(&["reference"])
        .unique(&["creation_key"])
        .unique(&["wave_id", "number"])
        .must("dossier_number_must_be_positive", "number > 0")
        .must("dossier_past_draft_must_have_been_submitted", "state IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL")
        .listed_by(&["wave_id", "state", "aid_requested"])
        .listed_by(&["wave_id", "submitted_at"])
        .listed_by(&["wave_id", "reference"])
        .listed_by(&["owner_id"])
        .listed_by(&["organisation_id"])
}

fn answer() -> Table {
    Table::new("answer")
        .belongs_to("dossier_id", "dossier")
        .belongs_to("question_id", "question")
        .has("value", Text)
        .has("version", Int)
        .has("updated_at", Instant)
        .belongs_to("updated_by", "person")
        .unique(&["dossier_id", "question_id"])
}

fn expense() -> Table {
    Table::new("expense")
        .belongs_to("dossier_id", "dossier")
        .has("position", Int)
        .has_one_of("category", &["personnel", "equipment", "subcontracting", "overheads", "other"])
        .has("label", Text)
        .has("amount", Money)
        .listed_by(&["dossier_id", "position"])
}

fn dossier_file() -> Table {
    Table::new("dossier_file")
        .belongs_to("dossier_id", "dossier")
        .may_belong_to("question_id", "question")
        .has("name", Text)
        .has("media_type", Text)
        .has("size", Big)
        .has("sha256", Fingerprint)
        .has("storage_key", Text)
        .has_one_of("scan", &["clean", "not_scanned"])
        .belongs_to("uploaded_by", "person")
        .has("uploaded_at", Instant)
        .may_have("removed_at", Instant)
        .unique(&["storage_key"])
        .must("dossier_file_size_must_not_be_negative", "size >= 0")
        .listed_by(&["dossier_id"])
}

fn submission() -> Table {
    Table::new("submission")
        .belongs_to("dossier_id", "dossier")
        .has("idempotency_key", Text)
        .has("receipt_number", Text)
        .has("received_at", Instant)
        .belongs_to("submitted_by", "person")
        .has("fingerprint", Fingerprint)
        .has("content", Text)
        .unique(&["dossier_id"])
        .unique(&["idempotency_key"])
        .unique(&["receipt_number"])
        .append_only()
}

fn examination() -> Table {
    Table::new("examination")
        .belongs_to("dossier_id", "dossier")
        .has("eligible", Bool)
        .may_have("reason", Text)
        .belongs_to("examiner_id", "person")
        .has("examiner_name", Text)
        .may_have("examiner_capacity", Text)
        .has("examined_at", Instant)
        .must("examination_ineligibility_must_give_its_reason", "eligible OR (reason IS NOT NULL AND trim(reason) <> '')")
        // Who decides is named with their capacity (CRPA L212-1), as they were called when they decided.
        .must(
            "examination_ineligibility_must_state_a_capacity",
            "eligible OR (examiner_capacity IS NOT NULL AND trim(examiner_capacity) <> '')",
        )
        .listed_by(&["dossier_id", "id"])
        .append_only()
}

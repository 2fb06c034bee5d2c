//! Decisions and the awards they carry.

use crate::table::Kind::{Instant, Int, Money, Text};
use crate::table::Table;

pub(crate) fn tables() -> Vec<Table> {
    vec![decision(), award()]
}

fn decision() -> Table {
    Table::new("decision")
        .belongs_to("wave_id", "wave")
        .has_one_of("state", &["draft", "signed", "published"])
        .may_have("signed_at", Instant)
        .may_belong_to("signed_by", "person")
        .may_have("signatory_capacity", Text)
        .may_have("published_at", Instant)
        .may_have("idempotency_key", Text)
        .has("version", Int)
        .unique(&["wave_id"])
        .unique(&["idempotency_key"])
        .must(
            "decision_past_draft_must_be_signed_by_someone",
            "state = 'draft' OR (signed_at IS NOT NULL AND signed_by IS NOT NULL)",
        )
        .must("decision_published_must_be_dated", "state <> 'published' OR published_at IS NOT NULL")
}

fn award() -> Table {
    Table::new("award")
        .belongs_to("decision_id", "decision")
        .belongs_to("dossier_id", "dossier")
        .has("rank", Int)
        .has_one_of("outcome", &["laureate", "reserve", "refused"])
        .has("amount", Money)
        .has("reasons", Text)
        .may_belong_to("commitment_id", "commitment")
        .unique(&["dossier_id"])
        .unique(&["commitment_id"])
        .must("award_rank_must_be_positive", "rank > 0")
        .listed_by(&["decision_id", "rank"])
}

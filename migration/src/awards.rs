//! Decisions and the awards they carry.

use crate::table::Kind::{Instant, Int, Money, Text};
use crate::table::{Frozen, Parent, Step, Table};

pub(crate) fn tables() -> Vec<Table> {
    vec![decision(), award()]
}

fn decision() -> Table {
    Table::new("decision")
        .belongs_to("wave_id", "wave")
        .has_one_of("state", &["draft", "signed", "published"])
        .may_have("signed_at", Instant)
        .may_belong_to("signed_by", "person")
        .may_have("signatory_name", Text)
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
        // Who decides is named with their capacity (CRPA L212-1), as they were called when they signed.
        .must(
            "decision_past_draft_must_name_its_signatory",
            "state = 'draft' OR (signatory_name IS NOT NULL AND trim(signatory_name) <> '')",
        )
        .must(
            "decision_past_draft_must_state_a_capacity",
            "state = 'draft' OR (signatory_capacity IS NOT NULL AND trim(signatory_capacity) <> '')",
        )
        .must("decision_published_must_be_dated", "state <> 'published' OR published_at IS NOT NULL")
        .frozen(Frozen {
            once: "signed",
            when: "OLD.state <> 'draft'",
            but_for: Some(Step {
                taking: "OLD.state = 'signed' AND NEW.state = 'published'",
                changes: &["state", "published_at", "version"],
            }),
        })
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
        .must("award_amount_must_go_to_laureates_alone", "(outcome = 'laureate') = (amount > 0)")
        .must("award_refusal_must_give_its_reasons", "outcome <> 'refused' OR trim(reasons) <> ''")
        .listed_by(&["decision_id", "rank"])
        .frozen_with(Parent { once: "signed", column: "decision_id", table: "decision", when: "state <> 'draft'" })
}

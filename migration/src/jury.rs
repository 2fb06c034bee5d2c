//! Jurors, recusals, assignments, reviews and scores.

use crate::table::Kind::{Bool, Instant, Int, Text};
use crate::table::{Frozen, Parent, Table};

pub(crate) fn tables() -> Vec<Table> {
    vec![juror(), recusal(), assignment(), review(), review_score()]
}

fn juror() -> Table {
    Table::new("juror")
        .belongs_to("wave_id", "wave")
        .belongs_to("person_id", "person")
        .belongs_to("invited_by", "person")
        .has("joined_at", Instant)
        .may_have("interests_declared_at", Instant)
        .unique(&["wave_id", "person_id"])
        .listed_by(&["person_id"])
}

fn recusal() -> Table {
    Table::new("recusal")
        .belongs_to("juror_id", "juror")
        .belongs_to("dossier_id", "dossier")
        .has("reason", Text)
        .has("declared_at", Instant)
        .has("after_decision", Bool)
        .unique(&["juror_id", "dossier_id"])
        .listed_by(&["dossier_id"])
        .append_only()
}

fn assignment() -> Table {
    Table::new("assignment")
        .belongs_to("wave_id", "wave")
        .belongs_to("dossier_id", "dossier")
        .belongs_to("juror_id", "juror")
        .belongs_to("assigned_by", "person")
        .has("assigned_at", Instant)
        .unique(&["dossier_id", "juror_id"])
        .listed_by(&["juror_id"])
        .listed_by(&["wave_id"])
}

fn review() -> Table {
    Table::new("review")
        .belongs_to("assignment_id", "assignment")
        .has_one_of("state", &["draft", "submitted"])
        .has("panel_comment", Text)
        .has("candidate_comment", Text)
        .may_have("submitted_at", Instant)
        .has("updated_at", Instant)
        .has("version", Int)
        .unique(&["assignment_id"])
        .must("review_submitted_must_be_dated", "state <> 'submitted' OR submitted_at IS NOT NULL")
        .frozen(Frozen { once: "handed_in", when: "OLD.state = 'submitted'", but_for: None })
}

fn review_score() -> Table {
    Table::new("review_score")
        .belongs_to("review_id", "review")
        .belongs_to("criterion_id", "criterion")
        .may_have("half_points", Int)
        .has("comment", Text)
        .unique(&["review_id", "criterion_id"])
        .must("review_score_must_be_between_0_and_10_half_points", "half_points BETWEEN 0 AND 10")
        .listed_by(&["criterion_id"])
        .frozen_with(Parent { once: "handed_in", column: "review_id", table: "review", when: "state = 'submitted'" })
}

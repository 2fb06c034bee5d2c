//! Structures that apply, and who acts for them.

use crate::table::Kind::{Instant, Int, Text};
use crate::table::Table;

pub(crate) fn tables() -> Vec<Table> {
    vec![organisation(), organisation_member()]
}

fn organisation() -> Table {
    Table::new("organisation")
        .has("siret", Text)
        .has_searched("name")
        .has_one_of(
            "kind",
            &["health_establishment", "company", "association", "university", "local_authority", "research_body", "other"],
        )
        .belongs_to("created_by", "person")
        .has("created_at", Instant)
        .has("version", Int)
        .unique(&["siret"])
        .listed_by(&["name"])
}

fn organisation_member() -> Table {
    Table::new("organisation_member")
        .belongs_to("organisation_id", "organisation")
        .belongs_to("person_id", "person")
        .has("since", Instant)
        .unique(&["organisation_id", "person_id"])
        .listed_by(&["person_id"])
}

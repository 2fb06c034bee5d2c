//! Programmes, axes, actions, what they promised and what was observed.

use crate::table::Kind::{Big, Day, Int, Money, Month, Rate, Text};
use crate::table::Table;

/// The sorts of actions and calls, as they were when the migrations that read this were released.
pub(crate) const ACTION_KINDS: &[&str] = &["aap", "ami", "guichet", "pepr", "concours", "early_access", "listing", "other"];

pub(crate) fn tables() -> Vec<Table> {
    vec![programme(), axis(), action(), action_topic(), target(), target_progress(), indicator(), indicator_observation()]
}

fn programme() -> Table {
    Table::new("programme")
        .has("code", Text)
        .has("name", Text)
        .may_have("tagline", Text)
        .may_have("summary", Text)
        .has("starts", Text)
        .has("ends", Text)
        .may_have("launched_on", Day)
        .may_have("orientations", Int)
        .may_have("actions_announced", Int)
        .may_have("amount", Money)
        .has("position", Int)
        .may_belong_to("budget_line_id", "budget_line")
        .unique(&["code"])
        .listed_by(&["position"])
}

fn axis() -> Table {
    Table::new("axis")
        .belongs_to("programme_id", "programme")
        .has("position", Int)
        .has("name", Text)
        .unique(&["programme_id", "position"])
}

fn action() -> Table {
    Table::new("action")
        .belongs_to("programme_id", "programme")
        .may_belong_to("axis_id", "axis")
        .has("code", Text)
        .has("name", Text)
        .has_one_of("kind", ACTION_KINDS)
        .may_have("amount", Money)
        .may_have("amount_per_year", Money)
        .may_have("status_note", Text)
        .may_have("recurrence", Text)
        .may_have("operator", Text)
        .may_have("aid_rate", Rate)
        .may_have("legal_basis", Text)
        .may_belong_to("linked_programme_id", "programme")
        .may_have("launched_on", Day)
        .has("position", Int)
        .may_belong_to("budget_line_id", "budget_line")
        .may_have("summary", Text)
        .unique(&["programme_id", "code"])
        .listed_by(&["programme_id", "position"])
        .listed_by(&["axis_id"])
}

fn action_topic() -> Table {
    Table::new("action_topic")
        .belongs_to("action_id", "action")
        .has_one_of("kind", &["topic", "eligibility"])
        .has("position", Int)
        .has("label", Text)
        .listed_by(&["action_id", "kind", "position"])
}

fn target() -> Table {
    Table::new("target")
        .belongs_to("programme_id", "programme")
        .may_belong_to("action_id", "action")
        .has("key", Text)
        .has("label", Text)
        .has("value", Big)
        .has("horizon", Text)
        .unique(&["programme_id", "key"])
        .listed_by(&["action_id"])
}

fn target_progress() -> Table {
    Table::new("target_progress")
        .belongs_to("target_id", "target")
        .has("day", Day)
        .has("value", Big)
        .has("source", Text)
        .listed_by(&["target_id", "day"])
}

fn indicator() -> Table {
    Table::new("indicator")
        .belongs_to("programme_id", "programme")
        .has("key", Text)
        .has("label", Text)
        .has("unit", Text)
        .unique(&["programme_id", "key"])
}

fn indicator_observation() -> Table {
    Table::new("indicator_observation")
        .belongs_to("indicator_id", "indicator")
        .may_have("category", Text)
        .has("period", Month)
        .has("value", Big)
        .unique_where("indicator_must_be_observed_once_a_month", &["indicator_id", "period"], "category IS NULL")
        .unique_where(
            "indicator_must_be_observed_once_a_month_and_category",
            &["indicator_id", "category", "period"],
            "category IS NOT NULL",
        )
}

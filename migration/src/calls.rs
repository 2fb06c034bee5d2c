//! Calls, their waves, and what a wave asks and judges by; invitations, because they can name a wave.

use crate::people::{ROLES, SCOPES};
use crate::programmes::ACTION_KINDS;
use crate::table::Kind::{Big, Bool, Counter, Day, Fingerprint, Instant, Int, Money, Rate, Text, Year};
use crate::table::Table;

pub(crate) fn tables() -> Vec<Table> {
    vec![call(), wave(), criterion(), question(), invitation()]
}

fn call() -> Table {
    Table::new("call")
        .belongs_to("action_id", "action")
        .belongs_to("programme_id", "programme")
        .has("reference", Text)
        .has_one_of("kind", ACTION_KINDS)
        .has("title", Text)
        .has("summary", Text)
        .has_one_of("audience", &["companies", "health_establishments", "research", "associations", "all"])
        .belongs_to("created_by", "person")
        .has("created_at", Instant)
        .has("version", Int)
        .unique(&["reference"])
        .listed_by(&["action_id"])
        .listed_by(&["programme_id"])
}

fn wave() -> Table {
    Table::new("wave")
        .belongs_to("call_id", "call")
        .belongs_to("programme_id", "programme")
        .has("number", Int)
        .has("reference", Text)
        .has("opens_at", Instant)
        .has("closes_at", Instant)
        .may_have("results_on", Day)
        .has("envelope", Money)
        .has("fiscal_year", Year)
        .has("max_aid_rate", Rate)
        .has("min_aid", Money)
        .has("max_aid", Money)
        .has("max_file_bytes", Big)
        .may_have("announced_at", Instant)
        .may_have("published_at", Instant)
        .may_belong_to("published_by", "person")
        .may_belong_to("reservation_entry_id", "entry")
        .has("last_dossier_number", Counter)
        .has("version", Int)
        .unique(&["reference"])
        .unique(&["call_id", "number"])
        .must("wave_must_open_before_it_closes", "opens_at < closes_at")
        .must("wave_smallest_aid_must_not_exceed_the_largest", "min_aid <= max_aid")
        .must("wave_number_must_be_positive", "number > 0")
        .must("wave_max_file_bytes_must_be_positive", "max_file_bytes > 0")
        .must("wave_last_dossier_number_must_not_be_negative", "last_dossier_number >= 0")
        .listed_by(&["programme_id"])
        .listed_by(&["opens_at"])
        .listed_by(&["closes_at"])
}

fn criterion() -> Table {
    Table::new("criterion")
        .belongs_to("wave_id", "wave")
        .has("position", Int)
        .has("name", Text)
        .has("guidance", Text)
        .has("weight", Int)
        .unique(&["wave_id", "position"])
        .must("criterion_weight_must_be_positive", "weight > 0")
}

fn question() -> Table {
    Table::new("question")
        .belongs_to("wave_id", "wave")
        .has("position", Int)
        .has("section", Text)
        .has("label", Text)
        .has("help", Text)
        .has_one_of("kind", &["short_text", "long_text", "money", "number", "date", "choice", "yes_no", "file"])
        .has("required", Bool)
        .may_have("max_length", Int)
        .has("choices", Text)
        .unique(&["wave_id", "position"])
        .must("question_max_length_must_be_positive", "max_length > 0")
}

fn invitation() -> Table {
    Table::new("invitation")
        .has("token_hash", Fingerprint)
        .has("email", Text)
        .has_one_of("role", ROLES)
        .has_one_of("scope_kind", SCOPES)
        .has("scope_id", Big)
        .may_belong_to("wave_id", "wave")
        .belongs_to("invited_by", "person")
        .has("created_at", Instant)
        .has("expires_at", Instant)
        .may_have("accepted_at", Instant)
        .may_have("declined_at", Instant)
        .may_have("decline_reason", Text)
        .may_have("idempotency_key", Text)
        .must("invitation_scope_must_be_zero_for_the_site_alone", "(scope_kind = 'site') = (scope_id = 0)")
        .must("invitation_must_not_be_both_accepted_and_declined", "accepted_at IS NULL OR declined_at IS NULL")
        .unique(&["token_hash"])
        .unique(&["idempotency_key"])
        .listed_by(&["wave_id"])
        .listed_by(&["email"])
        .listed_by(&["expires_at"])
}

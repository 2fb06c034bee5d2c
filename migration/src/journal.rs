//! Everything that happened, and the chain of seals over it.

use crate::table::Kind::{Big, Fingerprint, Instant, Text};
use crate::table::Table;

pub(crate) fn tables() -> Vec<Table> {
    vec![event(), seal(), checkpoint()]
}

fn event() -> Table {
    Table::new("event")
        .has("at", Instant)
        .may_belong_to("actor_id", "person")
        .has("kind", Text)
        .has("subject_kind", Text)
        .has("subject_id", Big)
        .may_belong_to("programme_id", "programme")
        .may_have("reason", Text)
        .may_have("before", Text)
        .may_have("after", Text)
        .may_have("seal_number", Big)
        .unique(&["seal_number"])
        .listed_where("event_awaiting_its_seal", &["id"], "seal_number IS NULL")
        .listed_by(&["subject_kind", "subject_id"])
        .listed_by(&["at"])
        .listed_by(&["programme_id", "at"])
        .listed_by(&["actor_id", "at"])
        .append_only_but_for(&["seal_number"])
}

fn seal() -> Table {
    Table::new("seal")
        .has("number", Big)
        .has("previous", Fingerprint)
        .has("hash", Fingerprint)
        .has("sealed_at", Instant)
        .unique(&["number"])
        .unique(&["hash"])
        .must("seal_number_must_be_positive", "number > 0")
        .append_only()
}

/// The end of the chain at an instant, signed: whoever holds one can tell that nothing before it was changed.
fn checkpoint() -> Table {
    Table::new("checkpoint")
        .has("seal_number", Big)
        .has("seal_hash", Fingerprint)
        .has("signed_at", Instant)
        .has("public_key", Text)
        .has("signature", Text)
        .unique(&["seal_number"])
        .must("checkpoint_public_key_must_be_32_bytes", "length(public_key) = 64")
        .must("checkpoint_signature_must_be_64_bytes", "length(signature) = 128")
        .listed_by(&["signed_at"])
        .append_only()
}

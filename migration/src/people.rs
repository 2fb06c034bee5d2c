//! Accounts, sessions, roles on a scope, and what protects signing in.

use crate::table::Kind::{Big, Bool, Fingerprint, Instant, Int, Text};
use crate::table::Table;

/// The roles, as they were when the migrations that read this were released.
pub(crate) const ROLES: &[&str] = &["applicant", "staff", "programme_manager", "juror", "accountant", "auditor", "admin"];

/// What a role can bear on, as they were when the migrations that read this were released.
pub(crate) const SCOPES: &[&str] = &["site", "programme", "call", "dossier"];

pub(crate) fn tables() -> Vec<Table> {
    vec![person(), session(), single_use_link(), role_grant(), sign_in_attempt(), parked_form(), setting()]
}

fn person() -> Table {
    Table::new("person")
        .has("email", Text)
        .has_searched("name")
        .has("password_hash", Text)
        .may_have("email_verified_at", Instant)
        .has("created_at", Instant)
        .has("version", Int)
        .unique(&["email"])
        .listed_by(&["email_verified_at", "created_at"])
}

fn session() -> Table {
    Table::new("session")
        .belongs_to("person_id", "person")
        .has("token_hash", Fingerprint)
        .has("created_at", Instant)
        .has("last_seen_at", Instant)
        .has("expires_at", Instant)
        .may_have("revoked_at", Instant)
        .has("address", Text)
        .has("user_agent", Text)
        .unique(&["token_hash"])
        .listed_by(&["person_id", "expires_at"])
        .listed_by(&["expires_at"])
}

fn single_use_link() -> Table {
    Table::new("single_use_link")
        .has("token_hash", Fingerprint)
        .has_one_of("purpose", &["verify_email", "reset_password"])
        .has("recipient", Text)
        .has("asked_from", Text)
        .has("created_at", Instant)
        .has("expires_at", Instant)
        .may_have("used_at", Instant)
        .unique(&["token_hash"])
        .listed_by(&["recipient", "created_at"])
        .listed_by(&["asked_from", "created_at"])
        .listed_by(&["expires_at"])
}

fn role_grant() -> Table {
    Table::new("role_grant")
        .belongs_to("person_id", "person")
        .has_one_of("role", ROLES)
        .has_one_of("scope_kind", SCOPES)
        .has("scope_id", Big)
        .may_belong_to("granted_by", "person")
        .has("granted_at", Instant)
        .may_have("removed_at", Instant)
        .may_belong_to("removed_by", "person")
        .must("role_grant_scope_must_be_zero_for_the_site_alone", "(scope_kind = 'site') = (scope_id = 0)")
        .unique_where(
            "role_grant_must_be_held_once_at_a_time",
            &["person_id", "role", "scope_kind", "scope_id"],
            "removed_at IS NULL",
        )
        .listed_by(&["person_id"])
        .listed_by(&["scope_kind", "scope_id"])
}

fn sign_in_attempt() -> Table {
    Table::new("sign_in_attempt")
        .has("account_key", Fingerprint)
        .has("address", Text)
        .has("at", Instant)
        .has("succeeded", Bool)
        .listed_by(&["at"])
        .listed_by(&["account_key", "at"])
        .listed_by(&["address", "at"])
}

fn parked_form() -> Table {
    Table::new("parked_form")
        .has("token_hash", Fingerprint)
        .has("browser_hash", Fingerprint)
        .has("address", Text)
        .has("path", Text)
        .has("body", Text)
        .may_have("file_field", Text)
        .has("created_at", Instant)
        .has("expires_at", Instant)
        .unique(&["token_hash"])
        .unique(&["browser_hash", "path"])
        .listed_by(&["address"])
        .listed_by(&["expires_at"])
}

fn setting() -> Table {
    Table::keyed_by("setting", "key", Text).has("value", Text)
}

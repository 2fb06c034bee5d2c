//! The ledger: lines, accounts, commitments, entries and the transfers they are made of.

use crate::table::Kind::{Balance, Big, Day, Instant, Int, Path, Positive, Text, Year};
use crate::table::Table;

pub(crate) fn tables() -> Vec<Table> {
    vec![budget_line(), commitment(), account(), entry(), transfer(), payment()]
}

fn budget_line() -> Table {
    Table::new("budget_line")
        .may_belong_to("parent_id", "budget_line")
        .has("path", Path)
        .has("code", Text)
        .has("label", Text)
        .has("position", Int)
        .unique(&["path"])
        .unique(&["code"])
        .listed_by(&["parent_id", "position"])
}

fn commitment() -> Table {
    Table::new("commitment")
        .has("reference", Text)
        .belongs_to("line_id", "budget_line")
        .belongs_to("beneficiary_id", "organisation")
        .has("label", Text)
        .has("created_at", Instant)
        .unique(&["reference"])
        .listed_by(&["line_id"])
        .listed_by(&["beneficiary_id"])
}

fn account() -> Table {
    Table::new("account")
        .belongs_to("line_id", "budget_line")
        .has_one_of("book", &["ae", "cp"])
        .has("year", Year)
        .has_one_of("stage", &["opened", "available", "frozen", "reserved", "committed", "due", "ordered", "paid"])
        .may_belong_to("commitment_id", "commitment")
        .has("balance", Balance)
        .unique_where(
            "account_must_be_the_only_one_of_its_line_and_stage",
            &["line_id", "book", "year", "stage"],
            "commitment_id IS NULL",
        )
        .unique_where(
            "account_must_be_the_only_one_of_its_commitment",
            &["line_id", "book", "year", "stage", "commitment_id"],
            "commitment_id IS NOT NULL",
        )
        .must(
            "account_stage_must_be_of_its_book",
            "book = 'ae' AND stage NOT IN ('due', 'ordered', 'paid') OR book = 'cp' AND stage NOT IN ('reserved', 'committed')",
        )
        .must(
            "account_past_the_reservation_must_name_its_commitment",
            "(stage IN ('committed', 'due', 'ordered', 'paid')) = (commitment_id IS NOT NULL)",
        )
        .must("account_balance_must_not_be_negative_unless_opened", "balance >= 0 OR stage = 'opened'")
        .listed_by(&["commitment_id"])
}

fn entry() -> Table {
    Table::new("entry")
        .has_one_of(
            "journal",
            &[
                "opening",
                "delegation",
                "freeze",
                "reservation",
                "commitment",
                "certification",
                "payment_order",
                "payment",
                "reversal",
            ],
        )
        .has("accounting_day", Day)
        .has("recorded_at", Instant)
        .has("fiscal_year", Year)
        .may_belong_to("actor_id", "person")
        .has("reason", Text)
        .may_have("document_reference", Text)
        .may_belong_to("reverses_id", "entry")
        .may_have("number", Big)
        .may_have("seal_number", Big)
        .may_have("idempotency_key", Text)
        .unique(&["idempotency_key"])
        .unique(&["journal", "fiscal_year", "number"])
        .unique(&["seal_number"])
        .unique(&["reverses_id"])
        .must("entry_must_receive_its_number_with_its_seal", "(number IS NULL) = (seal_number IS NULL)")
        .must("entry_must_not_reverse_itself", "reverses_id <> id")
        .listed_by(&["fiscal_year", "accounting_day"])
        .listed_where("entry_awaiting_its_seal", &["id"], "seal_number IS NULL")
        .append_only_but_for(&["number", "seal_number"])
}

fn transfer() -> Table {
    Table::new("transfer")
        .belongs_to("entry_id", "entry")
        .belongs_to("debit_account_id", "account")
        .belongs_to("credit_account_id", "account")
        .has("amount", Positive)
        .has("accounting_day", Day)
        .must("transfer_must_join_two_different_accounts", "debit_account_id <> credit_account_id")
        .listed_by(&["entry_id"])
        .listed_by(&["debit_account_id", "accounting_day"])
        .listed_by(&["credit_account_id", "accounting_day"])
        .append_only()
}

fn payment() -> Table {
    Table::new("payment")
        .belongs_to("commitment_id", "commitment")
        .has("number", Int)
        .belongs_to("line_id", "budget_line")
        .has("year", Year)
        .has("amount", Positive)
        .has("label", Text)
        .may_have("document_reference", Text)
        .has_one_of("state", &["certified", "ordered", "paid", "cancelled"])
        .belongs_to("certified_by", "person")
        .has("certified_at", Instant)
        .may_belong_to("ordered_by", "person")
        .may_have("ordered_at", Instant)
        .may_belong_to("paid_by", "person")
        .may_have("paid_at", Instant)
        .may_have("reason", Text)
        .has("creation_key", Text)
        .has("version", Int)
        .unique(&["commitment_id", "number"])
        .unique(&["creation_key"])
        .must("payment_number_must_be_positive", "number > 0")
        .must("payment_must_be_made_by_another_than_who_ordered", "paid_by IS NULL OR paid_by <> ordered_by")
        .must(
            "payment_ordered_must_say_by_whom",
            "state NOT IN ('ordered', 'paid') OR ordered_by IS NOT NULL AND ordered_at IS NOT NULL",
        )
        .must("payment_paid_must_say_by_whom", "(state = 'paid') = (paid_by IS NOT NULL AND paid_at IS NOT NULL)")
        .listed_by(&["state"])
}

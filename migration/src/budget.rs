//! The ledger: lines, accounts, commitments, entries and the transfers they are made of.

use crate::table::Kind::{Balance, Big, Day, Instant, Int, Money, Path, Positive, Text, Year};
use crate::table::Table;

pub(crate) fn tables() -> Vec<Table> {
    vec![
        budget_line(),
        earmark(),
        commitment(),
        instalment(),
        account(),
        account_day(),
        entry(),
        transfer(),
        payment(),
        repayment(),
    ]
}

fn budget_line() -> Table {
    Table::new("budget_line")
        .may_belong_to("parent_id", "budget_line")
        .has("path", Path)
        .has("code", Text)
        .has("label", Text)
        .has("position", Int)
        .has_one_of("owner_role", &["programme_manager", "staff", "accountant"])
        .may_have("closed_at", Instant)
        .may_belong_to("closed_by", "person")
        .may_have("closed_through", Year)
        .unique(&["path"])
        .unique(&["code"])
        .must("budget_line_closed_must_say_by_whom", "(closed_at IS NULL) = (closed_by IS NULL)")
        .must("budget_line_years_must_be_closed_at_the_top", "closed_through IS NULL OR parent_id IS NULL")
        .listed_by(&["parent_id", "position"])
}

/// A part of a line's authority reserved to a use: what is taken for it never passes its amount.
fn earmark() -> Table {
    Table::new("earmark")
        .belongs_to("line_id", "budget_line")
        .has("name", Text)
        .has("amount", Money)
        .has("used", Money)
        .unique(&["line_id", "name"])
        .must("earmark_must_not_be_overrun", "used <= amount")
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

/// What is expected to be paid on a commitment in a year.
fn instalment() -> Table {
    Table::new("instalment")
        .belongs_to("commitment_id", "commitment")
        .has("year", Year)
        .has("amount", Positive)
        .unique(&["commitment_id", "year"])
}

fn account() -> Table {
    Table::new("account")
        .belongs_to("line_id", "budget_line")
        .has_one_of("book", &["ae", "cp"])
        .has("year", Year)
        .has_one_of(
            "stage",
            &[
                "opened",
                "available",
                "frozen",
                "reserved",
                "committed",
                "settled",
                "due",
                "ordered",
                "paid",
                "to_recover",
                "recovered",
                "lapsed",
            ],
        )
        .may_belong_to("commitment_id", "commitment")
        .has("balance", Balance)
        .has("received", Balance)
        .has("transferred", Balance)
        .has("delegated", Balance)
        .has("carried", Balance)
        .may_have("moved_on", Day)
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
            "book = 'ae' AND stage NOT IN ('due', 'ordered', 'paid', 'to_recover', 'recovered')
                OR book = 'cp' AND stage NOT IN ('reserved', 'committed', 'settled')",
        )
        .must(
            "account_past_the_reservation_must_name_its_commitment",
            "(stage IN ('committed', 'settled', 'due', 'ordered', 'paid', 'to_recover', 'recovered')) = (commitment_id IS NOT NULL)",
        )
        .must("account_balance_must_not_be_negative_unless_opened", "balance >= 0 OR stage = 'opened'")
        .listed_by(&["commitment_id"])
}

/// What an account came to at the end of each day on which it moved: a report at any past day reads one row an account.
fn account_day() -> Table {
    Table::new("account_day")
        .belongs_to("account_id", "account")
        .has("day", Day)
        .has("balance", Balance)
        .has("received", Balance)
        .has("transferred", Balance)
        .has("delegated", Balance)
        .has("carried", Balance)
        .unique(&["account_id", "day"])
}

fn entry() -> Table {
    Table::new("entry")
        .has_one_of(
            "journal",
            &[
                "opening",
                "delegation",
                "reallocation",
                "freeze",
                "reservation",
                "commitment",
                "certification",
                "payment_order",
                "payment",
                "recovery",
                "year_end",
                "reversal",
            ],
        )
        .has("accounting_day", Day)
        .has("recorded_at", Instant)
        .has("recorded_day", Day)
        .has("fiscal_year", Year)
        .may_belong_to("actor_id", "person")
        .has("reason", Text)
        .may_have("document_reference", Text)
        .may_belong_to("reverses_id", "entry")
        .may_belong_to("earmark_id", "earmark")
        .may_have("number", Big)
        .may_have("seal_number", Big)
        .may_have("idempotency_key", Text)
        .unique(&["idempotency_key"])
        .unique(&["journal", "fiscal_year", "number"])
        .unique(&["seal_number"])
        .unique(&["reverses_id"])
        .must("entry_must_receive_its_number_with_its_seal", "(number IS NULL) = (seal_number IS NULL)")
        .must("entry_must_not_reverse_itself", "reverses_id <> id")
        .must("entry_must_not_count_before_it_is_recorded", "accounting_day <= recorded_day")
        .listed_by(&["accounting_day", "recorded_at"])
        .listed_where("entry_recorded_late", &["recorded_at"], "accounting_day < recorded_day")
        .listed_by(&["earmark_id"])
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

/// What a beneficiary owes back: money paid and not due, or an instalment of a recoverable advance.
fn repayment() -> Table {
    Table::new("repayment")
        .belongs_to("commitment_id", "commitment")
        .has("number", Int)
        .has_one_of("kind", &["refund", "advance"])
        .has("amount", Positive)
        .has("due_on", Day)
        .has("label", Text)
        .may_have("document_reference", Text)
        .has_one_of("state", &["planned", "ordered", "collected", "cancelled"])
        .may_belong_to("order_entry_id", "entry")
        .may_belong_to("ordered_by", "person")
        .may_have("ordered_at", Instant)
        .may_belong_to("collected_by", "person")
        .may_have("collected_at", Instant)
        .may_have("reason", Text)
        .has("creation_key", Text)
        .has("version", Int)
        .unique(&["commitment_id", "number"])
        .unique(&["creation_key"])
        .must("repayment_number_must_be_positive", "number > 0")
        .must("repayment_must_be_collected_by_another_than_who_ordered", "collected_by IS NULL OR collected_by <> ordered_by")
        .must(
            "repayment_ordered_must_say_by_whom",
            "state NOT IN ('ordered', 'collected') OR ordered_by IS NOT NULL AND ordered_at IS NOT NULL AND order_entry_id IS NOT NULL",
        )
        .must(
            "repayment_collected_must_say_by_whom",
            "(state = 'collected') = (collected_by IS NOT NULL AND collected_at IS NOT NULL)",
        )
        .listed_by(&["state", "due_on"])
}

//! How public pages say what rows hold.

use entity::{
    action, programme,
    values::{ActionKind, Day, Money},
};

use crate::{
    db::{Page, PageNumber},
    programmes::{Period, Phase},
    web::Failure,
};

/// A badge: its kind and its words.
pub(super) struct Badge {
    pub(super) kind: &'static str,
    pub(super) label: String,
}

/// When a programme runs. Its bounds were read before they were stored: wrong ones are a fault of ours.
pub(super) fn period(programme: &programme::Model) -> Result<Period, Failure> {
    Period::parse(&programme.starts, &programme.ends)
        .map_err(|refusal| Failure::fault(&format!("the period of {}: {refusal}", programme.code)))
}

/// Where a programme stands.
pub(super) fn phase(phase: Phase) -> Badge {
    let (kind, label) = match phase {
        Phase::ToCome => ("info", "À venir"),
        Phase::Underway => ("success", "En cours"),
        Phase::Over => ("neutral", "Terminé"),
    };
    Badge { kind, label: label.to_owned() }
}

/// Whether an action is launched, and since when.
pub(super) fn launch(launched_on: Option<Day>) -> Badge {
    match launched_on {
        Some(day) => Badge { kind: "success", label: format!("Lancée le {}", day.in_words()) },
        None => Badge { kind: "neutral", label: "Pas encore lancée".to_owned() },
    }
}

/// What an action was announced with: in a title, and exactly.
pub(super) fn action_amount(action: &action::Model) -> Option<(String, String)> {
    let whole = action.amount.map(|amount| (amount.short(), amount.to_string()));
    let yearly = action.amount_per_year.map(|amount| (format!("{} par an", amount.short()), format!("{amount} par an")));
    whole.or(yearly)
}

/// What is said of an action announced without an amount: a regulatory route spends nothing. Of the others the page says
/// once, for all, that no amount was announced.
pub(super) fn without_amount(action: &action::Model) -> &'static str {
    if action.kind == ActionKind::EarlyAccess { "Sans budget propre" } else { "" }
}

/// « 1 dossier », « 2 dossiers »: the number with its word.
pub(super) fn counted(count: u64, one: &str, several: &str) -> String {
    let number = entity::values::grouped(i64::try_from(count).unwrap_or(i64::MAX));
    format!("{number}\u{a0}{}", if count > 1 { several } else { one })
}

/// The sum of amounts that were each announced; past what an amount can hold is a fault.
pub(super) fn total(amounts: impl IntoIterator<Item = Money>) -> Result<Money, Failure> {
    Money::sum(amounts).ok_or_else(|| Failure::fault("a total does not fit"))
}

/// One page of a list that was read whole, because what it sums or searches is not in one column.
pub(super) fn page_of<T>(mut all: Vec<T>, number: PageNumber, size: u64) -> Page<T> {
    let total = all.len() as u64;
    let before = usize::try_from(number.offset(size)).unwrap_or(usize::MAX).min(all.len());
    let mut rows = all.split_off(before);
    rows.truncate(usize::try_from(size).unwrap_or(usize::MAX));
    Page { rows, total, number, size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_holds_its_rows_and_the_total_of_all() {
        let page = |number: &str| page_of((1..=7).collect(), PageNumber::parse(Some(number)), 3);
        assert_eq!((page("1").rows, page("1").total, page("1").pages()), (vec![1, 2, 3], 7, 3));
        assert_eq!(page("3").rows, [7]);
        assert_eq!(page("4").rows, [0_i32; 0]);
        assert_eq!(page("999999999").rows, [0_i32; 0]);
    }

    #[test]
    fn a_number_agrees_with_its_word() {
        assert_eq!(counted(0, "lauréat", "lauréats"), "0\u{a0}lauréat");
        assert_eq!(counted(1, "lauréat", "lauréats"), "1\u{a0}lauréat");
        assert_eq!(counted(1234, "lauréat", "lauréats"), "1\u{202f}234\u{a0}lauréats");
    }
}

//! How public pages say what rows hold.

use entity::{
    action, programme,
    values::{ActionKind, Audience, Day, Money},
};

use crate::{
    programmes::{Period, Phase},
    web::Failure,
};

/// A badge: its kind and its words.
pub(super) struct Badge {
    pub(super) kind: &'static str,
    pub(super) label: String,
}

/// The way from page to page of a list.
pub(super) struct Pages {
    pub(super) number: u64,
    pub(super) pages: u64,
    pub(super) previous: Option<String>,
    pub(super) next: Option<String>,
}

impl Pages {
    /// Page `number` of `pages`; `link` leads to another one.
    pub(super) fn of(number: u64, pages: u64, link: impl Fn(u64) -> String) -> Self {
        let previous = (number > 1).then(|| link(number - 1));
        let next = (number < pages).then(|| link(number + 1));
        Self { number, pages, previous, next }
    }
}

/// The sort of an action, as it is abbreviated.
pub(super) fn kind(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::Aap => "AAP",
        ActionKind::Ami => "AMI",
        ActionKind::Guichet => "Guichet",
        ActionKind::Pepr => "PEPR",
        ActionKind::Concours => "Concours",
        ActionKind::EarlyAccess => "Accès anticipé",
        ActionKind::Listing => "Référencement",
        ActionKind::Other => "Autre action",
    }
}

/// Who may answer a call.
pub(super) fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Companies => "Entreprises",
        Audience::HealthEstablishments => "Établissements de santé",
        Audience::Research => "Recherche et enseignement supérieur",
        Audience::Associations => "Associations",
        Audience::All => "Toutes les structures",
    }
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

/// « 1 dossier », « 2 dossiers »: the number with its word.
pub(super) fn counted(count: u64, one: &str, several: &str) -> String {
    let number = entity::values::grouped(i64::try_from(count).unwrap_or(i64::MAX));
    format!("{number}\u{a0}{}", if count > 1 { several } else { one })
}

/// The sum of amounts that were each announced; past what an amount can hold is a fault.
pub(super) fn total(amounts: impl IntoIterator<Item = Money>) -> Result<Money, Failure> {
    Money::sum(amounts).ok_or_else(|| Failure::fault("a total does not fit"))
}

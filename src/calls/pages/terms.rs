//! The terms of a wave, typed and shown.

use entity::values::{Day, Instant, Money, ParisDateTime, Rate, Year};

use super::{
    super::rules::{MEGABYTE, NewWave, TypedTerms},
    words,
};
use crate::web::FormState;

/// The terms as typed, if they can be read and hold together; otherwise the form says everything that is to be mended.
pub(super) fn read(form: &mut FormState) -> Option<NewWave> {
    let typed = TypedTerms {
        opens_at: form.read::<Instant>("opens_at"),
        closes_at: form.read::<Instant>("closes_at"),
        results_on: form.read_optional::<Day>("results_on"),
        envelope: form.read::<Money>("envelope"),
        fiscal_year: form.read::<Year>("fiscal_year"),
        max_aid_rate: form.read::<Rate>("max_aid_rate"),
        min_aid: form.read::<Money>("min_aid"),
        max_aid: form.read::<Money>("max_aid"),
        max_file_bytes: form.read::<u32>("max_file").map(|megabytes| i64::from(megabytes) * MEGABYTE),
    };
    let faults = typed.faults();
    faults.iter().for_each(|fault| words::refuse(form, fault));
    typed.whole().filter(|_| faults.is_empty())
}

/// The form filled in with terms, dates included.
pub(super) fn fill(form: FormState, terms: &NewWave) -> FormState {
    fill_money(form, terms)
        .with("opens_at", ParisDateTime::of(terms.opens_at))
        .with("closes_at", ParisDateTime::of(terms.closes_at))
        .with("results_on", terms.results_on.map(Day::iso).unwrap_or_default())
        .with("fiscal_year", terms.fiscal_year)
}

/// The form filled in with what a next wave most often keeps: everything but its dates and its year.
pub(super) fn fill_money(form: FormState, terms: &NewWave) -> FormState {
    form.with("envelope", terms.envelope.amount())
        .with("max_aid_rate", terms.max_aid_rate.to_string().trim_end_matches(['%', '\u{a0}']))
        .with("min_aid", terms.min_aid.amount())
        .with("max_aid", terms.max_aid.amount())
        .with("max_file", terms.max_file_bytes / MEGABYTE)
}

/// The terms in words, by the label of their field.
pub(super) fn in_words(terms: &NewWave) -> Vec<(&'static str, String)> {
    vec![
        ("Ouverture", terms.opens_at.in_words()),
        ("Clôture", terms.closes_at.in_words()),
        ("Résultats attendus", terms.results_on.map_or_else(|| "non précisé".to_owned(), Day::in_words)),
        ("Enveloppe", terms.envelope.to_string()),
        ("Exercice budgétaire", terms.fiscal_year.to_string()),
        ("Taux d’aide maximal", terms.max_aid_rate.to_string()),
        ("Aide minimale", terms.min_aid.to_string()),
        ("Aide maximale", terms.max_aid.to_string()),
        ("Taille limite d’un fichier", format!("{} Mo", terms.max_file_bytes / MEGABYTE)),
    ]
}

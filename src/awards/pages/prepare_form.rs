//! The proposals of a decision as a form: for each dossier an outcome, an amount, reasons.

use std::collections::{BTreeMap, BTreeSet};

use entity::values::{AwardOutcome, DossierId, Money};

use super::{
    super::{
        actions::{Draft, RankedDossier, Ranking},
        rules::proposal::{Flaw, LONGEST_REASONS, Proposal, reasons_from},
    },
    words,
};
use crate::web::FormState;

pub(super) fn outcome_field(dossier: DossierId) -> String {
    format!("issue_{dossier}")
}

pub(super) fn amount_field(dossier: DossierId) -> String {
    format!("aide_{dossier}")
}

pub(super) fn reasons_field(dossier: DossierId) -> String {
    format!("motifs_{dossier}")
}

/// The form as it was kept last, for the rows of one page. While nothing was, the funding line proposes: what stands above
/// it is funded as asked, what stands below is not, and the reasons are what jurors wrote for candidates.
pub(super) fn filled(ranking: &Ranking, rows: &[RankedDossier], comments: &BTreeMap<DossierId, Vec<String>>) -> FormState {
    let version = ranking.prepared.as_ref().map_or(0, |prepared| prepared.decision.version);
    let above = ranking.rows.iter().take(ranking.funding.above).map(|row| row.candidate.dossier.id);
    let above: BTreeSet<DossierId> = above.collect();
    rows.iter().fold(FormState::empty().with("version", version), |form, row| {
        let dossier = row.candidate.dossier.id;
        let (outcome, amount, reasons) = match &row.award {
            Some(award) => (award.outcome, award.amount, award.reasons.clone()),
            None => proposed(row, above.contains(&dossier), comments.get(&dossier)),
        };
        let amount = if outcome == AwardOutcome::Laureate { amount.amount() } else { String::new() };
        form.with(&outcome_field(dossier), outcome).with(&amount_field(dossier), amount).with(&reasons_field(dossier), reasons)
    })
}

fn proposed(row: &RankedDossier, is_above: bool, comments: Option<&Vec<String>>) -> (AwardOutcome, Money, String) {
    let (reasons, _) = reasons_from(comments.map_or(&[], Vec::as_slice));
    if is_above {
        (AwardOutcome::Laureate, row.candidate.dossier.aid_requested, reasons)
    } else {
        (AwardOutcome::Refused, Money::ZERO, reasons)
    }
}

/// How many comments of jurors were too long to be proposed together with the others; none once reasons were kept.
pub(super) fn left_out(row: &RankedDossier, comments: &BTreeMap<DossierId, Vec<String>>) -> usize {
    match (&row.award, comments.get(&row.candidate.dossier.id)) {
        (None, Some(comments)) => reasons_from(comments).1,
        (Some(_), _) | (None, None) => 0,
    }
}

/// The dossiers that the form speaks of, in the order of the ranking: those of the page on which it was typed.
pub(super) fn sent<'a>(form: &FormState, ranking: &'a Ranking) -> Vec<&'a RankedDossier> {
    ranking.rows.iter().filter(|row| !form.all(&outcome_field(row.candidate.dossier.id)).is_empty()).collect()
}

/// What was typed; what cannot be read is said under its field.
pub(super) fn read(form: &mut FormState, rows: &[&RankedDossier]) -> Option<Draft> {
    let version = form.value("version").parse().unwrap_or(-1);
    let mut proposals = BTreeMap::new();
    for row in rows {
        let dossier = row.candidate.dossier.id;
        let outcome = form.value(&outcome_field(dossier)).parse::<AwardOutcome>().ok();
        if outcome.is_none() {
            form.refuse(&outcome_field(dossier), format!("{} : choisissez ce qui est décidé.", row.candidate.dossier.reference));
        }
        let amount = form.read_optional::<Money>(&amount_field(dossier));
        let reasons = form.read_loose_text(&reasons_field(dossier), LONGEST_REASONS);
        if let (Some(outcome), Some(amount), Some(reasons)) = (outcome, amount, reasons) {
            proposals.insert(dossier, Proposal { outcome, amount: amount.unwrap_or(Money::ZERO), reasons });
        }
    }
    (!form.has_errors()).then_some(Draft { version, proposals })
}

/// Says under each field what is wrong with its proposal.
pub(super) fn refuse_flaws(mut form: FormState, flaws: &[(DossierId, Flaw)]) -> FormState {
    for (dossier, flaw) in flaws {
        let field = match flaw {
            Flaw::NoReasons => reasons_field(*dossier),
            Flaw::NoAmount
            | Flaw::AmountWithoutAward
            | Flaw::AboveAsked(_)
            | Flaw::BelowMinimum(_)
            | Flaw::AboveMaximum(_)
            | Flaw::AboveRate(..) => amount_field(*dossier),
        };
        form.refuse(&field, words::flaw(*flaw));
    }
    form
}

/// What was kept meanwhile for a dossier, in words.
pub(super) fn kept(row: &RankedDossier) -> String {
    let Some(award) = &row.award else { return String::new() };
    let amount = if award.amount.is_zero() { String::new() } else { format!(", {}", award.amount) };
    let reasons = if award.reasons.is_empty() { String::new() } else { format!(" – {}", award.reasons) };
    format!("{}{amount}{reasons}", words::outcome(award.outcome))
}

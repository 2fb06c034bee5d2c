//! Whether a submitted dossier meets the call's conditions. That it does not is an unfavourable decision: it states its
//! reasons, and who takes it in what capacity (norms §5: CRPA L211-2, L212-1).

use entity::values::one_line;

use super::Refusal;

/// The longest reason given for an ineligibility, or for taking it back, in characters.
pub const LONGEST_REASON: usize = 5_000;
/// The longest capacity in which somebody examines, in characters.
pub const LONGEST_CAPACITY: usize = 200;

/// The reason that goes with an examination: needed when the dossier is found ineligible, kept as a remark otherwise.
///
/// # Errors
/// When it is missing or too long.
pub fn reason(is_eligible: bool, typed: &str) -> Result<Option<String>, Refusal> {
    let reason = typed.trim();
    match reason.chars().count() {
        0 if is_eligible => Ok(None),
        0 => Err(Refusal::ReasonMissing),
        length if length > LONGEST_REASON => Err(Refusal::ReasonTooLong(length)),
        _ => Ok(Some(reason.to_owned())),
    }
}

/// The capacity in which a dossier is found ineligible, on one line; nobody decides anything by finding it eligible.
///
/// # Errors
/// When it is missing.
pub fn capacity(is_eligible: bool, typed: &str) -> Result<Option<String>, Refusal> {
    let capacity = one_line(typed);
    match capacity.as_str() {
        _ if is_eligible => Ok(None),
        "" => Err(Refusal::CapacityMissing),
        _ => Ok(Some(capacity.chars().take(LONGEST_CAPACITY).collect())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_ineligibility_needs_its_reason() {
        assert_eq!(reason(true, " "), Ok(None));
        assert_eq!(reason(true, "À surveiller"), Ok(Some("À surveiller".to_owned())));
        assert_eq!(reason(false, " "), Err(Refusal::ReasonMissing));
        assert_eq!(reason(false, "Hors sujet"), Ok(Some("Hors sujet".to_owned())));
    }

    #[test]
    fn only_an_ineligibility_is_decided_in_some_capacity() {
        assert_eq!(capacity(true, "gestionnaire"), Ok(None));
        assert_eq!(capacity(false, " \n"), Err(Refusal::CapacityMissing));
        assert_eq!(capacity(false, " chef  de bureau "), Ok(Some("chef de bureau".to_owned())));
    }
}

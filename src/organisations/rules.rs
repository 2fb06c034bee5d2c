//! What a structure's name may be. Its SIRET is checked where it is read: [`entity::values::Siret`].

use entity::values::one_line;

/// The longest name of a structure, in characters.
pub const LONGEST_NAME: usize = 200;

/// Why a structure cannot be named so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A name without a single letter names nothing.
    #[error("a name needs a letter")]
    Nameless,
    /// Longer than [`LONGEST_NAME`].
    #[error("the name is too long: {0} characters")]
    NameTooLong(usize),
}

/// The name as it is kept: without surrounding or doubled spaces.
///
/// # Errors
/// [`Refusal`]
pub fn name(typed: &str) -> Result<String, Refusal> {
    let name = one_line(typed);
    let length = name.chars().count();
    if length > LONGEST_NAME {
        return Err(Refusal::NameTooLong(length));
    }
    if name.chars().any(char::is_alphabetic) { Ok(name) } else { Err(Refusal::Nameless) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_kept_without_its_stray_spaces() {
        assert_eq!(name("  Centre   hospitalier\tfictif "), Ok("Centre hospitalier fictif".to_owned()));
        assert_eq!(name("3M"), Ok("3M".to_owned()));
    }

    #[test]
    fn what_names_nothing_is_refused() {
        for typed in ["", "  ", "12 345", "—"] {
            assert_eq!(name(typed), Err(Refusal::Nameless), "{typed:?}");
        }
        assert_eq!(name(&"a".repeat(201)), Err(Refusal::NameTooLong(201)));
    }

    proptest! {
        #[test]
        fn a_name_kept_is_a_name(typed: String) {
            if let Ok(kept) = name(&typed) {
                prop_assert_eq!(name(&kept), Ok(kept));
            }
        }
    }
}

//! Forms sent after their session had ended are put aside, but not without end: whoever is not signed in writes nothing else.

use crate::randomness::Token;

/// How many forms one browser may have put aside.
const MOST_PER_BROWSER: u64 = 10;
/// How many forms one address may have put aside: offices share theirs.
const MOST_PER_ADDRESS: u64 = 50;

/// A form sent after its session had ended.
#[derive(Clone, Copy)]
pub struct InterruptedForm<'a> {
    /// The secret of the browser that sent it.
    pub browser: &'a Token,
    /// The address it came from.
    pub address: &'a str,
    /// Where it was sent.
    pub path: &'a str,
    /// What was typed, URL-encoded.
    pub body: &'a str,
    /// The field of the file that came with it, which is not kept.
    pub file_field: Option<&'a str>,
}

/// How many forms are put aside beside the one that this browser sent to this path.
#[derive(Clone, Copy, Debug)]
pub struct Others {
    /// By this browser.
    pub of_browser: u64,
    /// From this address.
    pub of_address: u64,
}

/// Whether one more may be put aside.
#[must_use]
pub fn has_room(others: Others) -> bool {
    others.of_browser < MOST_PER_BROWSER && others.of_address < MOST_PER_ADDRESS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_has_ten_forms_kept_and_an_address_fifty() {
        assert!(has_room(Others { of_browser: 9, of_address: 49 }));
        assert!(!has_room(Others { of_browser: 10, of_address: 10 }));
        assert!(!has_room(Others { of_browser: 0, of_address: 50 }));
    }
}

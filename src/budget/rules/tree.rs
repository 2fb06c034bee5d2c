//! Lines in a tree. A line's path is the codes that lead to it from the top, `/SASN/SASN-AAP-TL`: a subtree is one range
//! of paths.

use entity::values::{BudgetLineId, Reference};

use super::Refusal;

/// A line of the budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its key.
    pub id: BudgetLineId,
    /// The line it is part of; absent at the top.
    pub parent: Option<BudgetLineId>,
    /// The codes that lead to it from the top.
    pub path: String,
    /// Its own code.
    pub code: String,
    /// As it is shown.
    pub label: String,
    /// Its place among its siblings, from 1.
    pub position: i32,
}

/// Where another line stands, seen from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is the line itself.
    Same,
    /// It contains the line: money received comes from there.
    Above,
    /// The line contains it: money handed down goes there.
    Below,
    /// Neither contains the other: money transferred comes from there, or goes there.
    Elsewhere,
}

/// Reads the code of a line, in the form of all references.
///
/// # Errors
/// [`Refusal::NotACode`].
pub fn code(typed: &str) -> Result<String, Refusal> {
    Reference::parse(typed).map(|code| code.to_string()).map_err(|_| Refusal::NotACode(typed.to_owned()))
}

/// The path of a line called `code` under `parent`, or at the top.
#[must_use]
pub fn path(parent: Option<&str>, code: &str) -> String {
    format!("{}/{code}", parent.unwrap_or_default())
}

/// Whether a line is below another, at whatever depth.
#[must_use]
pub fn is_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
}

/// Where `other` stands, seen from the line at `path`.
#[must_use]
pub fn standing(other: &str, path: &str) -> Standing {
    if other == path {
        Standing::Same
    } else if is_below(path, other) {
        Standing::Above
    } else if is_below(other, path) {
        Standing::Below
    } else {
        Standing::Elsewhere
    }
}

/// How deep a line is, from 0 at the top.
#[must_use]
pub fn depth(path: &str) -> usize {
    path.matches('/').count().saturating_sub(1)
}

/// The paths of the lines above one, from the top.
#[must_use]
pub fn above(path: &str) -> Vec<&str> {
    path.match_indices('/').skip(1).map(|(at, _)| &path[..at]).collect()
}

/// The path of the top of the tree that a line is in.
#[must_use]
pub fn top(path: &str) -> &str {
    let end = path.char_indices().skip(1).find(|(_, character)| *character == '/').map_or(path.len(), |(at, _)| at);
    &path[..end]
}

/// The paths of everything below a line: from the first bound, up to but without the second. `0` follows `/`.
#[must_use]
pub fn below(path: &str) -> (String, String) {
    (format!("{path}/"), format!("{path}0"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_below_those_whose_codes_lead_to_it() {
        let (programme, action) = (path(None, "SASN"), path(Some("/SASN"), "SASN-AAP-TL"));
        assert_eq!((programme.as_str(), action.as_str()), ("/SASN", "/SASN/SASN-AAP-TL"));
        assert!(is_below(&action, &programme));
        assert!(!is_below(&programme, &action));
        assert!(!is_below(&programme, &programme));
        assert!(!is_below("/SASN-2", "/SASN"), "a code that begins alike is another code");
        assert_eq!(standing("/SASN", &action), Standing::Above);
        assert_eq!(standing(&action, &action), Standing::Same);
        assert_eq!(standing(&action, "/SASN"), Standing::Below);
        assert_eq!(standing("/SASN/SASN-AAP-CMA", &action), Standing::Elsewhere);
        assert_eq!(standing("/SEGUR", &action), Standing::Elsewhere);
        assert_eq!((depth(&programme), depth(&action)), (0, 1));
        assert_eq!((top(&programme), top(&action)), ("/SASN", "/SASN"));
        assert_eq!(above("/SASN/SASN-AAP-TL/AAP-TL-V2"), ["/SASN", "/SASN/SASN-AAP-TL"]);
        assert!(above(&programme).is_empty());
    }

    #[test]
    fn a_subtree_is_one_range_of_paths() {
        let (first, end) = below("/SASN");
        for path in ["/SASN/A", "/SASN/A-1/V1", "/SASN/Z9"] {
            assert!(first.as_str() <= path && path < end.as_str());
        }
        for path in ["/SASN", "/SASN-2", "/SASN-2/A", "/SASN2", "/SEGUR"] {
            assert!(path < first.as_str() || end.as_str() <= path, "{path}");
        }
    }

    #[test]
    fn a_code_is_read_in_capitals_and_refused_by_name() {
        assert_eq!(code(" sasn-aap-tl "), Ok("SASN-AAP-TL".to_owned()));
        assert_eq!(code("a/b"), Err(Refusal::NotACode("a/b".to_owned())));
    }
}

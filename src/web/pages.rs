//! Links to the pages of a long list.

use super::urls;
use crate::db;

/// The page at hand of a long list, and where those before and after are; the component `pagination` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The page at hand, from 1.
    pub number: u64,
    /// How many there are.
    pub pages: u64,
    /// The address of the page before.
    pub previous: Option<String>,
    /// The address of the page after.
    pub next: Option<String>,
}

impl Pages {
    /// The pages of `list` at `path`, under the filters of `query`.
    #[must_use]
    pub fn of<T>(list: &db::Page<T>, path: &str, query: &[(&str, &str)]) -> Self {
        let address = |number: u64| {
            let number = number.to_string();
            let query: Vec<_> = query.iter().copied().chain([("page", number.as_str())]).collect();
            urls::with_query(path, &query)
        };
        Self {
            number: list.number.get(),
            pages: list.pages(),
            previous: list.previous().map(address),
            next: list.next().map(address),
        }
    }
}

//! Long lists come in pages.

/// The number of a page, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageNumber(u64);

impl PageNumber {
    /// Reads a page's number from a link; anything odd is the first page.
    #[must_use]
    pub fn parse(text: Option<&str>) -> Self {
        let number = text.and_then(|text| text.parse().ok()).unwrap_or(1);
        Self(number.clamp(1, 1_000_000))
    }

    /// The number, from 1.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0
    }

    /// How many rows come before this page.
    #[must_use]
    pub fn offset(self, size: u64) -> u64 {
        (self.0 - 1) * size
    }
}

/// One page of a list, with what there is in all.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows of this page.
    pub rows: Vec<T>,
    /// How many rows the whole list has.
    pub total: u64,
    /// Which page this is.
    pub number: PageNumber,
    /// How many rows a page holds.
    pub size: u64,
}

impl<T> Page<T> {
    /// One page of a list that is wholly at hand; past the last page, the last one.
    #[must_use]
    pub fn cut(all: &[T], number: PageNumber, size: u64) -> Self
    where
        T: Clone,
    {
        let total = u64::try_from(all.len()).unwrap_or(u64::MAX);
        let number = PageNumber(number.0.min(total.div_ceil(size).max(1)));
        let [skipped, taken] = [number.offset(size), size].map(|rows| usize::try_from(rows).unwrap_or(usize::MAX));
        Self { rows: all.iter().skip(skipped).take(taken).cloned().collect(), total, number, size }
    }

    /// How many pages there are, at least one.
    #[must_use]
    pub fn pages(&self) -> u64 {
        self.total.div_ceil(self.size).max(1)
    }

    /// The page before, if there is one.
    #[must_use]
    pub fn previous(&self) -> Option<u64> {
        (self.number.get() > 1).then(|| self.number.get() - 1)
    }

    /// The page after, if there is one.
    #[must_use]
    pub fn next(&self) -> Option<u64> {
        (self.number.get() < self.pages()).then(|| self.number.get() + 1)
    }
}

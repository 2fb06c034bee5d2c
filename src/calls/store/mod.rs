//! The queries of calls: `calls` one by one, `forms` for what waves ask and judge by, `listing` for long lists.

pub(super) mod calls;
pub(super) mod forms;
pub(super) mod listing;

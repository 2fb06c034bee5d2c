pub(super) mod calls;
pub(super) mod forms;

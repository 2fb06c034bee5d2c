//! Mail: written in the transaction that causes it, sent afterwards. Without a mail server it stays in the outbox, which
//! an administrator can read.

mod letter;
mod outbox;
mod post;

pub use letter::Letter;
pub use outbox::{OutboxMail, OutboxRow, list, one, queue, queue_all, recent};
pub use post::deliver;

//! Mail: written in the transaction that causes it, sent afterwards. Without a mail server it stays in the outbox, which
//! an administrator can read. The link of a letter may open an account: it is kept only until the letter has left.

mod letter;
mod outbox;
mod post;

pub use letter::{Letter, paragraphs};
pub use outbox::{OutboxMail, OutboxRow, forget_old, list, one, queue, queue_all, recent};
pub use post::deliver;

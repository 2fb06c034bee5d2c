//! The outbox: every mail written, and what became of it.

use entity::{
    outbox_mail,
    values::{Email, Instant, MailState, OutboxMailId},
};
use jiff::SignedDuration;
use sea_orm::{
    ActiveValue::NotSet,
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set,
    sea_query::{Expr, ExprTrait},
};

use super::Letter;
use crate::db::{Database, Page, PageNumber, Reader, Source, StoreError, Tx};

/// One line of the outbox.
pub type OutboxRow = outbox_mail::Model;
/// A mail, whole.
pub type OutboxMail = outbox_mail::Model;

/// How many mails the administrator's page shows at once.
const PER_PAGE: u64 = 50;
/// How long a mail that could not be sent waits, in milliseconds, for each try before.
const WAIT_PER_ATTEMPT_MILLIS: i64 = 120_000;
/// After how many tries a mail is given up.
const MOST_ATTEMPTS: i32 = 10;

/// How long a mail is kept once it has left or was given up, to answer whoever says that it never came. It holds names and
/// addresses: no longer than logs must be (norms §5: 6 to 12 months).
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24 * 183);

/// Puts a letter in the outbox; it leaves once the transaction is kept.
///
/// # Errors
/// When the database fails.
pub async fn queue(tx: &Tx, letter: &Letter) -> Result<(), StoreError> {
    queue_all(tx, std::slice::from_ref(letter)).await
}

/// How many letters one statement writes: below the number of values that either database takes in one.
const LETTERS_AT_ONCE: usize = 500;

/// Puts many letters in the outbox.
///
/// # Errors
/// When the database fails.
pub async fn queue_all(tx: &Tx, letters: &[Letter]) -> Result<(), StoreError> {
    for some in letters.chunks(LETTERS_AT_ONCE) {
        let rows = some.iter().map(|letter| queued(tx, letter));
        outbox_mail::Entity::insert_many(rows).exec_without_returning(tx.connection()).await?;
    }
    Ok(())
}

fn queued(tx: &Tx, letter: &Letter) -> outbox_mail::ActiveModel {
    let (button, path) = letter.button.clone().unzip();
    outbox_mail::ActiveModel {
        id: NotSet,
        created_at: Set(tx.at()),
        recipient: Set(letter.to.clone()),
        subject: Set(letter.subject.clone()),
        text: Set(letter.text()),
        button: Set(button),
        link: Set(path.map(|path| tx.absolute(&path))),
        why: Set(letter.why.clone()),
        state: Set(MailState::Queued),
        attempts: Set(0),
        next_attempt_at: Set(tx.at()),
        sent_at: Set(None),
        last_error: Set(None),
    }
}

/// All mails, newest first, by pages.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &Reader, number: PageNumber) -> Result<Page<OutboxRow>, StoreError> {
    let total = outbox_mail::Entity::find().count(db.connection()).await?;
    let newest_first = outbox_mail::Entity::find().order_by_desc(outbox_mail::Column::Id);
    let rows = newest_first.offset(number.offset(PER_PAGE)).limit(PER_PAGE).all(db.connection()).await?;
    Ok(Page { rows, total, number, size: PER_PAGE })
}

/// The latest mails, newest first.
///
/// # Errors
/// When the database fails.
pub async fn recent(db: &Reader) -> Result<Vec<OutboxRow>, StoreError> {
    Ok(list(db, PageNumber::parse(None)).await?.rows)
}

/// One mail.
///
/// # Errors
/// When the database fails.
pub async fn one(db: &Reader, id: OutboxMailId) -> Result<Option<OutboxMail>, StoreError> {
    Ok(outbox_mail::Entity::find_by_id(id).one(db.connection()).await?)
}

/// The mails whose turn has come.
pub(super) async fn due(db: &Reader, now: Instant, most: u64) -> Result<Vec<OutboxMail>, StoreError> {
    let due = outbox_mail::Entity::find()
        .filter(outbox_mail::Column::State.eq(MailState::Queued))
        .filter(outbox_mail::Column::NextAttemptAt.lte(now))
        .order_by_asc(outbox_mail::Column::NextAttemptAt)
        .limit(most);
    Ok(due.all(db.connection()).await?)
}

/// Takes a mail for this copy of the program: another copy that looked at the same time does not get it.
pub(super) async fn claim(tx: &Tx, mail: &OutboxMail) -> Result<bool, StoreError> {
    let wait = i64::from(mail.attempts + 1) * WAIT_PER_ATTEMPT_MILLIS;
    let claimed = outbox_mail::Entity::update_many()
        .col_expr(outbox_mail::Column::Attempts, Expr::col(outbox_mail::Column::Attempts).add(1))
        .col_expr(outbox_mail::Column::NextAttemptAt, Expr::value(Instant::from_millis(tx.at().millis() + wait)))
        .filter(outbox_mail::Column::Id.eq(mail.id))
        .filter(outbox_mail::Column::State.eq(MailState::Queued))
        .filter(outbox_mail::Column::Attempts.eq(mail.attempts))
        .exec(tx.connection())
        .await?;
    Ok(claimed.rows_affected == 1)
}

/// Notes that a mail left, its link with it.
pub(super) async fn sent(tx: &Tx, mail: &OutboxMail) -> Result<(), StoreError> {
    let row = outbox_mail::ActiveModel {
        id: Set(mail.id),
        state: Set(MailState::Sent),
        link: Set(None),
        sent_at: Set(Some(tx.at())),
        last_error: Set(None),
        ..Default::default()
    };
    outbox_mail::Entity::update(row).exec(tx.connection()).await?;
    Ok(())
}

/// Notes why a mail did not leave; after too many tries it is given up with its link, and the administrator sees it.
pub(super) async fn failed(tx: &Tx, mail: &OutboxMail, cause: &str) -> Result<(), StoreError> {
    let is_given_up = mail.attempts + 1 >= MOST_ATTEMPTS;
    let row = outbox_mail::ActiveModel {
        id: Set(mail.id),
        state: Set(if is_given_up { MailState::Failed } else { MailState::Queued }),
        link: if is_given_up { Set(None) } else { NotSet },
        last_error: Set(Some(cause.chars().take(500).collect())),
        ..Default::default()
    };
    outbox_mail::Entity::update(row).exec(tx.connection()).await?;
    Ok(())
}

/// Forgets the mails that left, or were given up, long enough ago.
///
/// # Errors
/// When the database fails.
pub async fn forget_old(database: &Database, now: Instant) -> Result<(), StoreError> {
    let tx = database.begin(None, now).await?;
    outbox_mail::Entity::delete_many()
        .filter(outbox_mail::Column::State.ne(MailState::Queued))
        .filter(outbox_mail::Column::CreatedAt.lt(now.plus(-KEPT_FOR)))
        .exec(tx.connection())
        .await?;
    tx.commit().await
}

/// The address of a mail, for the transport.
pub(super) fn recipient(mail: &OutboxMail) -> &Email {
    &mail.recipient
}

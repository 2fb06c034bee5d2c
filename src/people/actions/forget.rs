//! What is known of people is kept no longer than it serves (norms §5: logs, 6 to 12 months), and goes by itself.

use entity::values::Instant;
use jiff::SignedDuration;

use super::super::store;
use crate::{
    db::{Database, StoreError},
    journal::{self, Event, EventKind, Subject},
};

/// Tries to sign in: whoever looks into an attack looks back as far as logs may go.
const ATTEMPTS_KEPT_FOR: SignedDuration = days(365);
/// Sessions that ended hold an address and a browser, and serve only that same look back: the shortest time of a log.
const SESSIONS_KEPT_FOR: SignedDuration = days(183);
/// Invitations answered or expired: who was invited to a jury, and why they declined, is asked while its call runs.
const INVITATIONS_KEPT_FOR: SignedDuration = days(365);
/// Accounts whose address nobody confirmed: the link lives two days, and the address may be somebody else's.
const UNCONFIRMED_KEPT_FOR: SignedDuration = days(7);

/// Forgets what serves no more; links and forms put aside go as they expire.
///
/// # Errors
/// When the database fails.
pub async fn forget_expired(database: &Database, now: Instant) -> Result<(), StoreError> {
    let tx = database.begin(None, now).await?;
    store::delete_expired(&tx).await?;
    store::delete_attempts(&tx, now.plus(-ATTEMPTS_KEPT_FOR)).await?;
    store::delete_sessions(&tx, now.plus(-SESSIONS_KEPT_FOR)).await?;
    store::delete_invitations(&tx, now.plus(-INVITATIONS_KEPT_FOR)).await?;
    for person in store::delete_unconfirmed(&tx, now.plus(-UNCONFIRMED_KEPT_FOR)).await? {
        journal::record(&tx, Event::new(EventKind::AccountForgotten, Subject::Person(person))).await?;
    }
    tx.commit().await
}

const fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

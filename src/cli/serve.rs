//! `guichet serve`.

use super::CliError;
use crate::{
    demo,
    web::{self, App},
};

/// Says where the site is, who may sign in when it is a demo, and serves.
pub(super) async fn serve(app: App) -> Result<(), CliError> {
    demo::refuse_half_played(app.database()).await?;
    println!("Guichet : {}", app.config().base_url);
    if app.is_demo() {
        println!("\n{}", demo::accounts_in_words());
    }
    if app.config().smtp_url.is_none() {
        println!("Sans SMTP_URL, les courriels restent dans la boîte d’envoi : {}", app.absolute(&web::urls::outbox()));
    }
    Ok(web::serve(app, crate::routes()).await?)
}

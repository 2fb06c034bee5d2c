//! `guichet export pack`: the audit pack, written as it is made.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
};

use super::{CliError, arguments::PackArguments};
use crate::{
    audit::{
        self,
        actions::{Outlet, Pack, PackError, seal_pending},
    },
    system,
    web::App,
};

/// The file that is written.
struct Written(BufWriter<File>);

impl Outlet for Written {
    async fn take(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        self.0.write_all(&bytes)
    }
}

pub(super) async fn write(app: &App, asked: PackArguments) -> Result<(), CliError> {
    let now = app.clock().now();
    let known = asked.recorded_before.unwrap_or(now);
    if known > now {
        return Err(CliError::said("--recorded-before est à venir : ce qui est connu l’est au plus tard maintenant"));
    }
    // What was written in the last second is not sealed yet, and no service may be running to do it.
    seal_pending(app.database(), now).await?;
    let reader = app.database().reader();
    let packed = audit::actions::packed(&reader, &asked.programme, asked.commitment.as_ref()).await?.ok_or_else(|| {
        CliError::said(match &asked.commitment {
            Some(commitment) => format!("le programme {} n’a pas d’engagement {commitment}", asked.programme),
            None => format!("le programme {} n’existe pas, ou n’a pas de budget", asked.programme),
        })
    })?;
    let pack = Pack { packed, day: asked.as_of.unwrap_or_else(|| now.paris_day()), known };
    let refused = |error: &io::Error| CliError::about(&asked.output, system::refusal(error));
    let mut outlet = Written(BufWriter::new(File::create(&asked.output).map_err(|error| refused(&error))?));
    match audit::actions::pack(&reader, app.files(), &pack, &mut outlet).await {
        Ok(()) => outlet.0.flush().map_err(|error| refused(&error)),
        Err(PackError::Outlet(error)) => Err(refused(&error)),
        Err(PackError::Store(error)) => Err(error.into()),
        Err(error @ (PackError::Budget(_) | PackError::Export(_) | PackError::File(_))) => {
            Err(CliError::said(format!("le dossier d’audit n’a pas pu être fait ({error})")))
        }
    }
}

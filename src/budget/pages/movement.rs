//! Moving the money of a line: opened, given up, delegated, transferred, frozen, thawed, released. One form for all, but for
//! the line that receives and the document that opens.

use askama::Template;
use entity::{
    budget_line, earmark,
    values::{Book, BudgetLineId, Day, EarmarkId, EntryId, Money, Stage, Year},
};

use super::{
    super::{
        Refusal,
        actions::{self, BudgetError, Credits, Delegation, Opening},
        gates::ManageLine,
        rules::{report::AsOf, tree},
    },
    Crumb, LONGEST_DOCUMENT, LONGEST_REASON, crumbs, failure, key_of,
    line::{Own, own},
    refusals, today,
    words::{self, Kind},
};
use crate::{
    access::Granted,
    db::Tx,
    web::{Choice, Failure, Form, FormState, Page, Reply, urls},
};

#[derive(Template)]
#[template(path = "budget/movement.html")]
struct MovementPage {
    page: Page,
    line: budget_line::Model,
    above: Vec<Crumb>,
    f: FormState,
    kind: Kind,
    action: String,
    books: Vec<Choice>,
    receivers: Vec<Choice>,
    earmarks: Vec<Choice>,
    own: Vec<Own>,
    preview: Vec<Preview>,
}

/// What a line has before and after.
struct Preview {
    label: String,
    stage: &'static str,
    before: Money,
    after: Money,
}

/// What every form asks.
struct Typed {
    book: Book,
    year: Year,
    amount: Money,
    earmark: Option<EarmarkId>,
    day: Option<Day>,
    reason: String,
    document: Option<String>,
    key: Option<String>,
}

macro_rules! pages {
    ($($get:ident $post:ident $kind:ident;)*) => {$(
        pub(super) async fn $get(granted: Granted<ManageLine>) -> Result<Reply, Failure> {
            blank(granted, Kind::$kind).await
        }

        pub(super) async fn $post(granted: Granted<ManageLine>, form: Form) -> Result<Reply, Failure> {
            sent(granted, Kind::$kind, form).await
        }
    )*};
}

pages! {
    open_get open_post Opening;
    give_up_get give_up_post GivingUp;
    delegate_get delegate_post Delegation;
    reallocate_get reallocate_post Reallocation;
    freeze_get freeze_post Freeze;
    thaw_get thaw_post Thaw;
    release_get release_post Release;
}

async fn blank(granted: Granted<ManageLine>, kind: Kind) -> Result<Reply, Failure> {
    let f = FormState::empty().with("year", today(&granted).year()).with("book", Book::Ae);
    Reply::page(&view(&granted, kind, f).await?)
}

async fn sent(granted: Granted<ManageLine>, kind: Kind, Form(mut form): Form) -> Result<Reply, Failure> {
    let (to, typed) = (receiver(&granted, kind, &mut form).await?, read(kind, &mut form));
    let (Some(to), Some(typed)) = (to, typed) else {
        return Reply::again(&view(&granted, kind, form).await?);
    };
    if is_rehearsal(&form) {
        return rehearse(&granted, kind, form, typed, &to).await;
    }
    let (year, done) = (typed.year, words::done(kind, typed.amount, typed.book, typed.year, &to.label));
    let tx = granted.begin().await?;
    match record(&tx, &granted, kind, typed, to.id).await {
        Ok(entry) => {
            tx.commit().await?;
            let line = urls::budget_line(granted.subject().line.id);
            Ok(Reply::see(line).flash(format!("{done} (écriture {entry}).")))
        }
        Err(BudgetError::Refused(refusal)) => {
            drop(tx);
            again(&granted, kind, form, year, &refusal).await
        }
        Err(BudgetError::Store(error)) => Err(error.into()),
    }
}

async fn record(
    tx: &Tx,
    granted: &Granted<ManageLine>,
    kind: Kind,
    typed: Typed,
    to: BudgetLineId,
) -> Result<EntryId, BudgetError> {
    let Typed { book, year, amount, earmark, day, reason, document, key } = typed;
    let (permit, credits) = (granted.permit(), Credits { book, year, amount, day, reason: reason.clone(), key: key.clone() });
    match kind {
        Kind::Opening => actions::open(tx, permit, Opening { book, year, amount, day, reason, document, key }).await,
        Kind::Delegation => actions::delegate(tx, permit, Delegation { to, book, year, amount, earmark, day, reason, key }).await,
        Kind::Reallocation => actions::reallocate(tx, permit, to, credits).await,
        Kind::GivingUp => actions::give_up(tx, permit, credits).await,
        Kind::Freeze => actions::freeze(tx, permit, credits).await,
        Kind::Thaw => actions::thaw(tx, permit, credits).await,
        Kind::Release => actions::release(tx, permit, credits).await,
    }
}

async fn view(granted: &Granted<ManageLine>, kind: Kind, f: FormState) -> Result<MovementPage, Failure> {
    let (line, day, reader) = (&granted.subject().line, today(granted), granted.read());
    let receivers = receivers(granted, kind).await?;
    let earmarks = if kind == Kind::Delegation { actions::earmarks_of(&reader, line).await? } else { Vec::new() };
    let report = actions::report(&reader, line, AsOf::day(day)).await.map_err(failure)?;
    Ok(MovementPage {
        page: Page::of(granted),
        above: crumbs(&actions::lines_above(&reader, line).await?),
        f,
        kind,
        action: words::movement_url(kind, line.id),
        books: kind.books().iter().map(|book| Choice::new(book.to_string(), words::book(*book))).collect(),
        receivers: receivers.iter().map(|receiver| choice(receiver, line)).collect(),
        earmarks: earmarks.iter().map(part).collect(),
        own: own(&report, day),
        preview: Vec::new(),
        line: line.clone(),
    })
}

/// The lines that may receive.
async fn receivers(granted: &Granted<ManageLine>, kind: Kind) -> Result<Vec<budget_line::Model>, Failure> {
    let (line, reader) = (&granted.subject().line, granted.read());
    match kind {
        Kind::Delegation => Ok(actions::receivers(&reader, line).await?),
        Kind::Reallocation => Ok(actions::transferees(&reader, granted.actor(), line).await?),
        Kind::Opening | Kind::GivingUp | Kind::Freeze | Kind::Thaw | Kind::Release => Ok(Vec::new()),
    }
}

/// A use to choose, with what is left for it.
fn part(earmark: &earmark::Model) -> Choice {
    let left = earmark.amount.checked_sub(earmark.used).unwrap_or_default();
    Choice::new(earmark.id.to_string(), format!("{} : {left} sur {}", earmark.name, earmark.amount))
}

/// A line to choose, set back by its depth, as the tree shows it.
fn choice(receiver: &budget_line::Model, giver: &budget_line::Model) -> Choice {
    let depth = tree::depth(&receiver.path).saturating_sub(tree::depth(&giver.path) + 1);
    Choice::new(receiver.id.to_string(), format!("{}{} ({})", "\u{a0}\u{a0}\u{a0}".repeat(depth), receiver.label, receiver.code))
}

fn read(kind: Kind, form: &mut FormState) -> Option<Typed> {
    let day = form.read_optional::<Day>("day");
    let earmark = form.value("earmark").parse().ok();
    let book: Option<Book> = form.value("book").parse().ok().filter(|book| kind.books().contains(book));
    if book.is_none() {
        form.refuse("book", "Choisissez les autorisations d’engagement ou les crédits de paiement.");
    }
    let (year, amount, reason) = (form.read("year"), form.read("amount"), form.read_text("reason", LONGEST_REASON));
    let document = form.read_loose_text("document", LONGEST_DOCUMENT)?;
    let key = key_of(form);
    let document = Some(document).filter(|document| !document.is_empty());
    Some(Typed { book: book?, year: year?, amount: amount?, earmark, day: day?, reason: reason?, document, key })
}

/// The other line: the one chosen among those that the form offers, the one above, or the line itself.
async fn receiver(
    granted: &Granted<ManageLine>,
    kind: Kind,
    form: &mut FormState,
) -> Result<Option<budget_line::Model>, Failure> {
    let (line, reader) = (&granted.subject().line, granted.read());
    match kind {
        Kind::Opening | Kind::GivingUp | Kind::Freeze | Kind::Thaw => Ok(Some(line.clone())),
        Kind::Release => Ok(Some(actions::lines_above(&reader, line).await?.pop().ok_or(Failure::NotFound)?)),
        Kind::Delegation | Kind::Reallocation => {
            let chosen: Option<BudgetLineId> = form.value("to").parse().ok();
            let found = receivers(granted, kind).await?.into_iter().find(|line| chosen == Some(line.id));
            if found.is_none() {
                form.refuse("to", "Choisissez dans la liste la ligne qui reçoit les crédits.");
            }
            Ok(found)
        }
    }
}

/// Whether the form only asks to see what it would do.
fn is_rehearsal(form: &FormState) -> bool {
    form.value("etape") == "verifier"
}

/// The form again, with what each line has before and after: the movement itself is tried, then undone.
async fn rehearse(
    granted: &Granted<ManageLine>,
    kind: Kind,
    form: FormState,
    typed: Typed,
    to: &budget_line::Model,
) -> Result<Reply, Failure> {
    let (line, (book, year), (from_stage, to_stage)) = (&granted.subject().line, (typed.book, typed.year), kind.stages());
    let tx = granted.begin().await?;
    let mut ends = vec![(line, from_stage), (to, to_stage)];
    // The source is the law: what it has left says nothing to anybody.
    ends.retain(|(_, stage)| *stage != Stage::Opened);
    let before = held(&tx, &ends, book, year).await?;
    let done = record(&tx, granted, kind, typed, to.id).await;
    let after = held(&tx, &ends, book, year).await?;
    drop(tx);
    match done {
        Ok(_) => {
            let preview = ends.iter().zip(before.into_iter().zip(after)).map(|((line, stage), (before, after))| Preview {
                label: line.label.clone(),
                stage: words::stage(*stage),
                before,
                after,
            });
            let preview = preview.collect();
            Reply::page(&MovementPage { preview, ..view(granted, kind, form).await? })
        }
        Err(BudgetError::Refused(refusal)) => again(granted, kind, form, year, &refusal).await,
        Err(BudgetError::Store(error)) => Err(error.into()),
    }
}

/// What stands at each end.
async fn held(tx: &Tx, ends: &[(&budget_line::Model, Stage)], book: Book, year: Year) -> Result<Vec<Money>, Failure> {
    let mut held = Vec::with_capacity(ends.len());
    for (line, stage) in ends {
        held.push(actions::balances(tx, line.id, book, year).await?.at(*stage));
    }
    Ok(held)
}

async fn again(
    granted: &Granted<ManageLine>,
    kind: Kind,
    form: FormState,
    year: Year,
    refusal: &Refusal,
) -> Result<Reply, Failure> {
    let field = refusals::field(refusal);
    let sentence = refusals::refusal(refusal, &granted.subject().line.label, year);
    Reply::again(&view(granted, kind, form.refused(field, sentence)).await?)
}

//! Opening money on a line, and delegating it: the same form, but for the line that receives.

use askama::Template;
use entity::{
    budget_line,
    values::{Book, BudgetLineId, EntryId, Money, Stage, Year},
};

use super::{
    super::{
        Refusal,
        actions::{self, BudgetError, Delegation, Opening},
        gates::ManageLine,
        rules::{
            movement::{Holding, moved},
            tree,
        },
    },
    Crumb, crumbs, failure,
    line::{Own, own},
    today, words,
};
use crate::{
    access::Granted,
    randomness::Token,
    web::{Choice, Failure, Form, FormState, Page, Reply, urls},
};

/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;
/// The longest reference of a document, in characters.
const LONGEST_DOCUMENT: usize = 200;

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
    own: Vec<Own>,
    preview: Vec<Preview>,
}

/// What the form does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Opening,
    Delegation,
}

/// What a line has free before and after.
struct Preview {
    label: String,
    before: Money,
    after: Money,
}

/// What both forms ask.
struct Typed {
    book: Book,
    year: Year,
    amount: Money,
    reason: String,
    key: Option<String>,
}

pub(super) async fn open_get(granted: Granted<ManageLine>) -> Result<Reply, Failure> {
    let f = FormState::empty().with("year", today(&granted).year()).with("book", Book::Ae);
    Reply::page(&view(&granted, Kind::Opening, f).await?)
}

pub(super) async fn open_post(granted: Granted<ManageLine>, Form(mut form): Form) -> Result<Reply, Failure> {
    let (typed, document) = (read(&mut form), form.read_loose_text("document", LONGEST_DOCUMENT));
    let (Some(typed), Some(document)) = (typed, document) else {
        return Reply::again(&view(&granted, Kind::Opening, form).await?);
    };
    if is_rehearsal(&form) {
        return rehearse(&granted, Kind::Opening, form, &typed, None).await;
    }
    let Typed { book, year, amount, reason, key } = typed;
    let tx = granted.begin().await?;
    let document = Some(document).filter(|document| !document.is_empty());
    match actions::open(&tx, granted.permit(), Opening { book, year, amount, reason, document, key }).await {
        Ok(entry) => {
            tx.commit().await?;
            Ok(done(&granted, entry, &format!("{amount} ouverts en {} {year}", words::short_book(book))))
        }
        Err(error) => refused(&granted, Kind::Opening, form, year, error).await,
    }
}

pub(super) async fn delegate_get(granted: Granted<ManageLine>) -> Result<Reply, Failure> {
    let f = FormState::empty().with("year", today(&granted).year()).with("book", Book::Ae);
    Reply::page(&view(&granted, Kind::Delegation, f).await?)
}

pub(super) async fn delegate_post(granted: Granted<ManageLine>, Form(mut form): Form) -> Result<Reply, Failure> {
    let (to, typed) = (receiver(&granted, &mut form).await?, read(&mut form));
    let (Some(to), Some(typed)) = (to, typed) else {
        return Reply::again(&view(&granted, Kind::Delegation, form).await?);
    };
    if is_rehearsal(&form) {
        return rehearse(&granted, Kind::Delegation, form, &typed, Some(&to)).await;
    }
    let Typed { book, year, amount, reason, key } = typed;
    let tx = granted.begin().await?;
    match actions::delegate(&tx, granted.permit(), Delegation { to: to.id, book, year, amount, reason, key }).await {
        Ok(entry) => {
            tx.commit().await?;
            Ok(done(&granted, entry, &format!("{amount} délégués à « {} » en {} {year}", to.label, words::short_book(book))))
        }
        Err(error) => refused(&granted, Kind::Delegation, form, year, error).await,
    }
}

async fn view(granted: &Granted<ManageLine>, kind: Kind, f: FormState) -> Result<MovementPage, Failure> {
    let (line, day, reader) = (&granted.subject().line, today(granted), granted.read());
    let receivers = match kind {
        Kind::Opening => Vec::new(),
        Kind::Delegation => actions::receivers(&reader, line).await?,
    };
    let report = actions::report(&reader, line, day).await.map_err(failure)?;
    let action = match kind {
        Kind::Opening => urls::open_budget(line.id),
        Kind::Delegation => urls::delegate(line.id),
    };
    Ok(MovementPage {
        page: Page::of(granted),
        above: crumbs(&actions::lines_above(&reader, line).await?),
        f,
        kind,
        action,
        books: Book::ALL.iter().map(|book| Choice::new(book.to_string(), words::book(*book))).collect(),
        receivers: receivers.iter().map(|receiver| choice(receiver, line)).collect(),
        own: own(&report, day),
        preview: Vec::new(),
        line: line.clone(),
    })
}

/// A line to choose, set back by its depth, as the tree shows it.
fn choice(receiver: &budget_line::Model, giver: &budget_line::Model) -> Choice {
    let depth = tree::depth(&receiver.path).saturating_sub(tree::depth(&giver.path) + 1);
    Choice::new(receiver.id.to_string(), format!("{}{} ({})", "\u{a0}\u{a0}\u{a0}".repeat(depth), receiver.label, receiver.code))
}

fn read(form: &mut FormState) -> Option<Typed> {
    let book: Option<Book> = form.value("book").parse().ok();
    if book.is_none() {
        form.refuse("book", "Choisissez les autorisations d’engagement ou les crédits de paiement.");
    }
    let (year, amount, reason) = (form.read("year"), form.read("amount"), form.read_text("reason", LONGEST_REASON));
    let key = Token::parse(form.value("idempotency_key")).map(|key| key.secret().to_owned());
    Some(Typed { book: book?, year: year?, amount: amount?, reason: reason?, key })
}

/// The line chosen, among those that the form offers.
async fn receiver(granted: &Granted<ManageLine>, form: &mut FormState) -> Result<Option<budget_line::Model>, Failure> {
    let chosen: Option<BudgetLineId> = form.value("to").parse().ok();
    let offered = actions::receivers(&granted.read(), &granted.subject().line).await?;
    let found = offered.into_iter().find(|line| chosen == Some(line.id));
    if found.is_none() {
        form.refuse("to", "Choisissez dans la liste la ligne qui reçoit les crédits.");
    }
    Ok(found)
}

/// Whether the form only asks to see what it would do.
fn is_rehearsal(form: &FormState) -> bool {
    form.value("etape") == "verifier"
}

/// The form again, with what each line has free before and after; nothing is recorded.
async fn rehearse(
    granted: &Granted<ManageLine>,
    kind: Kind,
    form: FormState,
    typed: &Typed,
    to: Option<&budget_line::Model>,
) -> Result<Reply, Failure> {
    let reader = granted.read();
    let available = async |line: &budget_line::Model| {
        actions::balances(&reader, line.id, typed.book, typed.year).await.map(|held| held.available)
    };
    let here = available(&granted.subject().line).await?;
    let there = match to {
        Some(to) => available(to).await?,
        None => Money::ZERO,
    };
    let outcome = match kind {
        Kind::Opening => moved(holding(Stage::Opened, Money::ZERO), holding(Stage::Available, here), typed.amount)
            .map(|(_, after)| (after, there)),
        Kind::Delegation => moved(holding(Stage::Available, here), holding(Stage::Available, there), typed.amount),
    };
    match outcome {
        Ok((here_after, there_after)) => {
            let mut preview = vec![Preview { label: granted.subject().line.label.clone(), before: here, after: here_after }];
            preview.extend(to.map(|to| Preview { label: to.label.clone(), before: there, after: there_after }));
            Reply::page(&MovementPage { preview, ..view(granted, kind, form).await? })
        }
        Err(refusal) => again(granted, kind, form, typed.year, &refusal).await,
    }
}

fn holding(stage: Stage, balance: Money) -> Holding {
    Holding { stage, balance }
}

fn done(granted: &Granted<ManageLine>, entry: EntryId, what: &str) -> Reply {
    Reply::see(urls::budget_line(granted.subject().line.id)).flash(format!("{what} (écriture {entry})."))
}

async fn refused(
    granted: &Granted<ManageLine>,
    kind: Kind,
    form: FormState,
    year: Year,
    error: BudgetError,
) -> Result<Reply, Failure> {
    match error {
        BudgetError::Refused(refusal) => again(granted, kind, form, year, &refusal).await,
        BudgetError::Store(error) => Err(error.into()),
    }
}

async fn again(
    granted: &Granted<ManageLine>,
    kind: Kind,
    form: FormState,
    year: Year,
    refusal: &Refusal,
) -> Result<Reply, Failure> {
    let field = match refusal {
        Refusal::NotBelow | Refusal::NoSuchLine => "to",
        Refusal::Insufficient { .. }
        | Refusal::NotPositive
        | Refusal::TooLarge
        | Refusal::NotACode(_)
        | Refusal::CodeTaken(_)
        | Refusal::CommittedAlready(_)
        | Refusal::RecordedOtherwise { .. } => "amount",
    };
    let sentence = words::refusal(refusal, &granted.subject().line.label, year);
    Reply::again(&view(granted, kind, form.refused(field, sentence)).await?)
}

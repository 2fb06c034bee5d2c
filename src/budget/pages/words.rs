//! The French of budgets.

use entity::values::{Book, BudgetLineId, Journal, Money, PaymentState, RepaymentKind, RepaymentState, Stage, Year};

use super::super::rules::figure::Figure;
use crate::web::urls;

/// What a form does to the money of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The law opens money.
    Opening,
    /// What was opened and is free is given up.
    GivingUp,
    /// Money is handed to a line below.
    Delegation,
    /// Money goes to another line that is not below.
    Reallocation,
    /// Money is held back.
    Freeze,
    /// Money held back is let go.
    Thaw,
    /// What a wave has reserved goes back to the line above.
    Release,
}

impl Kind {
    /// From which stage to which.
    pub(super) fn stages(self) -> (Stage, Stage) {
        match self {
            Self::Opening => (Stage::Opened, Stage::Available),
            Self::GivingUp => (Stage::Available, Stage::Opened),
            Self::Delegation | Self::Reallocation => (Stage::Available, Stage::Available),
            Self::Freeze => (Stage::Available, Stage::Frozen),
            Self::Thaw => (Stage::Frozen, Stage::Available),
            Self::Release => (Stage::Reserved, Stage::Available),
        }
    }

    /// The books in which it can be done: only authority is reserved.
    pub(super) fn books(self) -> &'static [Book] {
        match self {
            Self::Release => &[Book::Ae],
            Self::Opening | Self::GivingUp | Self::Delegation | Self::Reallocation | Self::Freeze | Self::Thaw => Book::ALL,
        }
    }

    /// Its name.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Opening => "Ouverture de crédits",
            Self::GivingUp => "Annulation de crédits",
            Self::Delegation => "Délégation de crédits",
            Self::Reallocation => "Virement de crédits",
            Self::Freeze => "Gel de crédits",
            Self::Thaw => "Dégel de crédits",
            Self::Release => "Libération de la réserve",
        }
    }

    /// What its button says.
    pub(super) fn verb(self) -> &'static str {
        match self {
            Self::Opening => "Ouvrir les crédits",
            Self::GivingUp => "Annuler les crédits",
            Self::Delegation => "Déléguer les crédits",
            Self::Reallocation => "Virer les crédits",
            Self::Freeze => "Geler les crédits",
            Self::Thaw => "Dégeler les crédits",
            Self::Release => "Libérer la réserve",
        }
    }

    /// What it is for.
    pub(super) fn purpose(self) -> &'static str {
        match self {
            Self::Opening => "Une ouverture inscrit sur la ligne les crédits votés pour un exercice.",
            Self::GivingUp => {
                "Une annulation retire de la ligne des crédits qui y avaient été ouverts et qui sont encore disponibles."
            }
            Self::Delegation => "Une délégation confie à une ligne rattachée des crédits disponibles ici.",
            Self::Reallocation => {
                "Un virement porte des crédits disponibles ici sur une autre ligne dont vous êtes responsable, de ce programme ou d’un autre."
            }
            Self::Freeze => {
                "Un gel met de côté des crédits disponibles : personne ne peut les déléguer, les réserver ni les payer avant leur dégel."
            }
            Self::Thaw => "Un dégel rend de nouveau disponibles des crédits gelés sur la ligne.",
            Self::Release => "Une libération rend à la ligne du dessus ce que la vague avait réservé et n’a pas engagé.",
        }
    }

    /// Whether another line receives, which people choose.
    pub(super) fn has_receiver(self) -> bool {
        matches!(self, Self::Delegation | Self::Reallocation)
    }
}

/// Where the form of a movement is.
pub(super) fn movement_url(kind: Kind, line: BudgetLineId) -> String {
    match kind {
        Kind::Opening => urls::open_budget(line),
        Kind::GivingUp => urls::give_up_budget(line),
        Kind::Delegation => urls::delegate(line),
        Kind::Reallocation => urls::reallocate(line),
        Kind::Freeze => urls::freeze_budget(line),
        Kind::Thaw => urls::thaw_budget(line),
        Kind::Release => urls::release_reservation(line),
    }
}

/// What was done; `to` is the line that received.
pub(super) fn done(kind: Kind, amount: Money, book: Book, year: Year, to: &str) -> String {
    let book = short_book(book);
    match kind {
        Kind::Opening => format!("{amount} ouverts en {book} {year}"),
        Kind::GivingUp => format!("{amount} annulés en {book} {year}"),
        Kind::Delegation => format!("{amount} délégués à « {to} » en {book} {year}"),
        Kind::Reallocation => format!("{amount} virés à « {to} » en {book} {year}"),
        Kind::Freeze => format!("{amount} gelés en {book} {year}"),
        Kind::Thaw => format!("{amount} dégelés en {book} {year}"),
        Kind::Release => format!("{amount} rendus à « {to} » en {book} {year}"),
    }
}

/// A book, in full.
pub(super) fn book(book: Book) -> &'static str {
    match book {
        Book::Ae => "Autorisations d’engagement (AE)",
        Book::Cp => "Crédits de paiement (CP)",
    }
}

/// A book, in a table.
pub(super) fn short_book(book: Book) -> &'static str {
    match book {
        Book::Ae => "AE",
        Book::Cp => "CP",
    }
}

/// A figure, at the head of its column.
pub(super) fn figure(figure: Figure) -> &'static str {
    match figure {
        Figure::Opened => "Ouvert",
        Figure::Received => "Reçu",
        Figure::Delegated => "Délégué",
        Figure::Transferred => "Viré",
        Figure::CarriedOver => "Reporté",
        Figure::Frozen => "Gelé",
        Figure::Reserved => "Réservé",
        Figure::Committed => "Engagé",
        Figure::Settled => "Soldé",
        Figure::Due => "À payer",
        Figure::Ordered => "Ordonnancé",
        Figure::Paid => "Payé",
        Figure::ToRecover => "À recouvrer",
        Figure::Recovered => "Recouvré",
        Figure::Lapsed => "Tombé",
        Figure::Available => "Disponible",
    }
}

/// A figure, in an address.
pub(super) fn figure_key(figure: Figure) -> &'static str {
    match figure {
        Figure::Opened => "ouvert",
        Figure::Received => "recu",
        Figure::Delegated => "delegue",
        Figure::Transferred => "vire",
        Figure::CarriedOver => "reporte",
        Figure::Frozen => "gele",
        Figure::Reserved => "reserve",
        Figure::Committed => "engage",
        Figure::Settled => "solde",
        Figure::Due => "a-payer",
        Figure::Ordered => "ordonnance",
        Figure::Paid => "paye",
        Figure::ToRecover => "a-recouvrer",
        Figure::Recovered => "recouvre",
        Figure::Lapsed => "tombe",
        Figure::Available => "disponible",
    }
}

/// How far money has gone.
pub(super) fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Opened => "ouvert",
        Stage::Available => "disponible",
        Stage::Frozen => "gelé",
        Stage::Reserved => "réservé",
        Stage::Committed => "engagé",
        Stage::Settled => "soldé",
        Stage::Due => "à payer",
        Stage::Ordered => "ordonnancé",
        Stage::Paid => "payé",
        Stage::ToRecover => "à recouvrer",
        Stage::Recovered => "recouvré",
        Stage::Lapsed => "tombé",
    }
}

/// How far a payment has gone.
pub(super) fn payment_state(state: PaymentState) -> &'static str {
    match state {
        PaymentState::Certified => "certifié",
        PaymentState::Ordered => "ordonnancé",
        PaymentState::Paid => "payé",
        PaymentState::Cancelled => "annulé",
    }
}

/// The colour of that.
pub(super) fn payment_badge(state: PaymentState) -> &'static str {
    match state {
        PaymentState::Certified => "new",
        PaymentState::Ordered => "info",
        PaymentState::Paid => "success",
        PaymentState::Cancelled => "neutral",
    }
}

/// Who signs next.
pub(super) fn next_signature(state: PaymentState) -> &'static str {
    match state {
        PaymentState::Certified => "Le responsable du programme doit l’ordonnancer.",
        PaymentState::Ordered => "Le comptable doit le payer, ou le rejeter.",
        PaymentState::Paid => "Rien ne reste à faire.",
        PaymentState::Cancelled => "Rien ne reste à faire : ses crédits ont été rendus.",
    }
}

/// The title of the payments that wait in a state, and what is said when there is none.
pub(super) fn queue(state: PaymentState) -> (&'static str, &'static str) {
    match state {
        PaymentState::Certified => ("À ordonnancer", "Aucun service fait n’attend d’ordonnancement."),
        PaymentState::Ordered => ("À payer", "Aucun paiement ordonnancé n’attend le comptable."),
        PaymentState::Paid => ("Payés", "Aucun paiement n’a été fait."),
        PaymentState::Cancelled => ("Annulés", "Aucun paiement n’a été annulé."),
    }
}

/// The title of the repayments that wait in a state.
pub(super) fn repayment_queue(state: RepaymentState) -> &'static str {
    match state {
        RepaymentState::Planned => "Échéances d’avances à demander",
        RepaymentState::Ordered => "Reversements à encaisser",
        RepaymentState::Collected => "Reversements encaissés",
        RepaymentState::Cancelled => "Reversements annulés",
    }
}

/// The sort of an entry.
pub(super) fn journal(journal: Journal) -> &'static str {
    match journal {
        Journal::Opening => "Ouverture",
        Journal::Delegation => "Délégation",
        Journal::Reallocation => "Virement",
        Journal::Freeze => "Gel",
        Journal::Reservation => "Réservation",
        Journal::Commitment => "Engagement",
        Journal::Certification => "Liquidation",
        Journal::PaymentOrder => "Ordonnancement",
        Journal::Payment => "Paiement",
        Journal::Recovery => "Recouvrement",
        Journal::YearEnd => "Clôture",
        Journal::Reversal => "Contre-passation",
    }
}

/// A fiscal year, or all of them.
pub(super) fn year(year: Option<Year>) -> String {
    year.map_or_else(|| "Tous".to_owned(), |year| year.to_string())
}

/// A line with everything below it.
pub(super) fn whole(label: &str) -> String {
    format!("Total : {label}")
}

/// How far a repayment has gone.
pub(super) fn repayment_state(state: RepaymentState) -> &'static str {
    match state {
        RepaymentState::Planned => "prévu",
        RepaymentState::Ordered => "demandé",
        RepaymentState::Collected => "encaissé",
        RepaymentState::Cancelled => "annulé",
    }
}

/// The colour of that.
pub(super) fn repayment_badge(state: RepaymentState) -> &'static str {
    match state {
        RepaymentState::Planned => "new",
        RepaymentState::Ordered => "info",
        RepaymentState::Collected => "success",
        RepaymentState::Cancelled => "neutral",
    }
}

/// Who acts next on a repayment.
pub(super) fn next_on_repayment(state: RepaymentState) -> &'static str {
    match state {
        RepaymentState::Planned => "Le responsable du programme le demandera à l’échéance.",
        RepaymentState::Ordered => "Le comptable en constatera l’encaissement.",
        RepaymentState::Collected => "Rien ne reste à faire.",
        RepaymentState::Cancelled => "Rien ne reste à faire : la somme n’est plus due.",
    }
}

/// Why money is owed back.
pub(super) fn repayment_kind(kind: RepaymentKind) -> &'static str {
    match kind {
        RepaymentKind::Refund => "Trop-perçu",
        RepaymentKind::Advance => "Avance remboursable",
    }
}

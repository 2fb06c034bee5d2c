//! What happened: who, when, on what, why, before and after, written in the transaction that does it. Append-only; the
//! audit seals it afterwards in a chain of hashes.

use entity::{
    checkpoint, event,
    values::{CallId, DecisionId, DossierId, EntryId, Instant, OrganisationId, PersonId, ProgrammeId, WaveId},
};
use sea_orm::{ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde::Serialize;

use crate::db::{Source, StoreError, Tx};

macro_rules! event_kinds {
    ($($(#[$doc:meta])* $kind:ident $word:literal $label:literal;)*) => {
        /// Everything that can happen, in the words of the journal.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum EventKind {
            $(#[doc = $label] $kind,)*
        }

        impl EventKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// The word kept in the database; it never changes.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$kind => $word,)* }
            }

            /// What people read.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Self::$kind => $label,)* }
            }
        }
    };
}

event_kinds! {
    AccountCreated "account_created" "Compte créé";
    AccountForgotten "account_forgotten" "Compte jamais confirmé, effacé";
    EmailVerified "email_verified" "Adresse électronique confirmée";
    PasswordChanged "password_changed" "Mot de passe changé";
    SessionOpened "session_opened" "Session ouverte";
    SessionClosed "session_closed" "Session fermée";
    RoleOffered "role_offered" "Rôle proposé par invitation";
    InvitationDeclined "invitation_declined" "Invitation déclinée";
    RoleGranted "role_granted" "Rôle accordé";
    RoleRemoved "role_removed" "Rôle retiré";
    OrganisationNamed "organisation_named" "Structure déclarée";
    BudgetLineAdded "budget_line_added" "Ligne budgétaire créée";
    EarmarkSet "earmark_set" "Part réservée à un usage";
    LineClosed "line_closed" "Ligne budgétaire fermée";
    LineReopened "line_reopened" "Ligne budgétaire rouverte";
    LineOwned "line_owned" "Responsable d’une ligne changé";
    YearClosed "year_closed" "Exercice clos";
    CreditsCarriedOver "credits_carried_over" "Crédits reportés";
    CreditsLapsed "credits_lapsed" "Crédits tombés";
    BudgetTransferred "budget_transferred" "Crédits virés";
    AidRaised "aid_raised" "Aide augmentée par avenant";
    CommitmentSettled "commitment_settled" "Engagement soldé";
    PaymentsPlanned "payments_planned" "Échéancier de paiement fixé";
    RepaymentPlanned "repayment_planned" "Remboursement prévu";
    RepaymentOrdered "repayment_ordered" "Reversement demandé";
    RepaymentCollected "repayment_collected" "Reversement encaissé";
    RepaymentCancelled "repayment_cancelled" "Reversement annulé";
    BudgetOpened "budget_opened" "Crédits ouverts";
    BudgetDelegated "budget_delegated" "Crédits délégués";
    EnvelopeReserved "envelope_reserved" "Enveloppe réservée";
    ReservationReleased "reservation_released" "Réservation libérée";
    AidCommitted "aid_committed" "Aide engagée";
    AidDecommitted "aid_decommitted" "Aide désengagée";
    BudgetGivenUp "budget_given_up" "Crédits annulés";
    BudgetFrozen "budget_frozen" "Crédits gelés";
    BudgetThawed "budget_thawed" "Crédits dégelés";
    ServiceCertified "service_certified" "Service fait certifié";
    PaymentOrdered "payment_ordered" "Paiement ordonnancé";
    PaymentMade "payment_made" "Paiement effectué";
    PaymentRejected "payment_rejected" "Paiement rejeté";
    PaymentCancelled "payment_cancelled" "Paiement annulé";
    EntryReversed "entry_reversed" "Écriture contre-passée";
    ProgrammeAdded "programme_added" "Programme créé";
    ActionAdded "action_added" "Action ajoutée";
    ActionLaunched "action_launched" "Action lancée";
    TargetAdded "target_added" "Cible ajoutée";
    IndicatorAdded "indicator_added" "Indicateur ajouté";
    IndicatorObserved "indicator_observed" "Indicateur relevé";
    TargetProgressed "target_progressed" "Avancement d’une cible relevé";
    CallDrafted "call_drafted" "Appel préparé";
    CallEdited "call_edited" "Appel modifié";
    WavePublished "wave_published" "Vague publiée";
    DossierStarted "dossier_started" "Dossier commencé";
    FileAdded "file_added" "Pièce ajoutée";
    FileRemoved "file_removed" "Pièce retirée";
    DossierSubmitted "dossier_submitted" "Dossier déposé";
    EligibilityChecked "eligibility_checked" "Recevabilité examinée";
    DossierReconsidered "dossier_reconsidered" "Irrecevabilité retirée";
    JurorJoined "juror_joined" "Membre du jury arrivé";
    DossierAssigned "dossier_assigned" "Dossier affecté";
    AssignmentRemoved "assignment_removed" "Affectation retirée";
    InterestsDeclared "interests_declared" "Intérêts déclarés";
    JurorRecused "juror_recused" "Déport";
    ReviewSubmitted "review_submitted" "Évaluation rendue";
    DecisionPrepared "decision_prepared" "Décision préparée";
    DecisionSigned "decision_signed" "Décision signée";
    DecisionPublished "decision_published" "Décision publiée";
}

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A person's account.
    Person(PersonId),
    /// A structure.
    Organisation(OrganisationId),
    /// An entry of the ledger.
    Entry(EntryId),
    /// A commitment.
    Commitment(entity::values::CommitmentId),
    /// A budget line, by its key.
    BudgetLine(entity::values::BudgetLineId),
    /// A programme.
    Programme(ProgrammeId),
    /// A call.
    Call(CallId),
    /// A wave of a call.
    Wave(WaveId),
    /// A dossier.
    Dossier(DossierId),
    /// A decision of a jury's wave.
    Decision(DecisionId),
}

impl Subject {
    /// The subject as it is stored: a word and a key.
    #[must_use]
    pub fn stored(self) -> (&'static str, i64) {
        match self {
            Self::Person(id) => ("person", id.0),
            Self::Organisation(id) => ("organisation", id.0),
            Self::Entry(id) => ("entry", id.0),
            Self::Commitment(id) => ("commitment", id.0),
            Self::BudgetLine(id) => ("budget_line", id.0),
            Self::Programme(id) => ("programme", id.0),
            Self::Call(id) => ("call", id.0),
            Self::Wave(id) => ("wave", id.0),
            Self::Dossier(id) => ("dossier", id.0),
            Self::Decision(id) => ("decision", id.0),
        }
    }
}

/// Something that happened, about to be written down.
#[derive(Clone, Debug)]
pub struct Event {
    kind: EventKind,
    subject: Subject,
    programme: Option<ProgrammeId>,
    reason: Option<String>,
    before: Option<String>,
    after: Option<String>,
}

impl Event {
    /// `kind` happened to `subject`.
    #[must_use]
    pub fn new(kind: EventKind, subject: Subject) -> Self {
        Self { kind, subject, programme: None, reason: None, before: None, after: None }
    }

    /// In the course of this programme.
    #[must_use]
    pub fn in_programme(self, programme: ProgrammeId) -> Self {
        Self { programme: Some(programme), ..self }
    }

    /// For this reason, as the actor gave it.
    #[must_use]
    pub fn because(self, reason: impl Into<String>) -> Self {
        Self { reason: Some(reason.into()), ..self }
    }

    /// What it was before.
    #[must_use]
    pub fn before(self, state: &impl Serialize) -> Self {
        Self { before: serde_json::to_string(state).ok(), ..self }
    }

    /// What it is now.
    #[must_use]
    pub fn after(self, state: &impl Serialize) -> Self {
        Self { after: serde_json::to_string(state).ok(), ..self }
    }
}

/// Writes the event down, signed by the transaction's author at the transaction's instant.
///
/// # Errors
/// When the database fails.
pub async fn record(tx: &Tx, event: Event) -> Result<(), StoreError> {
    let (subject_kind, subject_id) = event.subject.stored();
    let row = event::ActiveModel {
        id: NotSet,
        at: Set(tx.at()),
        actor_id: Set(tx.author()),
        kind: Set(event.kind.word().to_owned()),
        subject_kind: Set(subject_kind.to_owned()),
        subject_id: Set(subject_id),
        programme_id: Set(event.programme),
        reason: Set(event.reason),
        before: Set(event.before),
        after: Set(event.after),
        seal_number: Set(None),
    };
    event::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// The last checkpoint that was signed by `known`: what a report made then could cite.
///
/// # Errors
/// When the database fails.
pub async fn checkpoint_at(db: &impl Source, known: Instant) -> Result<Option<checkpoint::Model>, StoreError> {
    let signed = checkpoint::Entity::find().filter(checkpoint::Column::SignedAt.lte(known));
    let latest = signed.order_by_desc(checkpoint::Column::SignedAt).order_by_desc(checkpoint::Column::SealNumber);
    Ok(latest.one(db.connection()).await?)
}

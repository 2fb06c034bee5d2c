//! The words that rows are sorted by: states, roles, kinds. Each is stored as its name in snake case, the same in JSON,
//! in URLs and in forms; the French for it belongs to pages.

use sea_orm::entity::prelude::{ActiveEnum, DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What was read is not one of the words of its enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of the known words")]
pub struct UnknownWord;

/// Declares an enum that is stored as text, with all its values and how it is written and read.
macro_rules! words {
    ($(#[$about:meta])* pub enum $name:ident { $($(#[$meaning:meta])* $word:ident,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, EnumIter, DeriveActiveEnum)]
        #[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$meaning])* $word,)+
        }

        impl $name {
            /// Every value, in the order in which people meet them.
            pub const ALL: &[Self] = &[$(Self::$word),+];
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.to_value())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|value| value.to_value() == text).ok_or(UnknownWord)
            }
        }
    };
}

words! {
    /// What following a single-use link does.
    pub enum LinkPurpose {
        /// Proves that the address is the person's.
        VerifyEmail,
        /// Lets the person choose a new password.
        ResetPassword,
    }
}

words! {
    /// What a person may do on a scope.
    pub enum Role {
        /// Writes dossiers (« candidat, porteur »).
        Applicant,
        /// Writes calls, checks eligibility, builds juries, prepares decisions (« gestionnaire »).
        Staff,
        /// Owns a programme: its budget, its publications, its final decisions (« responsable de programme »).
        ProgrammeManager,
        /// Judges the dossiers assigned to them (« juré »).
        Juror,
        /// The second pair of eyes: validates and records payments (« comptable »).
        Accountant,
        /// Reads everything and changes nothing (« auditeur »).
        Auditor,
        /// Keeps accounts, roles and settings (« administrateur »).
        Admin,
    }
}

words! {
    /// What a role bears on.
    pub enum ScopeKind {
        /// The whole site; the scope's key is then 0.
        Site,
        /// One programme and all in it.
        Programme,
        /// One call and its waves.
        Call,
        /// One dossier.
        Dossier,
    }
}

words! {
    /// The sort of structure that applies.
    pub enum OrganisationKind {
        /// A hospital, a clinic, a care home (« établissement de santé »).
        HealthEstablishment,
        /// A company, of any size (« entreprise »).
        Company,
        /// A non-profit association (« association »).
        Association,
        /// A university or school (« établissement d'enseignement supérieur »).
        University,
        /// A town, a department, a region (« collectivité territoriale »).
        LocalAuthority,
        /// A research body (« organisme de recherche »).
        ResearchBody,
        /// Any other structure.
        Other,
    }
}

words! {
    /// The two books of public budgets, never mixed.
    pub enum Book {
        /// What can be promised (« autorisations d'engagement »).
        Ae,
        /// What can be paid (« crédits de paiement »).
        Cp,
    }
}

words! {
    /// How far money has gone, from the law that opens it to the beneficiary it is promised to.
    pub enum Stage {
        /// The source: what the law opened. Runs negative by what it has let out.
        Opened,
        /// Delegated to the line, and free.
        Available,
        /// Held back by the programme manager (« gel »).
        Frozen,
        /// Set aside for a wave.
        Reserved,
        /// Promised to a beneficiary.
        Committed,
        /// Promised, paid and done with (« soldé »).
        Settled,
        /// Certified: the service was done, the money is owed (« liquidé, à payer »).
        Due,
        /// Its payment was ordered (« ordonnancé »).
        Ordered,
        /// It left for the beneficiary (« payé »).
        Paid,
        /// Paid, and to be given back by the beneficiary (« à recouvrer »).
        ToRecover,
        /// Given back by the beneficiary (« recouvré »).
        Recovered,
        /// Lost at the end of its year, or with a promise of a closed year (« tombé »).
        Lapsed,
    }
}

words! {
    /// Why a beneficiary owes money back.
    pub enum RepaymentKind {
        /// It was paid and was not due (« trop-perçu »).
        Refund,
        /// It was lent: an instalment of a recoverable advance (« avance remboursable »).
        Advance,
    }
}

words! {
    /// How far a repayment has gone.
    pub enum RepaymentState {
        /// It will be due on its day.
        Planned,
        /// It is claimed from the beneficiary (« ordre de reversement »).
        Ordered,
        /// The beneficiary gave it back.
        Collected,
        /// It is no longer owed.
        Cancelled,
    }
}

words! {
    /// How far an export has gone.
    pub enum ExportState {
        /// It waits for its turn.
        Waiting,
        /// Its file is being written.
        Running,
        /// Its file can be fetched.
        Done,
        /// It was tried several times and given up.
        Failed,
    }
}

words! {
    /// How far a payment has gone.
    pub enum PaymentState {
        /// The service was done: the money is owed.
        Certified,
        /// Its payment was ordered.
        Ordered,
        /// It was paid.
        Paid,
        /// It was given up before it was ordered.
        Cancelled,
    }
}

words! {
    /// The sort of fact that a ledger entry records.
    pub enum Journal {
        /// The year's money is opened (« ouverture »).
        Opening,
        /// Money goes from a line to another (« délégation »).
        Delegation,
        /// Money goes from a line to another that is not below it (« virement »).
        Reallocation,
        /// Money is held back, or let go again (« gel, dégel »).
        Freeze,
        /// Money is set aside for a wave, or let go (« réservation »).
        Reservation,
        /// Money is promised to a beneficiary, or taken back (« engagement, désengagement »).
        Commitment,
        /// The service was done and the money is owed (« liquidation »).
        Certification,
        /// A payment is ordered (« ordonnancement »).
        PaymentOrder,
        /// A payment is made (« paiement »).
        Payment,
        /// Money paid is claimed back, or given back (« recouvrement »).
        Recovery,
        /// A year ends: money goes to the next one, or is lost (« clôture »).
        YearEnd,
        /// An earlier entry is undone (« contre-passation »).
        Reversal,
    }
}

words! {
    /// The sort of an action, and of the call that carries it out.
    pub enum ActionKind {
        /// A call for projects (« appel à projets »).
        Aap,
        /// A call for expressions of interest (« appel à manifestation d'intérêt »).
        Ami,
        /// A desk, open as long as there is money.
        Guichet,
        /// A research programme with its equipment (« programme et équipements prioritaires de recherche »).
        Pepr,
        /// A contest.
        Concours,
        /// A regulatory route to early access (« accès anticipé »).
        EarlyAccess,
        /// A catalogue that services are checked to enter (« référencement »).
        Listing,
        /// Any other action.
        Other,
    }
}

words! {
    /// What a line of an action's description is.
    pub enum TopicKind {
        /// A theme that it funds.
        Topic,
        /// A condition to enter it.
        Eligibility,
    }
}

words! {
    /// Who may answer a call.
    pub enum Audience {
        /// Companies.
        Companies,
        /// Health establishments.
        HealthEstablishments,
        /// Universities and research bodies.
        Research,
        /// Associations.
        Associations,
        /// Any structure.
        All,
    }
}

words! {
    /// The sort of answer that a question takes.
    pub enum QuestionKind {
        /// A line of text.
        ShortText,
        /// Paragraphs.
        LongText,
        /// An amount in euros.
        Money,
        /// A whole number.
        Number,
        /// A civil day.
        Date,
        /// One of the choices listed.
        Choice,
        /// Yes or no.
        YesNo,
        /// A file.
        File,
    }
}

words! {
    /// How far a dossier has gone.
    pub enum DossierState {
        /// Its owner still writes it.
        Draft,
        /// Submitted, not yet examined.
        Submitted,
        /// Found eligible: the jury judges it.
        Eligible,
        /// Found not to meet the call's conditions.
        Ineligible,
        /// Funded.
        Laureate,
        /// To be funded if another one gives up.
        Reserve,
        /// Not funded.
        Refused,
        /// Given up by its owner.
        Withdrawn,
    }
}

words! {
    /// The sort of a dossier's expense.
    pub enum ExpenseCategory {
        /// Salaries.
        Personnel,
        /// Equipment, bought or depreciated.
        Equipment,
        /// Work bought from others.
        Subcontracting,
        /// A share of general costs.
        Overheads,
        /// Any other expense.
        Other,
    }
}

words! {
    /// What the antivirus said of a file.
    pub enum ScanState {
        /// Nothing was found.
        Clean,
        /// No antivirus is set up on this site.
        NotScanned,
    }
}

words! {
    /// Whether a review is handed in.
    pub enum ReviewState {
        /// The juror still writes it.
        Draft,
        /// Handed in.
        Submitted,
    }
}

words! {
    /// How far a decision has gone.
    pub enum DecisionState {
        /// Being prepared.
        Draft,
        /// Signed: its awards no longer change.
        Signed,
        /// Known to candidates and to the public.
        Published,
    }
}

words! {
    /// What a decision says of a dossier.
    pub enum AwardOutcome {
        /// Funded.
        Laureate,
        /// To be funded if another one gives up.
        Reserve,
        /// Not funded.
        Refused,
    }
}

words! {
    /// Whether a mail has left.
    pub enum MailState {
        /// To send.
        Queued,
        /// Taken by the mail server.
        Sent,
        /// Given up after too many attempts.
        Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_reads_what_it_writes() {
        assert_eq!(Role::ProgrammeManager.to_string(), "programme_manager");
        assert_eq!("programme_manager".parse(), Ok(Role::ProgrammeManager));
        assert_eq!("Programme Manager".parse::<Role>(), Err(UnknownWord));
    }

    #[test]
    fn all_holds_every_value_that_the_database_knows() {
        use sea_orm::Iterable;
        assert_eq!(DossierState::ALL, DossierState::iter().collect::<Vec<_>>());
    }
}

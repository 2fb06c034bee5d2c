//! The keys of rows, one type for each table: the key of a person cannot stand where that of a dossier is meant.
//!
//! Keys are small, ordered and easy to guess: nothing is ever protected by the secrecy of one.

use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

/// Declares the key of each table: `DossierId of dossier`.
macro_rules! ids {
    ($($id:ident of $table:ident,)+) => {$(
        #[doc = concat!("The key of a row of `", stringify!($table), "`; BIGINT in the database, a number in JSON.")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, DeriveValueType)]
        #[serde(transparent)]
        pub struct $id(pub i64);

        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $id {
            type Err = ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    // people
    PersonId of person,
    SessionId of session,
    SingleUseLinkId of single_use_link,
    RoleGrantId of role_grant,
    SignInAttemptId of sign_in_attempt,
    ParkedFormId of parked_form,
    // organisations
    OrganisationId of organisation,
    OrganisationMemberId of organisation_member,
    // budget
    BudgetLineId of budget_line,
    CommitmentId of commitment,
    AccountId of account,
    EntryId of entry,
    TransferId of transfer,
    PaymentId of payment,
    AccountDayId of account_day,
    EarmarkId of earmark,
    InstalmentId of instalment,
    RepaymentId of repayment,
    // programmes
    ProgrammeId of programme,
    AxisId of axis,
    ActionId of action,
    ActionTopicId of action_topic,
    TargetId of target,
    TargetProgressId of target_progress,
    IndicatorId of indicator,
    IndicatorObservationId of indicator_observation,
    // calls
    CallId of call,
    WaveId of wave,
    CriterionId of criterion,
    QuestionId of question,
    InvitationId of invitation,
    // dossiers
    DossierId of dossier,
    AnswerId of answer,
    ExpenseId of expense,
    DossierFileId of dossier_file,
    SubmissionId of submission,
    ExaminationId of examination,
    // jury
    JurorId of juror,
    RecusalId of recusal,
    AssignmentId of assignment,
    ReviewId of review,
    ReviewScoreId of review_score,
    // awards
    DecisionId of decision,
    AwardId of award,
    // journal
    EventId of event,
    SealId of seal,
    CheckpointId of checkpoint,
    // outbox
    OutboxMailId of outbox_mail,
    ExportJobId of export_job,
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::TryFromU64;

    #[test]
    fn a_key_reads_what_it_writes() {
        assert_eq!(DossierId(42).to_string().parse(), Ok(DossierId(42)));
        assert!("42 or so".parse::<DossierId>().is_err());
    }

    #[test]
    fn the_database_can_number_rows() {
        assert_eq!(WaveId::try_from_u64(7), Ok(WaveId(7)));
        assert!(WaveId::try_from_u64(u64::MAX).is_err());
    }
}

//! What Guichet stores: values and tables; no query, no rule.
//!
//! `values` are the types that columns hold; every other module is one table. Amounts are columns of type `Money` (whole
//! euro cents), rates of type `Rate` (millionths), moments of type `Instant` (milliseconds, UTC): the type says the unit,
//! so the name of the column does not. The `migration` crate creates the tables, and a test there holds the two together.

pub mod values;

/// Declares what a table's rows point to: `Owner: OwnerId => person (default)`. The default one among several relations
/// to the same table is what `find_also_related` follows.
macro_rules! relations {
    ($($name:ident: $column:ident => $table:ident $(($default:ident))?,)*) => {
        /// What a row points to.
        #[derive(Clone, Copy, Debug, EnumIter)]
        pub enum Relation {
            $(
                #[doc = concat!("The row of `", stringify!($table), "` that `", stringify!($column), "` names.")]
                $name,
            )*
        }

        impl RelationTrait for Relation {
            fn def(&self) -> RelationDef {
                match *self {
                    $(Self::$name => {
                        Entity::belongs_to(super::$table::Entity)
                            .from(Column::$column)
                            .to(super::$table::Column::Id)
                            .into()
                    })*
                }
            }
        }

        $($(relations! { @$default $name => $table })?)*

        impl ActiveModelBehavior for ActiveModel {}
    };
    (@default $name:ident => $table:ident) => {
        impl Related<super::$table::Entity> for Entity {
            fn to() -> RelationDef {
                Relation::$name.def()
            }
        }
    };
}

// people: accounts, sessions, roles on a scope, and what protects signing in.
pub mod parked_form;
pub mod person;
pub mod role_grant;
pub mod session;
pub mod setting;
pub mod sign_in_attempt;
pub mod single_use_link;

// organisations: structures that apply, and who acts for them.
pub mod organisation;
pub mod organisation_member;

// budget: the ledger: lines, accounts, commitments, entries and the transfers they are made of.
pub mod account;
pub mod account_day;
pub mod budget_line;
pub mod commitment;
pub mod earmark;
pub mod entry;
pub mod instalment;
pub mod payment;
pub mod repayment;
pub mod transfer;

// programmes: programmes, axes, actions, what they promised and what was observed.
pub mod action;
pub mod action_topic;
pub mod axis;
pub mod indicator;
pub mod indicator_observation;
pub mod programme;
pub mod target;
pub mod target_progress;

// calls: calls, their waves, and what a wave asks and judges by; invitations, because they can name a wave.
pub mod call;
pub mod criterion;
pub mod invitation;
pub mod question;
pub mod wave;

// dossiers: dossiers, their answers, expenses and files, the act of submitting, and what staff found of them.
pub mod answer;
pub mod dossier;
pub mod dossier_file;
pub mod examination;
pub mod expense;
pub mod submission;

// jury: jurors, recusals, assignments, reviews and scores.
pub mod assignment;
pub mod juror;
pub mod recusal;
pub mod review;
pub mod review_score;

// awards: decisions and the awards they carry.
pub mod award;
pub mod decision;

// journal: everything that happened, and the chain of seals over it.
pub mod checkpoint;
pub mod event;
pub mod seal;

// outbox: effects written with what caused them, and carried out afterwards: mails and long exports.
pub mod export_job;
pub mod outbox_mail;

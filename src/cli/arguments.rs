//! What the command line may say.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use entity::values::{Day, Email, Instant, Reference, Role, Siren, Year};

use crate::{
    export::{Format, journal::JournalFormat},
    people::rules::LONGEST_NAME,
    web::{FormState, Typed},
};

const TEMPLATE: &str = "{about}\n\nUsage : {usage}\n\n{all-args}{after-help}";

/// A day, as scripts write it.
fn day(typed: &str) -> Result<Day, String> {
    Day::parse(typed).map_err(|_| "il faut une date, par exemple 2022-12-31".to_owned())
}

/// An instant, as scripts write it.
fn instant(typed: &str) -> Result<Instant, String> {
    Instant::parse(typed).map_err(|_| "il faut un instant et son décalage, par exemple 2022-12-31T18:00:00+01:00".to_owned())
}

/// A reference.
fn reference(typed: &str) -> Result<Reference, String> {
    Reference::parse(typed).map_err(|_| "il faut une référence, par exemple AAP-TL-V2-0042".to_owned())
}

/// A fiscal year.
fn year(typed: &str) -> Result<Year, String> {
    Year::parse(typed).map_err(|_| "il faut une année de 2000 à 2100, par exemple 2026".to_owned())
}

/// A SIREN.
fn siren(typed: &str) -> Result<Siren, String> {
    Siren::parse(typed).map_err(|_| "il faut un SIREN : neuf chiffres, dont le dernier vérifie les autres".to_owned())
}

/// A name, by the rule of the page where people sign up.
fn name(typed: &str) -> Result<String, String> {
    let mut form = FormState::typed(vec![("name".to_owned(), typed.to_owned())]);
    form.read_text("name", LONGEST_NAME).ok_or_else(|| form.error("name").unwrap_or_default().to_owned())
}

/// Guichet : du budget au lauréat, au centime près.
#[derive(Debug, Parser)]
#[command(
    name = "guichet",
    version,
    help_template = TEMPLATE,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    subcommand_help_heading = "Commandes",
    subcommand_value_name = "COMMANDE",
    next_help_heading = "Options",
    after_help = "Les réglages viennent de l’environnement ou du fichier .env ; .env.example les explique un par un."
)]
pub struct Arguments {
    /// Affiche cette aide
    #[arg(short = 'h', long, global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    /// Affiche la version
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
    /// Ce qu’il faut faire.
    #[command(subcommand)]
    pub command: Command,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Sert le site jusqu’à SIGTERM
    #[command(help_template = TEMPLATE)]
    Serve,
    /// Met le schéma de la base à jour
    #[command(help_template = TEMPLATE)]
    Migrate,
    /// Joue la démonstration dans une base vide
    #[command(help_template = TEMPLATE)]
    Demo {
        /// Jouer jusqu’à cette date et s’arrêter là, par exemple 2022-12-31
        #[arg(long, value_name = "DATE", value_parser = day)]
        as_of: Option<Day>,
        /// Ne rien faire si la base contient déjà quelque chose
        #[arg(long)]
        if_empty: bool,
    },
    /// Gère les comptes
    #[command(help_template = TEMPLATE, subcommand_help_heading = "Commandes", subcommand_value_name = "COMMANDE")]
    User {
        /// What to do with an account.
        #[command(subcommand)]
        what: UserCommand,
    },
    /// Écrit les chiffres dans un fichier
    #[command(help_template = TEMPLATE, subcommand_help_heading = "Exports", subcommand_value_name = "EXPORT")]
    Export {
        /// What to export.
        #[command(subcommand)]
        what: ExportCommand,
    },
    /// Vérifie le journal, les écritures et les dépôts ; échoue si un contrôle ne tient pas
    #[command(help_template = TEMPLATE)]
    Verify,
    /// Scelle ce qui attend, puis signe la fin de la chaîne des sceaux avec la clé de SIGNING_KEY
    #[command(help_template = TEMPLATE)]
    Sign,
    /// Copie la base embarquée dans un fichier, sans arrêter le service
    #[command(help_template = TEMPLATE)]
    Backup {
        /// Le fichier à créer
        #[arg(value_name = "FICHIER")]
        file: PathBuf,
    },
    /// Examine les réglages et ce qui entoure le programme
    #[command(help_template = TEMPLATE)]
    Doctor,
}

/// What to do with an account.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Crée un compte et affiche le lien pour choisir son mot de passe
    #[command(help_template = TEMPLATE)]
    Add {
        /// Son adresse électronique
        #[arg(value_name = "ADRESSE", value_parser = Email::read)]
        email: Email,
        /// Son nom, tel qu’il sera affiché
        #[arg(value_name = "NOM", value_parser = name)]
        name: String,
    },
    /// Accorde un rôle
    #[command(help_template = TEMPLATE)]
    Grant {
        /// L’adresse électronique du compte
        #[arg(value_name = "ADRESSE", value_parser = Email::read)]
        email: Email,
        /// Le rôle
        #[arg(value_name = "RÔLE")]
        role: RoleWord,
        #[command(flatten)]
        scope: ScopeArgument,
    },
    /// Affiche un lien pour choisir un nouveau mot de passe
    #[command(help_template = TEMPLATE)]
    Reset {
        /// L’adresse électronique du compte
        #[arg(value_name = "ADRESSE", value_parser = Email::read)]
        email: Email,
    },
}

/// What to export.
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// L’exécution du budget d’un programme, par ligne et par exercice
    #[command(help_template = TEMPLATE)]
    Execution {
        /// Le code du programme
        #[arg(long, value_name = "CODE")]
        programme: String,
        /// Les chiffres tels qu’ils étaient ce jour-là ; aujourd’hui sinon
        #[arg(long, value_name = "DATE", value_parser = day)]
        as_of: Option<Day>,
        /// Le format du fichier
        #[arg(long, value_name = "FORMAT", default_value = "csv")]
        format: FormatWord,
        /// Le fichier à écrire ; la sortie standard sinon
        #[arg(long, value_name = "FICHIER")]
        output: Option<PathBuf>,
    },
    /// Les écritures validées, pour les logiciels de comptabilité
    #[command(help_template = TEMPLATE)]
    Journal(JournalArguments),
    /// Le dossier d’audit d’un programme ou d’un lauréat, en un ZIP
    #[command(help_template = TEMPLATE)]
    Pack(PackArguments),
    /// Ce que contient chaque compte, pour comparer avec un autre logiciel
    #[command(help_template = TEMPLATE)]
    Balances {
        /// Le code d’un programme ; tous sinon
        #[arg(long, value_name = "CODE")]
        programme: Option<String>,
        /// Le format du fichier
        #[arg(long, value_name = "FORMAT", default_value = "csv")]
        format: BalancesWord,
        /// Le fichier à écrire ; la sortie standard sinon
        #[arg(long, value_name = "FICHIER")]
        output: Option<PathBuf>,
    },
}

/// What to pack.
#[derive(Debug, Args)]
pub struct PackArguments {
    /// Le code du programme
    #[arg(long, value_name = "CODE")]
    pub programme: String,
    /// La référence d’un engagement, pour le dossier d’un seul lauréat
    #[arg(long, value_name = "RÉFÉRENCE", value_parser = reference)]
    pub commitment: Option<Reference>,
    /// La situation ce jour-là ; aujourd’hui sinon
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<Day>,
    /// Telle que connue à cet instant ; maintenant sinon
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub recorded_before: Option<Instant>,
    /// Le fichier ZIP à écrire
    #[arg(long, value_name = "FICHIER")]
    pub output: PathBuf,
}

/// Which entries to write, and how.
#[derive(Debug, Args)]
pub struct JournalArguments {
    /// Le format du fichier
    #[arg(long, value_name = "FORMAT")]
    pub format: JournalWord,
    /// Le code d’un programme ; tous sinon
    #[arg(long, value_name = "CODE")]
    pub programme: Option<String>,
    /// Les écritures jusqu’à ce jour ; toutes sinon
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<Day>,
    /// Les écritures d’un exercice ; de tous sinon
    #[arg(long, value_name = "ANNÉE", value_parser = year)]
    pub year: Option<Year>,
    /// Le SIREN qui nomme le FEC ; celui du réglage SERVICE_SIREN sinon
    #[arg(long, value_name = "SIREN", value_parser = siren)]
    pub siren: Option<Siren>,
    /// Le fichier à écrire, ou le dossier où le FEC prend son nom officiel ; la sortie standard sinon
    #[arg(long, value_name = "FICHIER")]
    pub output: Option<PathBuf>,
}

/// The formats of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum JournalWord {
    /// Pour hledger
    Hledger,
    /// Pour ledger
    Ledger,
    /// Pour beancount
    Beancount,
    /// Le fichier des écritures comptables d’un exercice
    Fec,
    /// Pour tout tableur
    Csv,
}

impl JournalWord {
    /// The format itself: hledger and ledger read the same one.
    #[must_use]
    pub fn format(self) -> JournalFormat {
        match self {
            Self::Hledger | Self::Ledger => JournalFormat::Plain,
            Self::Beancount => JournalFormat::Beancount,
            Self::Fec => JournalFormat::Fec,
            Self::Csv => JournalFormat::Csv,
        }
    }
}

/// The formats of balances.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum BalancesWord {
    /// Pour tout tableur
    Csv,
}

/// The formats of a report.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum FormatWord {
    /// Pour tout tableur
    Csv,
    /// Pour Excel et ses semblables
    Xlsx,
    /// Pour LibreOffice et ses semblables
    Ods,
    /// Pour les programmes
    Json,
    /// Pour imprimer et garder
    Pdf,
}

impl FormatWord {
    /// The format itself.
    #[must_use]
    pub fn format(self) -> Format {
        match self {
            Self::Csv => Format::Csv,
            Self::Xlsx => Format::Xlsx,
            Self::Ods => Format::Ods,
            Self::Json => Format::Json,
            Self::Pdf => Format::Pdf,
        }
    }
}

/// Where a role will hold.
#[derive(Debug, Args)]
pub struct ScopeArgument {
    /// Sur ce programme seulement ; sur tout le site sinon
    #[arg(long, value_name = "CODE")]
    pub programme: Option<String>,
}

/// The roles that the command line grants, by their French names; jurors and applicants come by invitation and by dossier.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum RoleWord {
    /// Comptes, rôles et réglages
    Administrateur,
    /// Appels, recevabilité, jury
    Gestionnaire,
    /// Budget, publication, décision
    Responsable,
    /// Paiements
    Comptable,
    /// Tout lire, ne rien changer
    Auditeur,
}

impl RoleWord {
    /// The role itself.
    #[must_use]
    pub fn role(self) -> Role {
        match self {
            Self::Administrateur => Role::Admin,
            Self::Gestionnaire => Role::Staff,
            Self::Responsable => Role::ProgrammeManager,
            Self::Comptable => Role::Accountant,
            Self::Auditeur => Role::Auditor,
        }
    }
}

//! What the checks count. Each is one statement, so that it sees one instant of the database; the SQL is the same for
//! SQLite and PostgreSQL, and says what must not be.

use entity::{
    dossier_file, submission,
    values::{DossierFileId, SubmissionId},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement};

use crate::db::{Source, StoreError};

/// A question about rows, and how it is told.
pub(in crate::audit) struct Question {
    /// What must hold, as an auditor reads it.
    pub(in crate::audit) name: &'static str,
    /// What is looked at: « Écritures relues ».
    pub(in crate::audit) rows: &'static str,
    /// How many rows are looked at: a `SELECT COUNT(*)`.
    count: &'static str,
    /// The keys of the rows for which it does not hold, as `id`.
    wrong: &'static str,
}

/// What a question found.
#[derive(FromQueryResult)]
pub(in crate::audit) struct Finding {
    /// How many rows were looked at.
    pub(in crate::audit) total: i64,
    /// For how many it does not hold.
    pub(in crate::audit) wrong: i64,
    /// The smallest key among those.
    pub(in crate::audit) first: Option<i64>,
}

pub(in crate::audit) const QUESTIONS: [Question; 14] = [
    Question {
        name: "Chaque événement est scellé",
        rows: "Événements relus",
        count: "SELECT COUNT(*) FROM event",
        wrong: "SELECT e.id FROM event e WHERE NOT EXISTS (SELECT 1 FROM seal s WHERE s.number = e.seal_number)",
    },
    Question {
        name: "Chaque écriture est scellée et numérotée",
        rows: "Écritures relues",
        count: "SELECT COUNT(*) FROM entry",
        wrong: "SELECT e.id FROM entry e WHERE e.number IS NULL
                OR NOT EXISTS (SELECT 1 FROM seal s WHERE s.number = e.seal_number)",
    },
    Question {
        name: "Chaque écriture a ses mouvements",
        rows: "Écritures relues",
        count: "SELECT COUNT(*) FROM entry",
        wrong: "SELECT e.id FROM entry e WHERE NOT EXISTS (SELECT 1 FROM transfer t WHERE t.entry_id = e.id)",
    },
    Question {
        name: "Les numéros d’écriture se suivent sans trou, par journal et par année",
        rows: "Écritures numérotées",
        count: "SELECT COUNT(*) FROM entry WHERE number IS NOT NULL",
        wrong: "SELECT MIN(e.id) AS id FROM entry e WHERE e.number IS NOT NULL GROUP BY e.journal, e.fiscal_year
                HAVING COUNT(*) <> MAX(e.number)",
    },
    Question {
        name: "Chaque mouvement est du jour de son écriture",
        rows: "Mouvements relus",
        count: "SELECT COUNT(*) FROM transfer",
        wrong: "SELECT t.id FROM transfer t JOIN entry e ON e.id = t.entry_id WHERE t.accounting_day <> e.accounting_day",
    },
    Question {
        name: "Autorisations d’engagement et crédits de paiement ne se mêlent pas",
        rows: "Mouvements relus",
        count: "SELECT COUNT(*) FROM transfer",
        wrong:
            "SELECT t.id FROM transfer t JOIN account d ON d.id = t.debit_account_id JOIN account c ON c.id = t.credit_account_id
                WHERE d.book <> c.book",
    },
    Question {
        name: "Le solde de chaque compte est la somme de ses mouvements, au centime",
        rows: "Comptes recalculés",
        count: "SELECT COUNT(*) FROM account",
        wrong: "SELECT a.id FROM account a WHERE a.balance
                <> COALESCE((SELECT SUM(t.amount) FROM transfer t WHERE t.credit_account_id = a.id), 0)
                 - COALESCE((SELECT SUM(t.amount) FROM transfer t WHERE t.debit_account_id = a.id), 0)",
    },
    Question {
        name: "Aucun compte n’est négatif, hors les sources que la loi ouvre",
        rows: "Comptes recalculés",
        count: "SELECT COUNT(*) FROM account",
        wrong: "SELECT a.id FROM account a WHERE a.balance < 0 AND a.stage <> 'opened'",
    },
    Question {
        name: "Chaque engagement a son compte, et chaque compte engagé son engagement",
        rows: "Engagements relus",
        count: "SELECT COUNT(*) FROM commitment",
        wrong: "SELECT m.id FROM commitment m WHERE NOT EXISTS
                (SELECT 1 FROM account a WHERE a.commitment_id = m.id AND a.line_id = m.line_id AND a.stage = 'committed')
                UNION ALL SELECT a.id FROM account a WHERE a.stage = 'committed' AND a.commitment_id IS NULL",
    },
    Question {
        name: "Chaque lauréat est engagé du montant décidé, au centime",
        rows: "Attributions relues",
        count: "SELECT COUNT(*) FROM award w JOIN decision d ON d.id = w.decision_id WHERE d.state <> 'draft' AND w.outcome = 'laureate'",
        wrong: "SELECT w.id FROM award w JOIN decision d ON d.id = w.decision_id
                WHERE d.state <> 'draft' AND w.outcome = 'laureate' AND w.amount <> COALESCE((SELECT SUM(t.amount) FROM transfer t
                JOIN account a ON a.id = t.credit_account_id WHERE a.commitment_id = w.commitment_id AND a.stage = 'committed'), 0)",
    },
    Question {
        name: "Rien n’est liquidé au-delà de ce qui est engagé",
        rows: "Engagements relus",
        count: "SELECT COUNT(*) FROM commitment",
        wrong: "SELECT m.id FROM commitment m JOIN account a ON a.commitment_id = m.id GROUP BY m.id
                HAVING SUM(CASE WHEN a.book = 'cp' THEN a.balance ELSE 0 END) > SUM(CASE WHEN a.book = 'ae' THEN a.balance ELSE 0 END)",
    },
    Question {
        name: "Chaque paiement est dans les comptes là où sa fiche le dit, au centime",
        rows: "Paiements relus",
        count: "SELECT COUNT(*) FROM payment",
        wrong: "SELECT MIN(p.id) AS id FROM payment p GROUP BY p.commitment_id
                HAVING SUM(CASE WHEN p.state = 'certified' THEN p.amount ELSE 0 END) <> COALESCE((SELECT SUM(a.balance) FROM account a
                    WHERE a.commitment_id = p.commitment_id AND a.stage = 'due'), 0)
                OR SUM(CASE WHEN p.state = 'ordered' THEN p.amount ELSE 0 END) <> COALESCE((SELECT SUM(a.balance) FROM account a
                    WHERE a.commitment_id = p.commitment_id AND a.stage = 'ordered'), 0)
                OR SUM(CASE WHEN p.state = 'paid' THEN p.amount ELSE 0 END) <> COALESCE((SELECT SUM(a.balance) FROM account a
                    WHERE a.commitment_id = p.commitment_id AND a.stage = 'paid'), 0)",
    },
    Question {
        name: "Nul n’a payé ce qu’il a ordonnancé",
        rows: "Paiements relus",
        count: "SELECT COUNT(*) FROM payment WHERE state = 'paid'",
        wrong: "SELECT p.id FROM payment p WHERE p.state = 'paid' AND (p.paid_by = p.ordered_by OR p.ordered_by IS NULL)",
    },
    Question {
        name: "Chaque dossier déposé a son accusé de réception",
        rows: "Dossiers déposés",
        count: "SELECT COUNT(*) FROM dossier WHERE submitted_at IS NOT NULL",
        wrong: "SELECT f.id FROM dossier f WHERE f.submitted_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM submission s WHERE s.dossier_id = f.id)",
    },
];

/// Asks a question of the whole table.
pub(in crate::audit) async fn ask(db: &impl Source, question: &Question) -> Result<Finding, StoreError> {
    let Question { count, wrong, .. } = question;
    let sql = format!("SELECT ({count}) AS total, COUNT(*) AS wrong, MIN(found.id) AS first FROM ({wrong}) AS found");
    let statement = Statement::from_string(db.connection().get_database_backend(), sql);
    Finding::find_by_statement(statement).one(db.connection()).await?.ok_or(StoreError::Stale)
}

/// The submissions that follow a key, in order.
pub(in crate::audit) async fn submissions_after(
    db: &impl Source,
    key: SubmissionId,
    most: u64,
) -> Result<Vec<submission::Model>, StoreError> {
    let following =
        submission::Entity::find().filter(submission::Column::Id.gt(key)).order_by_asc(submission::Column::Id).limit(most);
    Ok(following.all(db.connection()).await?)
}

/// The files of dossiers that follow a key, in order, but those taken out.
pub(in crate::audit) async fn files_after(
    db: &impl Source,
    key: DossierFileId,
    most: u64,
) -> Result<Vec<dossier_file::Model>, StoreError> {
    let following = dossier_file::Entity::find()
        .filter(dossier_file::Column::Id.gt(key))
        .filter(dossier_file::Column::RemovedAt.is_null())
        .order_by_asc(dossier_file::Column::Id)
        .limit(most);
    Ok(following.all(db.connection()).await?)
}

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
    /// What one that is wrong is called: « l’écriture ».
    pub(in crate::audit) row: &'static str,
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

pub(in crate::audit) const QUESTIONS: [Question; 21] = [
    Question {
        name: "Chaque événement est scellé",
        rows: "Événements relus",
        row: "l’événement",
        count: "SELECT COUNT(*) FROM event",
        wrong: "SELECT e.id FROM event e WHERE NOT EXISTS (SELECT 1 FROM seal s WHERE s.number = e.seal_number)",
    },
    Question {
        name: "Chaque écriture est scellée et numérotée",
        rows: "Écritures relues",
        row: "l’écriture",
        count: "SELECT COUNT(*) FROM entry",
        wrong: "SELECT e.id FROM entry e WHERE e.number IS NULL
                OR NOT EXISTS (SELECT 1 FROM seal s WHERE s.number = e.seal_number)",
    },
    Question {
        name: "Chaque écriture a ses mouvements",
        rows: "Écritures relues",
        row: "l’écriture",
        count: "SELECT COUNT(*) FROM entry",
        wrong: "SELECT e.id FROM entry e WHERE NOT EXISTS (SELECT 1 FROM transfer t WHERE t.entry_id = e.id)",
    },
    Question {
        name: "Les numéros d’écriture se suivent sans trou, par journal et par année",
        rows: "Écritures numérotées",
        row: "l’écriture",
        count: "SELECT COUNT(*) FROM entry WHERE number IS NOT NULL",
        wrong: "SELECT MIN(e.id) AS id FROM entry e WHERE e.number IS NOT NULL GROUP BY e.journal, e.fiscal_year
                HAVING COUNT(*) <> MAX(e.number)",
    },
    Question {
        name: "Chaque mouvement est du jour de son écriture",
        rows: "Mouvements relus",
        row: "le mouvement",
        count: "SELECT COUNT(*) FROM transfer",
        wrong: "SELECT t.id FROM transfer t JOIN entry e ON e.id = t.entry_id WHERE t.accounting_day <> e.accounting_day",
    },
    Question {
        name: "Autorisations d’engagement et crédits de paiement ne se mêlent pas",
        rows: "Mouvements relus",
        row: "le mouvement",
        count: "SELECT COUNT(*) FROM transfer",
        wrong:
            "SELECT t.id FROM transfer t JOIN account d ON d.id = t.debit_account_id JOIN account c ON c.id = t.credit_account_id
                WHERE d.book <> c.book",
    },
    Question {
        name: "Chaque livre est équilibré : ses comptes se compensent, au centime",
        rows: "Comptes relus",
        row: "le compte",
        count: "SELECT COUNT(*) FROM account",
        wrong: "SELECT MIN(a.id) AS id FROM account a GROUP BY a.book HAVING SUM(a.balance) <> 0",
    },
    Question {
        name: "Aucune écriture n’est contre-passée deux fois",
        rows: "Contre-passations relues",
        row: "l’écriture",
        count: "SELECT COUNT(*) FROM entry WHERE reverses_id IS NOT NULL",
        wrong: "SELECT e.reverses_id AS id FROM entry e WHERE e.reverses_id IS NOT NULL GROUP BY e.reverses_id HAVING COUNT(*) > 1",
    },
    Question {
        name: "Chaque contre-passation est l’exact contraire de ce qu’elle annule",
        rows: "Contre-passations relues",
        row: "l’écriture",
        count: "SELECT COUNT(*) FROM entry WHERE reverses_id IS NOT NULL",
        wrong: "SELECT s.id FROM (
                SELECT r.id, t.debit_account_id AS d, t.credit_account_id AS c, t.amount, 1 AS times
                    FROM entry r JOIN transfer t ON t.entry_id = r.reverses_id
                UNION ALL SELECT r.id, t.credit_account_id, t.debit_account_id, t.amount, -1
                    FROM entry r JOIN transfer t ON t.entry_id = r.id WHERE r.reverses_id IS NOT NULL) AS s
                GROUP BY s.id, s.d, s.c, s.amount HAVING SUM(s.times) <> 0",
    },
    Question {
        name: "Chaque part réservée à un usage a servi pour ce que disent ses écritures, et pas au-delà",
        rows: "Parts relues",
        row: "la part",
        count: "SELECT COUNT(*) FROM earmark",
        wrong: "SELECT k.id FROM earmark k WHERE k.used > k.amount OR k.used <> COALESCE((SELECT
                SUM(CASE WHEN e.reverses_id IS NULL THEN t.amount ELSE -t.amount END)
                FROM entry e JOIN transfer t ON t.entry_id = e.id WHERE e.earmark_id = k.id), 0)",
    },
    Question {
        name: "Chaque engagement a son compte, et chaque compte engagé son engagement",
        rows: "Engagements relus",
        row: "l’engagement",
        count: "SELECT COUNT(*) FROM commitment",
        wrong: "SELECT m.id FROM commitment m WHERE NOT EXISTS
                (SELECT 1 FROM account a WHERE a.commitment_id = m.id AND a.line_id = m.line_id AND a.stage = 'committed')
                UNION ALL SELECT a.id FROM account a WHERE a.stage = 'committed' AND a.commitment_id IS NULL",
    },
    // Amendments may raise it later, and it may be taken back: the first transfer is what the decision promised.
    Question {
        name: "Chaque lauréat a d’abord été engagé du montant décidé, au centime",
        rows: "Attributions relues",
        row: "l’attribution",
        count: "SELECT COUNT(*) FROM award w JOIN decision d ON d.id = w.decision_id WHERE d.state <> 'draft' AND w.outcome = 'laureate'",
        wrong: "SELECT w.id FROM award w JOIN decision d ON d.id = w.decision_id
                WHERE d.state <> 'draft' AND w.outcome = 'laureate' AND w.amount <> COALESCE((SELECT f.amount FROM transfer f
                WHERE f.id = (SELECT MIN(t.id) FROM transfer t JOIN account a ON a.id = t.credit_account_id
                WHERE a.commitment_id = w.commitment_id AND a.stage = 'committed')), 0)",
    },
    Question {
        name: "Rien n’est liquidé au-delà de ce qui est engagé",
        rows: "Engagements relus",
        row: "l’engagement",
        count: "SELECT COUNT(*) FROM commitment",
        wrong: "SELECT a.commitment_id AS id FROM account a WHERE a.commitment_id IS NOT NULL GROUP BY a.commitment_id
                HAVING SUM(CASE WHEN a.stage IN ('due', 'ordered', 'paid', 'to_recover', 'recovered') THEN a.balance ELSE 0 END)
                     > SUM(CASE WHEN a.stage IN ('committed', 'settled') THEN a.balance ELSE 0 END)",
    },
    Question {
        name: "Rien n’est ordonnancé ni payé au-delà de ce qui est liquidé",
        rows: "Engagements relus",
        row: "l’engagement",
        count: "SELECT COUNT(*) FROM commitment",
        wrong: "SELECT m.id FROM commitment m WHERE COALESCE((SELECT SUM(a.balance) FROM account a
                WHERE a.commitment_id = m.id AND a.stage IN ('ordered', 'paid', 'to_recover', 'recovered')), 0)
                > COALESCE((SELECT SUM(p.amount) FROM payment p WHERE p.commitment_id = m.id AND p.state <> 'cancelled'), 0)",
    },
    Question {
        name: "Chaque paiement est dans les comptes là où sa fiche le dit, au centime",
        rows: "Paiements relus",
        row: "l’engagement",
        count: "SELECT COUNT(*) FROM payment",
        wrong: "SELECT m.id FROM commitment m
                WHERE COALESCE((SELECT SUM(a.balance) FROM account a WHERE a.commitment_id = m.id AND a.stage = 'due'), 0)
                   <> COALESCE((SELECT SUM(p.amount) FROM payment p WHERE p.commitment_id = m.id AND p.state = 'certified'), 0)
                OR COALESCE((SELECT SUM(a.balance) FROM account a WHERE a.commitment_id = m.id AND a.stage = 'ordered'), 0)
                   <> COALESCE((SELECT SUM(p.amount) FROM payment p WHERE p.commitment_id = m.id AND p.state = 'ordered'), 0)
                OR COALESCE((SELECT SUM(a.balance) FROM account a WHERE a.commitment_id = m.id AND a.stage = 'paid'), 0)
                   + COALESCE((SELECT SUM(r.amount) FROM repayment r WHERE r.commitment_id = m.id AND r.state IN ('ordered', 'collected')), 0)
                   <> COALESCE((SELECT SUM(p.amount) FROM payment p WHERE p.commitment_id = m.id AND p.state = 'paid'), 0)",
    },
    Question {
        name: "Chaque reversement est dans les comptes là où sa fiche le dit, au centime",
        rows: "Reversements relus",
        row: "l’engagement",
        count: "SELECT COUNT(*) FROM repayment",
        wrong: "SELECT m.id FROM commitment m
                WHERE COALESCE((SELECT SUM(a.balance) FROM account a WHERE a.commitment_id = m.id AND a.stage = 'to_recover'), 0)
                   <> COALESCE((SELECT SUM(r.amount) FROM repayment r WHERE r.commitment_id = m.id AND r.state = 'ordered'), 0)
                OR COALESCE((SELECT SUM(a.balance) FROM account a WHERE a.commitment_id = m.id AND a.stage = 'recovered'), 0)
                   <> COALESCE((SELECT SUM(r.amount) FROM repayment r WHERE r.commitment_id = m.id AND r.state = 'collected'), 0)",
    },
    Question {
        name: "Nul n’a payé ce qu’il a ordonnancé",
        rows: "Paiements relus",
        row: "le paiement",
        count: "SELECT COUNT(*) FROM payment WHERE state = 'paid'",
        wrong: "SELECT p.id FROM payment p WHERE p.state = 'paid' AND (p.paid_by = p.ordered_by OR p.ordered_by IS NULL)",
    },
    Question {
        name: "Nul n’a encaissé ce qu’il a demandé",
        rows: "Reversements relus",
        row: "le reversement",
        count: "SELECT COUNT(*) FROM repayment WHERE state = 'collected'",
        wrong: "SELECT r.id FROM repayment r WHERE r.state = 'collected' AND (r.collected_by = r.ordered_by OR r.ordered_by IS NULL)",
    },
    Question {
        name: "Chaque lauréat a son engagement, au bénéfice de sa structure",
        rows: "Attributions relues",
        row: "l’attribution",
        count: "SELECT COUNT(*) FROM award w JOIN decision d ON d.id = w.decision_id WHERE d.state <> 'draft' AND w.outcome = 'laureate'",
        wrong: "SELECT w.id FROM award w JOIN decision d ON d.id = w.decision_id JOIN dossier f ON f.id = w.dossier_id
                LEFT JOIN commitment m ON m.id = w.commitment_id WHERE d.state <> 'draft' AND w.outcome = 'laureate'
                AND (m.id IS NULL OR m.beneficiary_id <> f.organisation_id OR m.reference <> f.reference)",
    },
    Question {
        name: "Aucun engagement ne sert deux décisions, et aucune sans aide n’en a",
        rows: "Attributions relues",
        row: "l’attribution",
        count: "SELECT COUNT(*) FROM award",
        wrong: "SELECT w.id FROM award w WHERE w.outcome <> 'laureate' AND w.commitment_id IS NOT NULL
                UNION ALL SELECT MIN(w.id) AS id FROM award w WHERE w.commitment_id IS NOT NULL GROUP BY w.commitment_id
                HAVING COUNT(*) > 1",
    },
    Question {
        name: "Chaque dossier déposé a son accusé de réception",
        rows: "Dossiers déposés",
        row: "le dossier",
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

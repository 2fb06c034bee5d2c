//! How a migration describes a table: in words that hold for SQLite and PostgreSQL, each rule named as the sentence that
//! the database says when it refuses.

use sea_orm_migration::prelude::{
    Check, ColumnDef, ColumnType, Expr, ForeignKey, ForeignKeyAction, IndexCreateStatement, TableCreateStatement,
};
use sea_orm_migration::sea_orm::DbBackend;
use sea_orm_migration::sea_query::{ConditionalStatement, Index, Table as Create};

/// What a column holds; it decides the column's type in the database and the rules that go with it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The row's own key: BIGINT, given by the database, never given twice.
    Key,
    /// Another row's key, or any large whole number: BIGINT.
    Big,
    /// A small whole number: INTEGER.
    Int,
    /// A small whole number that starts at 0.
    Counter,
    /// A fiscal year: INTEGER.
    Year,
    /// True or false.
    Bool,
    /// Text of any length.
    Text,
    /// Text compared byte by byte on both databases, so that what starts alike stands together.
    Path,
    /// A civil day as ISO text, `2026-03-02`.
    Day,
    /// A civil month as ISO text, `2026-03`.
    Month,
    /// SHA-256 as 64 hexadecimal digits.
    Fingerprint,
    /// Milliseconds since the Unix epoch, UTC: BIGINT.
    Instant,
    /// Whole euro cents, zero or more: BIGINT.
    Money,
    /// Whole euro cents, more than zero.
    Positive,
    /// Whole euro cents of either sign.
    Balance,
    /// Millionths from 0 to 1: BIGINT.
    Rate,
}

impl Kind {
    fn column_type(self) -> ColumnType {
        match self {
            Kind::Key | Kind::Big | Kind::Instant | Kind::Money | Kind::Positive | Kind::Balance | Kind::Rate => {
                ColumnType::BigInteger
            }
            Kind::Int | Kind::Counter | Kind::Year => ColumnType::Integer,
            Kind::Bool => ColumnType::Boolean,
            Kind::Text | Kind::Path | Kind::Day | Kind::Month | Kind::Fingerprint => ColumnType::Text,
        }
    }

    /// Where a float, or text, must be kept out: SQLite would store either in an integer column without a word.
    fn is_exact(self) -> bool {
        matches!(self, Kind::Money | Kind::Positive | Kind::Balance | Kind::Rate)
    }

    /// The rule that every column of this kind obeys: how its sentence ends, and the SQL, `?` being the column.
    fn rule(self) -> Option<(&'static str, &'static str)> {
        match self {
            Kind::Money => Some(("must_not_be_negative", "? >= 0")),
            Kind::Positive => Some(("must_be_positive", "? > 0")),
            Kind::Rate => Some(("must_be_between_0_and_1", "? BETWEEN 0 AND 1000000")),
            Kind::Day => Some(("must_be_an_iso_day", "? LIKE '____-__-__'")),
            Kind::Month => Some(("must_be_an_iso_month", "? LIKE '____-__'")),
            Kind::Fingerprint => Some(("must_be_64_digits", "length(?) = 64")),
            Kind::Key
            | Kind::Big
            | Kind::Int
            | Kind::Counter
            | Kind::Year
            | Kind::Bool
            | Kind::Text
            | Kind::Path
            | Kind::Instant
            | Kind::Balance => None,
        }
    }
}

struct Column {
    name: String,
    kind: Kind,
    nullable: bool,
    primary: bool,
}

struct Rule {
    name: String,
    sql: String,
}

/// A column that names a row of another table.
pub(crate) struct Reference {
    pub(crate) column: &'static str,
    pub(crate) table: &'static str,
}

struct Listing {
    name: String,
    columns: Vec<&'static str>,
    unique: bool,
    only_where: Option<&'static str>,
}

/// Whether the rows of a table can change once written.
pub(crate) enum Permanence {
    /// They can.
    Editable,
    /// Never; nor can they be deleted.
    Forever,
    /// Never, but for these columns, which go together and once from nothing to a value; nor can they be deleted.
    ForeverBut(&'static [&'static str]),
    /// They can, until something is done to them.
    Once(Frozen),
    /// They can, until something is done to the row that they belong to: none is then changed, deleted nor added.
    With(Parent),
}

/// When the rows of a table freeze.
pub(crate) struct Frozen {
    /// What was done to them then, as the database says it: `signed`.
    pub(crate) once: &'static str,
    /// True of a row that is frozen, in SQL where `OLD` is the row.
    pub(crate) when: &'static str,
    /// The one step that a frozen row may still take.
    pub(crate) but_for: Option<Step>,
}

/// A step that a frozen row may still take.
pub(crate) struct Step {
    /// True of an update that takes it, in SQL where `OLD` is the row and `NEW` what becomes of it.
    pub(crate) taking: &'static str,
    /// The columns that it changes.
    pub(crate) changes: &'static [&'static str],
}

/// The row with which others freeze.
pub(crate) struct Parent {
    /// What was done to it then, as the database says it: `signed`.
    pub(crate) once: &'static str,
    /// The column that names it.
    pub(crate) column: &'static str,
    /// Its table.
    pub(crate) table: &'static str,
    /// True of it once it is frozen.
    pub(crate) when: &'static str,
}

/// A table as a migration declares it.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) permanence: Permanence,
    columns: Vec<Column>,
    references: Vec<Reference>,
    rules: Vec<Rule>,
    listings: Vec<Listing>,
}

impl Table {
    /// A table whose rows the database numbers.
    pub(crate) fn new(name: &'static str) -> Self {
        Self::keyed_by(name, "id", Kind::Key)
    }

    /// A table whose rows have a key of their own.
    pub(crate) fn keyed_by(name: &'static str, key: &'static str, kind: Kind) -> Self {
        let key = Column { name: key.to_owned(), kind, nullable: false, primary: true };
        Self { name, permanence: Permanence::Editable, columns: vec![key], references: vec![], rules: vec![], listings: vec![] }
    }

    /// A column that always has a value.
    pub(crate) fn has(self, column: &'static str, kind: Kind) -> Self {
        self.with(column, kind, false)
    }

    /// A column that can be empty.
    pub(crate) fn may_have(self, column: &'static str, kind: Kind) -> Self {
        self.with(column, kind, true)
    }

    /// A text that people search, and `<column>_plain` beside it: the same, case and accents aside.
    pub(crate) fn has_searched(self, column: &'static str) -> Self {
        let mut table = self.has(column, Kind::Text);
        let name = format!("{column}_plain");
        table.columns.push(Column { name, kind: Kind::Text, nullable: false, primary: false });
        table
    }

    /// A column that always has one of these words.
    pub(crate) fn has_one_of(self, column: &'static str, words: &[&str]) -> Self {
        let name = format!("{}_{column}_must_be_known", self.name);
        let sql = format!("{column} IN ('{}')", words.join("', '"));
        self.has(column, Kind::Text).must(name, sql)
    }

    /// A column that always names a row of `table`, which then cannot be deleted.
    pub(crate) fn belongs_to(self, column: &'static str, table: &'static str) -> Self {
        self.has(column, Kind::Big).referring(column, table)
    }

    /// A column that can name a row of `table`.
    pub(crate) fn may_belong_to(self, column: &'static str, table: &'static str) -> Self {
        self.may_have(column, Kind::Big).referring(column, table)
    }

    /// A rule that every row obeys, in SQL that both databases read; `name` is the sentence it makes true.
    pub(crate) fn must(mut self, name: impl Into<String>, sql: impl Into<String>) -> Self {
        self.rules.push(Rule { name: name.into(), sql: sql.into() });
        self
    }

    /// No two rows share these values; a row where one of them is empty shares nothing.
    pub(crate) fn unique(self, columns: &[&'static str]) -> Self {
        let name = format!("{}_{}_must_be_unique", self.name, columns.join("_"));
        self.listing(name, columns, true, None)
    }

    /// Among the rows where `condition` holds, no two share these values.
    pub(crate) fn unique_where(self, name: &str, columns: &[&'static str], condition: &'static str) -> Self {
        self.listing(name.to_owned(), columns, true, Some(condition))
    }

    /// A list of these rows is filtered or sorted by these columns.
    pub(crate) fn listed_by(self, columns: &[&'static str]) -> Self {
        let name = format!("{}_by_{}", self.name, columns.join("_"));
        self.listing(name, columns, false, None)
    }

    /// Among the rows where `condition` holds, a list is read by these columns: as short as what still waits.
    pub(crate) fn listed_where(self, name: &str, columns: &[&'static str], condition: &'static str) -> Self {
        self.listing(name.to_owned(), columns, false, Some(condition))
    }

    /// Rows are never changed nor deleted.
    pub(crate) fn append_only(mut self) -> Self {
        self.permanence = Permanence::Forever;
        self
    }

    /// Rows are never changed nor deleted, but `columns` go together and once from nothing to a value.
    pub(crate) fn append_only_but_for(mut self, columns: &'static [&'static str]) -> Self {
        self.permanence = Permanence::ForeverBut(columns);
        self
    }

    /// Rows are no longer changed nor deleted when `frozen` says so.
    pub(crate) fn frozen(mut self, frozen: Frozen) -> Self {
        self.permanence = Permanence::Once(frozen);
        self
    }

    /// Rows are no longer changed, deleted nor added when the row that they belong to says so.
    pub(crate) fn frozen_with(mut self, parent: Parent) -> Self {
        self.permanence = Permanence::With(parent);
        self
    }

    fn with(mut self, name: &'static str, kind: Kind, nullable: bool) -> Self {
        self.columns.push(Column { name: name.to_owned(), kind, nullable, primary: false });
        match kind.rule() {
            Some((ending, sql)) => {
                let sentence = format!("{}_{name}_{ending}", self.name);
                self.must(sentence, sql.replace('?', name))
            }
            None => self,
        }
    }

    fn referring(mut self, column: &'static str, table: &'static str) -> Self {
        self.references.push(Reference { column, table });
        self
    }

    fn listing(mut self, name: String, columns: &[&'static str], unique: bool, only_where: Option<&'static str>) -> Self {
        self.listings.push(Listing { name, columns: columns.to_vec(), unique, only_where });
        self
    }
}

/// What the database is told, and what must then be found in its catalogue.
impl Table {
    /// The statement that creates the table with its rules.
    pub(crate) fn create_statement(&self, database: DbBackend) -> TableCreateStatement {
        let mut create = Create::create();
        create.table(self.name);

        for column in &self.columns {
            create.col(column.definition(database));
        }
        for reference in &self.references {
            create.foreign_key(
                ForeignKey::create()
                    .name(self.reference_name(reference))
                    .from(self.name, reference.column)
                    .to(reference.table, "id")
                    .on_update(ForeignKeyAction::Restrict)
                    .on_delete(ForeignKeyAction::Restrict),
            );
        }
        for (name, sql) in self.checks(database) {
            create.check(Check::named(name, Expr::cust(sql)));
        }
        create
    }

    /// The statements that create its indexes.
    pub(crate) fn index_statements(&self) -> Vec<IndexCreateStatement> {
        self.listings.iter().map(|listing| listing.create_statement(self.name)).collect()
    }

    pub(crate) fn column_names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    pub(crate) fn index_names(&self) -> impl Iterator<Item = &str> {
        self.listings.iter().map(|listing| listing.name.as_str())
    }

    pub(crate) fn references(&self) -> impl Iterator<Item = &Reference> {
        self.references.iter()
    }

    pub(crate) fn check_names(&self, database: DbBackend) -> Vec<String> {
        self.checks(database).into_iter().map(|(name, _)| name).collect()
    }

    pub(crate) fn reference_name(&self, reference: &Reference) -> String {
        format!("{}_{}_must_exist", self.name, reference.column.trim_end_matches("_id"))
    }

    fn checks(&self, database: DbBackend) -> Vec<(String, String)> {
        let declared = self.rules.iter().map(|rule| (rule.name.clone(), rule.sql.clone()));
        let exact = self.columns.iter().filter(|column| database == DbBackend::Sqlite && column.kind.is_exact());
        declared.chain(exact.map(|column| self.exactness_check(column))).collect()
    }

    fn exactness_check(&self, column: &Column) -> (String, String) {
        let or_empty = if column.nullable { ", 'null'" } else { "" };
        (
            format!("{}_{}_must_be_a_whole_number", self.name, column.name),
            format!("typeof({}) IN ('integer'{or_empty})", column.name),
        )
    }
}

impl Column {
    fn definition(&self, database: DbBackend) -> ColumnDef {
        let mut definition = ColumnDef::new_with_type(self.name.clone(), self.kind.column_type());
        if self.kind == Kind::Path && database == DbBackend::Postgres {
            definition.extra("COLLATE \"C\"");
        }
        if self.primary {
            definition.primary_key();
        }
        if self.kind == Kind::Key {
            definition.auto_increment();
        }
        if self.kind == Kind::Counter {
            definition.default(0);
        }
        if !self.nullable {
            definition.not_null();
        }
        definition
    }
}

impl Listing {
    fn create_statement(&self, table: &'static str) -> IndexCreateStatement {
        let mut create = Index::create();
        create.name(&self.name).table(table);
        for column in &self.columns {
            create.col(*column);
        }
        if self.unique {
            create.unique();
        }
        if let Some(condition) = self.only_where {
            create.cond_where(Expr::cust(condition));
        }
        create
    }
}

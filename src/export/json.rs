//! JSON, for programs: amounts as texts with two decimals, so that no reader makes floats of them, days as `2026-03-02`.

use serde::{Serialize, Serializer};

use super::{Cell, ExportError, Kind, Table};

/// Writes a table as one object: `title`, `subtitle`, `columns` (each with its `label` and what it `holds`), `rows` and
/// `totals`, which are arrays of cells in the order of the columns.
///
/// # Errors
/// [`ExportError::Ragged`] when a row does not fit the columns.
pub fn json(table: &Table) -> Result<Vec<u8>, ExportError> {
    table.check()?;

    let columns = table.columns.iter().map(|column| ColumnText { label: &column.label, holds: holds(column.kind) });
    let written = TableText {
        title: &table.title,
        subtitle: &table.subtitle,
        columns: columns.collect(),
        rows: &table.rows,
        totals: &table.totals,
    };
    let mut file = serde_json::to_vec(&written)?;
    file.push(b'\n');
    Ok(file)
}

#[derive(Serialize)]
struct TableText<'a> {
    title: &'a str,
    subtitle: &'a str,
    columns: Vec<ColumnText<'a>>,
    rows: &'a [Vec<Cell>],
    totals: &'a [Vec<Cell>],
}

#[derive(Serialize)]
struct ColumnText<'a> {
    label: &'a str,
    holds: &'static str,
}

fn holds(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Money => "euros",
        Kind::Int => "number",
        Kind::Day => "day",
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(words) => to.serialize_str(words),
            Self::Money(amount) => to.serialize_str(&amount.plain()),
            Self::Int(number) => to.serialize_i64(*number),
            Self::Day(day) => to.serialize_str(&day.iso()),
            Self::Empty => to.serialize_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::export::table::samples;

    fn read_again(table: &Table) -> Value {
        serde_json::from_slice(&super::json(table).unwrap()).unwrap()
    }

    #[test]
    fn a_table_is_an_object_whose_amounts_are_texts() {
        assert_eq!(
            read_again(&samples::budget()),
            json!({
                "title": "Budget de la SASN",
                "subtitle": "au 31 décembre 2022",
                "columns": [
                    {"label": "Ligne", "holds": "text"},
                    {"label": "Ouverte le", "holds": "day"},
                    {"label": "Engagements", "holds": "number"},
                    {"label": "Disponible", "holds": "euros"},
                ],
                "rows": [["Tiers-lieux", "2021-07-01", 12, "1234567.89"], ["Évaluation", null, 0, "-0.05"]],
                "totals": [["Total", null, 12, "1234567.84"]],
            })
        );
    }

    proptest! {
        #[test]
        fn every_word_is_read_again(word in any::<String>()) {
            prop_assert_eq!(&read_again(&samples::words([&word]))["rows"][0][0], &Value::String(word));
        }
    }
}

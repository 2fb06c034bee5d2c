use std::{
    io::Write,
    process::{Command, Stdio},
};

use entity::values::{Day, Money};
use proptest::prelude::*;

use super::*;
use crate::export::{Column, table::samples};

/// The report of one table.
fn pdf(table: &Table, footer: &str, made_at: Instant) -> Result<Vec<u8>, ExportError> {
    let section = Section { table: Some(table.clone()), ..Section::default() };
    let report = Document {
        title: table.title.clone(),
        subtitle: table.subtitle.clone(),
        sections: vec![section],
        footer: footer.to_owned(),
        ..Document::default()
    };
    report_pdf(&report, made_at)
}

fn noon() -> Instant {
    Instant::parse("2026-03-02T11:00:00Z").unwrap()
}

fn receipt() -> Document {
    let plan = Table {
        columns: vec![Column::text("Dépense"), Column::money("Montant")],
        rows: vec![vec!["Personnel".into(), Money::from_cents(12_345_678).into()]],
        totals: vec![vec!["Total".into(), Money::from_cents(12_345_678).into()]],
        ..Table::default()
    };
    Document {
        title: "Récépissé de dépôt".to_owned(),
        subtitle: "Tiers-lieu d’expérimentation de l’Œuvre fictive".to_owned(),
        facts: vec![
            ("Numéro".to_owned(), "AAP-TL-V2-0042".to_owned()),
            ("Déposé le".to_owned(), "2 mars 2026 à 11 h 59 min 58 s".to_owned()),
            ("Empreinte".to_owned(), "e3b0 c442 98fc".to_owned()),
        ],
        sections: vec![
            Section {
                title: "Plan de financement".to_owned(),
                paragraphs: vec!["Aide demandée :\n50 000,00 €.".to_owned()],
                table: Some(plan),
            },
            Section { title: "Voies de recours".to_owned(), paragraphs: vec!["Deux mois.".to_owned()], table: None },
        ],
        footer: "Guichet · AAP-TL-V2-0042".to_owned(),
    }
}

/// The text of a PDF, as a reader of it copies it; `None` where poppler is not installed.
fn text(pdf: &[u8]) -> Option<String> {
    let mut reader = Command::new("pdftotext")
        .args(["-layout", "-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|_| eprintln!("pdftotext is not installed: the text of this PDF was not read again"))
        .ok()?;
    let pdf = pdf.to_owned();
    let mut stdin = reader.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(&pdf));
    let output = reader.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Spaces that hold a number together are copied as ordinary ones.
fn as_copied(words: impl ToString) -> String {
    words.to_string().replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn a_receipt_reads_as_it_was_written() {
    if let Some(text) = text(&document_pdf(&receipt(), noon()).unwrap()) {
        insta::assert_snapshot!("receipt", text);
    }
}

#[test]
fn a_report_shows_each_amount_to_the_cent() {
    if let Some(text) = text(&pdf(&samples::budget(), "Guichet", noon()).unwrap()) {
        insta::assert_snapshot!("report", text);
        for amount in [123_456_789, -5, 123_456_784].map(Money::from_cents) {
            assert!(text.contains(&as_copied(amount)), "{amount} in {text}");
        }
    }
}

#[test]
fn a_document_is_tagged_accessible_and_dated() {
    let file = document_pdf(&receipt(), noon()).unwrap();
    let raw = String::from_utf8_lossy(&file);
    for mark in ["<pdfuaid:part>1</pdfuaid:part>", "(fr-FR)", "/StructTreeRoot", "2026-03-02T11:00:00", ">Récépissé de dépôt</"]
    {
        assert!(raw.contains(mark), "{mark}");
    }
}

#[test]
fn the_same_document_at_the_same_moment_gives_the_same_bytes() {
    assert_eq!(document_pdf(&receipt(), noon()).unwrap(), document_pdf(&receipt(), noon()).unwrap());
    assert_eq!(pdf(&samples::budget(), "", noon()).unwrap(), pdf(&samples::budget(), "", noon()).unwrap());
}

#[test]
fn pages_are_numbered_and_headings_repeated() {
    let rows = (0..120).map(|at| vec![Cell::Text(format!("Ligne {at}")), Cell::Int(at)]).collect();
    let table =
        Table { title: "Longue".to_owned(), columns: vec![Column::text("Nom"), Column::int("Rang")], rows, ..Table::default() };
    if let Some(text) = text(&pdf(&table, "Guichet", noon()).unwrap()) {
        let pages = text.matches("page ").count();
        assert!(text.contains(&format!("page {pages} sur {pages}")) && pages > 1, "{text}");
        assert_eq!(text.matches("Rang").count(), pages);
    }
}

#[test]
fn an_empty_table_says_so() {
    let table = Table { columns: vec![Column::text("Ligne"), Column::money("Reste")], ..Table::default() };
    let file = pdf(&table, "", noon()).unwrap();
    assert!(text(&file).is_none_or(|text| text.contains("Aucune ligne.")));
    pdf(&Table::default(), "", noon()).unwrap();
    document_pdf(&Document::default(), noon()).unwrap();
}

#[test]
fn words_are_never_markup() {
    let words = [
        "#import \"@preview/x:1.0.0\"",
        "#panic()",
        "$ x^2 $ *gras* _it_ `code` @ref <label>",
        "= titre",
        "// commentaire",
        "\\ \" ' ~ --- ...",
        "https://exemple.fr",
    ];
    if let Some(text) = text(&pdf(&samples::words(words), words[0], noon()).unwrap()) {
        for word in words {
            assert!(text.contains(word), "{word} in {text}");
        }
    }
}

#[test]
fn words_that_no_font_draws_do_not_stop_a_document() {
    let words = [
        "Clinique 🏥👩‍⚕️ ☂",
        "مستشفى",
        "בית חולים",
        "病院",
        "\u{202e}gpj.exe",
        "\u{0}\u{1}\u{fffe}\u{feff}\u{e000}",
        "e\u{301}\u{301}",
    ];
    assert!(pdf(&samples::words(words), "", noon()).is_ok());
}

#[test]
fn a_ragged_table_is_refused() {
    let mut document = receipt();
    document.sections[0].table.as_mut().unwrap().rows[0].pop();
    assert!(matches!(document_pdf(&document, noon()), Err(ExportError::Ragged(_))));
}

#[test]
fn a_day_is_written_in_digits() {
    let table = Table {
        columns: vec![Column::day("Jour"), Column::int("Nombre")],
        rows: vec![vec![Day::new(2026, 3, 2).into(), 1_234.into()]],
        ..Table::default()
    };
    if let Some(text) = text(&pdf(&table, "", noon()).unwrap()) {
        assert!(text.contains("02/03/2026") && text.contains("1 234"), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn no_words_stop_a_document(words in any::<String>(), title in "\\PC{0,40}") {
        let mut document = receipt();
        document.title = title;
        document.sections[0].paragraphs = vec![words.clone()];
        document.facts.push((words.clone(), words));
        let written = document_pdf(&document, noon());
        prop_assert!(written.is_ok(), "{written:?}");
    }
}

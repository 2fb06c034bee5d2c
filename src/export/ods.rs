//! ODS (OpenDocument 1.3): amounts as exact decimals of euros, days as dates, words as words; no formula anywhere.

use std::io::{self, Cursor, Write};

use entity::values::{Instant, grouped};
use quick_xml::{
    Writer,
    events::{BytesText, Event},
};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::{
    Cell, Column, ExportError, Kind, Table,
    sheet::{EXACT, width},
};

const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";
const MANIFEST: &str = include_str!("ods/manifest.xml");
const STYLES: &str = include_str!("ods/styles.xml");
/// How a document begins, up to the styles of its columns; how its sheet follows them.
const BEGINNING: &str = include_str!("ods/content.xml");
/// How many tenths of a millimetre a character takes.
const CHARACTER: u32 = 22;

type Xml<W> = Writer<W>;

/// Writes a table as a spreadsheet of one sheet. The same table at the same moment gives the same bytes.
///
/// # Errors
/// [`ExportError::Ragged`] when a row does not fit the columns.
pub fn ods(table: &Table, made_at: Instant) -> Result<Vec<u8>, ExportError> {
    table.check()?;

    // Entries bear no date of their own: that of making is in `meta.xml`.
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).last_modified_time(DateTime::DEFAULT);
    let deflated = stored.compression_method(CompressionMethod::Deflated);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // First and not compressed: programs tell the file by its first bytes (OpenDocument 1.3, part 2, §3.3).
    archive.start_file("mimetype", stored)?;
    archive.write_all(MEDIA_TYPE.as_bytes())?;
    archive.start_file("META-INF/manifest.xml", deflated)?;
    archive.write_all(MANIFEST.as_bytes())?;
    archive.start_file("styles.xml", deflated)?;
    archive.write_all(STYLES.as_bytes())?;
    archive.start_file("meta.xml", deflated)?;
    write_meta(&mut archive, table, made_at)?;
    archive.start_file("content.xml", deflated)?;
    write_content(&mut archive, table)?;
    Ok(archive.finish()?.into_inner())
}

fn write_meta(out: &mut impl Write, table: &Table, made_at: Instant) -> io::Result<()> {
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-meta office:version=\"1.3\" \
          xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
          xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" \
          xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><office:meta>",
    )?;
    let mut xml = Xml::new(&mut *out);
    let facts = [
        ("meta:generator", "Guichet".to_owned()),
        ("dc:title", legal(&table.title)),
        ("dc:subject", legal(&table.subtitle)),
        ("meta:creation-date", made_at.iso()),
        ("dc:date", made_at.iso()),
    ];
    for (name, said) in &facts {
        xml.create_element(*name).write_text_content(BytesText::new(said))?;
    }
    out.write_all(b"</office:meta></office:document-meta>")
}

fn write_content(out: &mut impl Write, table: &Table) -> io::Result<()> {
    out.write_all(BEGINNING.trim_end().as_bytes())?;
    write_widths(&mut Xml::new(&mut *out), table)?;
    out.write_all(b"</office:automatic-styles><office:body><office:spreadsheet><table:table table:name=\"Tableau\">")?;
    let mut xml = Xml::new(&mut *out);
    for at in 0..table.columns.len() {
        let style = column_style(at);
        xml.create_element("table:table-column").with_attribute(("table:style-name", style.as_str())).write_empty()?;
    }
    write_row(&mut xml, &[Cell::text(&table.title)], |_| "titre".to_owned())?;
    write_row(&mut xml, &[Cell::text(&table.subtitle)], |_| "mots".to_owned())?;
    write_row(&mut xml, &[Cell::Empty], |_| "mots".to_owned())?;
    let headings: Vec<Cell> = table.columns.iter().map(|column| Cell::text(&column.label)).collect();
    xml.create_element("table:table-header-rows").write_inner_content(|xml| {
        write_row(xml, &headings, |at| match table.columns.get(at).map(|column| column.kind) {
            Some(Kind::Money | Kind::Int) => "entete-droite".to_owned(),
            Some(Kind::Text | Kind::Day) | None => "entete".to_owned(),
        })
    })?;
    for row in &table.rows {
        write_row(&mut xml, row, |at| style(table.columns.get(at), ""))?;
    }
    for row in &table.totals {
        write_row(&mut xml, row, |at| style(table.columns.get(at), "total-"))?;
    }
    out.write_all(b"</table:table></office:spreadsheet></office:body></office:document-content>")
}

fn column_style(at: usize) -> String {
    format!("colonne{at}")
}

fn write_widths<W: Write>(xml: &mut Xml<W>, table: &Table) -> io::Result<()> {
    for at in 0..table.columns.len() {
        let tenths = u32::from(width(table, at)) * CHARACTER;
        let wide = format!("{}.{}mm", tenths / 10, tenths % 10);
        xml.create_element("style:style")
            .with_attributes([("style:name", column_style(at).as_str()), ("style:family", "table-column")])
            .write_inner_content(|xml| {
                let properties = xml.create_element("style:table-column-properties");
                properties.with_attribute(("style:column-width", wide.as_str())).write_empty().map(drop)
            })?;
    }
    Ok(())
}

/// The style of a cell: that of its column's kind.
fn style(column: Option<&Column>, set_apart: &str) -> String {
    let kind = match column.map(|column| column.kind) {
        Some(Kind::Money) => "montant",
        Some(Kind::Int) => "entier",
        Some(Kind::Day) => "jour",
        Some(Kind::Text) | None => "mots",
    };
    format!("{set_apart}{kind}")
}

fn write_row<W: Write>(xml: &mut Xml<W>, cells: &[Cell], style: impl Fn(usize) -> String) -> io::Result<()> {
    xml.create_element("table:table-row").write_inner_content(|xml| {
        for (at, cell) in cells.iter().enumerate() {
            write_cell(xml, cell, &style(at))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn write_cell<W: Write>(xml: &mut Xml<W>, cell: &Cell, style: &str) -> io::Result<()> {
    let mut attributes = vec![("table:style-name", style.to_owned())];
    let mut is = |name, value: &str| attributes.push((name, value.to_owned()));
    let shown = match cell {
        // A program that opens it would round these: exact words rather than a number.
        Cell::Money(amount) if amount.cents().unsigned_abs() > EXACT => words(&mut is, amount.to_string()),
        Cell::Int(number) if number.unsigned_abs() > EXACT => words(&mut is, number.to_string()),
        Cell::Money(amount) => {
            is("office:value-type", "currency");
            is("office:currency", "EUR");
            is("office:value", &amount.plain());
            amount.to_string()
        }
        Cell::Int(number) => {
            is("office:value-type", "float");
            is("office:value", &number.to_string());
            grouped(*number)
        }
        Cell::Day(day) => {
            is("office:value-type", "date");
            is("office:date-value", &day.iso());
            day.in_digits()
        }
        Cell::Text(said) if !said.is_empty() => words(&mut is, legal(said)),
        Cell::Text(_) | Cell::Empty => String::new(),
    };
    let attributes = attributes.iter().map(|(name, value)| (*name, value.as_str()));
    let element = xml.create_element("table:table-cell").with_attributes(attributes);
    if shown.is_empty() {
        return element.write_empty().map(drop);
    }
    let lines = |xml: &mut Xml<W>| {
        shown
            .split('\n')
            .try_for_each(|line| xml.create_element("text:p").write_inner_content(|xml| write_line(xml, line)).map(drop))
    };
    element.write_inner_content(lines).map(drop)
}

fn words(is: &mut impl FnMut(&'static str, &str), said: String) -> String {
    is("office:value-type", "string");
    said
}

/// Readers make one space of several and lose those at the ends of a paragraph, unless they are counted.
fn write_line<W: Write>(xml: &mut Xml<W>, line: &str) -> io::Result<()> {
    let mut rest = line;
    while !rest.is_empty() {
        let (said, after) = rest.split_at(rest.find([' ', '\t']).unwrap_or(rest.len()));
        let spaces = after.len() - after.trim_start_matches(' ').len();
        let after = after.get(spaces..).unwrap_or_default();
        xml.write_event(Event::Text(BytesText::new(said)))?;
        match spaces {
            0 => {}
            1 if !said.is_empty() && !after.is_empty() => xml.write_event(Event::Text(BytesText::new(" ")))?,
            several => {
                xml.create_element("text:s").with_attribute(("text:c", several.to_string().as_str())).write_empty()?;
            }
        }
        rest = match after.strip_prefix('\t') {
            Some(after) => {
                xml.create_element("text:tab").write_empty()?;
                after
            }
            None => after,
        };
    }
    Ok(())
}

/// What XML may hold: no control but those that part words and lines.
fn legal(said: &str) -> String {
    let is_legal = |sign: &char| matches!(sign, '\t' | '\n') || !sign.is_control() && !matches!(sign, '\u{fffe}' | '\u{ffff}');
    said.replace("\r\n", "\n").chars().filter(is_legal).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use calamine::{Data, Ods, Range, Reader};
    use entity::values::{Day, Money};
    use proptest::prelude::*;

    use super::*;
    use crate::export::table::samples;

    fn noon() -> Instant {
        Instant::parse("2026-03-02T11:00:00Z").unwrap()
    }

    /// What a reader that nobody here wrote finds in it.
    fn read_again(table: &Table) -> Range<Data> {
        let mut workbook: Ods<_> = calamine::open_workbook_from_rs(Cursor::new(ods(table, noon()).unwrap())).unwrap();
        workbook.worksheet_range("Tableau").unwrap()
    }

    fn part(file: &[u8], name: &str) -> String {
        let mut text = String::new();
        zip::ZipArchive::new(Cursor::new(file)).unwrap().by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn another_program_reads_the_same_cells() {
        let said = |words: &str| Data::String(words.to_owned());
        let range = read_again(&samples::budget());
        let rows: Vec<_> = range.rows().collect();
        assert_eq!(rows[0][0], said("Budget de la SASN"));
        assert_eq!(rows[1][0], said("au 31 décembre 2022"));
        assert_eq!(rows[3], [said("Ligne"), said("Ouverte le"), said("Engagements"), said("Disponible")]);
        let opened = Data::DateTimeIso("2021-07-01".to_owned());
        assert_eq!(rows[4], [said("Tiers-lieux"), opened, Data::Float(12.0), Data::Float(1_234_567.89)]);
        assert_eq!(rows[5], [said("Évaluation"), Data::Empty, Data::Float(0.0), Data::Float(-0.05)]);
        assert_eq!(rows[6], [said("Total"), Data::Empty, Data::Float(12.0), Data::Float(1_234_567.84)]);
        assert_eq!(rows.len(), 7, "the last row is the total");
    }

    #[test]
    fn amounts_are_written_from_their_cents() {
        let content = part(&ods(&samples::budget(), noon()).unwrap(), "content.xml");
        let amount = "office:value-type=\"currency\" office:currency=\"EUR\" office:value=\"1234567.89\"";
        assert!(content.contains(amount), "{content}");
    }

    #[test]
    fn what_a_program_would_round_is_written_in_words() {
        let amount = Money::from_cents(1_234_567_890_123_456);
        let row = vec![amount.into(), i64::MAX.into(), Day::new(1789, 7, 14).into()];
        let columns = vec![Column::money("Montant"), Column::int("Nombre"), Column::day("Jour")];
        let range = read_again(&Table { columns, rows: vec![row], ..Table::default() });
        let last = range.rows().next_back().unwrap();
        assert_eq!(last[0], Data::String(amount.to_string()));
        assert_eq!(last[1], Data::String(i64::MAX.to_string()));
        assert_eq!(last[2], Data::DateTimeIso("1789-07-14".to_owned()));
    }

    #[test]
    fn hostile_words_are_only_words() {
        let hostile = ["=1+1", "of:=HYPERLINK(\"http://x\")", "<b>&amp;</b>", "\u{1}a\u{fffe}", "  a  b\t c ", "deux\r\nlignes"];
        let table = Table { title: "</dc:title>\u{1}&".to_owned(), ..samples::words(hostile) };
        let file = ods(&table, noon()).unwrap();
        assert!(!part(&file, "content.xml").contains("table:formula"));
        assert!(part(&file, "meta.xml").contains("&lt;/dc:title&gt;&amp;"));
        let range = read_again(&table);
        let read: Vec<_> = range.rows().skip(4).map(|row| row[0].to_string()).collect();
        assert_eq!(
            read,
            ["=1+1", "of:=HYPERLINK(\"http://x\")", "<b>&amp;</b>", "a", "  a  b\t c ", "deux\nlignes"].map(str::to_owned)
        );
    }

    #[test]
    fn the_media_type_comes_first_and_plain() {
        let file = ods(&samples::budget(), noon()).unwrap();
        assert_eq!(&file[30..30 + 8 + MEDIA_TYPE.len()], format!("mimetype{MEDIA_TYPE}").as_bytes());
    }

    #[test]
    fn an_empty_table_is_a_file_too_and_the_same_table_gives_the_same_bytes() {
        assert!(ods(&Table::default(), noon()).is_ok());
        assert_eq!(ods(&samples::budget(), noon()).unwrap(), ods(&samples::budget(), noon()).unwrap());
    }

    proptest! {
        #[test]
        fn every_word_is_read_again(word in "[^\\p{Cc}\u{fffe}\u{ffff}]{1,40}") {
            let range = read_again(&samples::words(["repère", &word]));
            prop_assert_eq!(range.get((5, 0)).unwrap().to_string(), word);
        }
    }
}

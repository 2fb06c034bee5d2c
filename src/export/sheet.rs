//! XLSX: numbers as numbers, words as words, the headings always in sight.

use entity::values::{Day, Instant, Money};
use rust_xlsxwriter::{ColNum, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, RowNum, Workbook, Worksheet};

use super::{Cell, ExportError, Kind, Table};

/// Two decimals, grouped, then the euro sign as France writes it: « 1 234,50 € ».
const EUROS: &str = "#,##0.00\u{a0}[$€-40C]";
const WHOLE: &str = "#,##0";
const DAY: &str = "dd/mm/yyyy";

const TITLE_ROW: RowNum = 0;
const SUBTITLE_ROW: RowNum = 1;
const HEADING_ROW: RowNum = 3;
const FIRST_ROW: RowNum = HEADING_ROW + 1;

/// A spreadsheet's number keeps fifteen digits; the cells of Excel hold no more than this many characters.
pub(super) const EXACT: u64 = 999_999_999_999_999;
const LONGEST_TEXT: usize = 32_767;

const A4: u8 = 9;

/// Writes a table as an Excel workbook of one sheet. The same table at the same moment gives the same bytes.
///
/// # Errors
/// [`ExportError::Ragged`] when a row does not fit the columns; [`ExportError::Sheet`] past the limits of Excel.
pub fn xlsx(table: &Table, made_at: Instant) -> Result<Vec<u8>, ExportError> {
    table.check()?;

    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(table, made_at)?);
    let sheet = workbook.add_worksheet();
    sheet.set_name("Tableau")?;
    sheet.write_string_with_format(TITLE_ROW, 0, cut(&table.title), &Format::new().set_bold().set_font_size(14))?;
    sheet.write_string(SUBTITLE_ROW, 0, cut(&table.subtitle))?;
    write_headings(sheet, table)?;
    write_rows(sheet, table)?;
    prepare_for_print(sheet)?;

    Ok(workbook.save_to_buffer()?)
}

fn properties(table: &Table, made_at: Instant) -> Result<DocProperties, ExportError> {
    let created = ExcelDateTime::from_timestamp(made_at.timestamp().as_second())?;
    Ok(DocProperties::new()
        .set_title(&table.title)
        .set_subject(&table.subtitle)
        .set_author("Guichet")
        .set_creation_datetime(&created))
}

fn write_headings(sheet: &mut Worksheet, table: &Table) -> Result<(), ExportError> {
    let heading = Format::new().set_bold().set_border_bottom(FormatBorder::Thin).set_text_wrap();
    for (at, column) in (0..).zip(&table.columns) {
        let format = match column.kind {
            Kind::Text | Kind::Day => heading.clone().set_align(FormatAlign::Left),
            Kind::Money | Kind::Int => heading.clone().set_align(FormatAlign::Right),
        };
        sheet.write_string_with_format(HEADING_ROW, at, cut(&column.label), &format)?;
        sheet.set_column_width(at, width(table, usize::from(at)))?;
    }
    sheet.set_freeze_panes(FIRST_ROW, 0)?;
    if let (Some(last_column), Some(last_row)) = (table.columns.len().checked_sub(1), table.rows.len().checked_sub(1)) {
        sheet.autofilter(HEADING_ROW, 0, row_number(last_row), ColNum::try_from(last_column).unwrap_or(ColNum::MAX))?;
    }
    Ok(())
}

fn write_rows(sheet: &mut Worksheet, table: &Table) -> Result<(), ExportError> {
    let ordinary = Format::new();
    let total = Format::new().set_bold().set_border_top(FormatBorder::Thin);
    for (at, row) in table.rows.iter().enumerate() {
        write_row(sheet, row_number(at), row, &ordinary)?;
    }
    for (at, row) in (table.rows.len()..).zip(&table.totals) {
        write_row(sheet, row_number(at), row, &total)?;
    }
    Ok(())
}

fn write_row(sheet: &mut Worksheet, row: RowNum, cells: &[Cell], format: &Format) -> Result<(), ExportError> {
    for (column, cell) in (0..).zip(cells) {
        match cell {
            Cell::Text(words) => sheet.write_string_with_format(row, column, cut(words), format)?,
            Cell::Money(amount) => write_money(sheet, row, column, *amount, format)?,
            Cell::Int(number) => write_whole(sheet, row, column, *number, format)?,
            Cell::Day(day) => write_day(sheet, row, column, *day, format)?,
            Cell::Empty => sheet.write_blank(row, column, format)?,
        };
    }
    Ok(())
}

type Written<'sheet> = Result<&'sheet mut Worksheet, ExportError>;

/// An amount that a spreadsheet would round is written as words: exact rather than summable.
fn write_money<'s>(sheet: &'s mut Worksheet, row: RowNum, column: ColNum, amount: Money, format: &Format) -> Written<'s> {
    let format = format.clone().set_num_format(EUROS);
    Ok(match cell_number(amount.cents(), &amount.plain()) {
        Some(number) => sheet.write_number_with_format(row, column, number, &format)?,
        None => sheet.write_string_with_format(row, column, amount.to_string(), &format.set_align(FormatAlign::Right))?,
    })
}

fn write_whole<'s>(sheet: &'s mut Worksheet, row: RowNum, column: ColNum, whole: i64, format: &Format) -> Written<'s> {
    let format = format.clone().set_num_format(WHOLE);
    let text = whole.to_string();
    Ok(match cell_number(whole, &text) {
        Some(number) => sheet.write_number_with_format(row, column, number, &format)?,
        None => sheet.write_string_with_format(row, column, text, &format.set_align(FormatAlign::Right))?,
    })
}

/// Excel counts days from 1900; an older one is written as words.
fn write_day<'s>(sheet: &'s mut Worksheet, row: RowNum, column: ColNum, day: Day, format: &Format) -> Written<'s> {
    let date = day.date();
    let excel = u16::try_from(date.year()).ok().zip(u8::try_from(date.month()).ok()).zip(u8::try_from(date.day()).ok());
    let format = format.clone().set_num_format(DAY).set_align(FormatAlign::Left);
    Ok(match excel.and_then(|((year, month), day)| ExcelDateTime::from_ymd(year, month, day).ok()) {
        Some(date) => sheet.write_datetime_with_format(row, column, &date, &format)?,
        None => sheet.write_string_with_format(row, column, day.in_digits(), &format)?,
    })
}

/// What a cell's binary number must be for a decimal text: the nearest there is, which shows the same digits again as
/// long as there are no more than fifteen. `None` beyond.
fn cell_number(digits: i64, text: &str) -> Option<f64> {
    if digits.unsigned_abs() <= EXACT { text.parse().ok() } else { None }
}

/// As wide as the longest of its cells, within reason; one more for the filter's arrow.
pub(super) fn width(table: &Table, column: usize) -> u8 {
    let cells = table.rows_and_totals().filter_map(|row| row.get(column)).map(shown_length);
    let heading = table.columns.get(column).map_or(0, |column| column.label.chars().count() + 3);
    let longest = cells.chain([heading]).max().unwrap_or(0);
    u8::try_from(longest.saturating_add(2).clamp(10, 60)).unwrap_or(60)
}

fn shown_length(cell: &Cell) -> usize {
    match cell {
        Cell::Text(words) => words.lines().map(|line| line.chars().count()).max().unwrap_or(0),
        Cell::Money(amount) => amount.to_string().chars().count(),
        Cell::Int(number) => number.to_string().chars().count(),
        Cell::Day(_) => DAY.len(),
        Cell::Empty => 0,
    }
}

/// Cuts what no cell can hold, and shows that it was cut.
fn cut(words: &str) -> String {
    let fits = words.encode_utf16().count() <= LONGEST_TEXT;
    if fits { words.to_owned() } else { words.chars().take(LONGEST_TEXT / 2).chain(['…']).collect() }
}

fn row_number(at: usize) -> RowNum {
    RowNum::try_from(at).map_or(RowNum::MAX, |at| at.saturating_add(FIRST_ROW))
}

/// On A4, across, all columns on the page, the headings on each.
fn prepare_for_print(sheet: &mut Worksheet) -> Result<(), ExportError> {
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEADING_ROW, HEADING_ROW)?;
    sheet.set_footer("&L&F&Rpage &P sur &N");
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use proptest::prelude::*;

    use super::*;
    use crate::export::{Column, table::samples};

    fn noon() -> Instant {
        Instant::parse("2026-03-02T11:00:00Z").unwrap()
    }

    /// One part of the workbook, as XML.
    fn part(workbook: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    fn cells(table: &Table) -> String {
        part(&xlsx(table, noon()).unwrap(), "xl/worksheets/sheet1.xml")
    }

    fn words(table: &Table) -> String {
        part(&xlsx(table, noon()).unwrap(), "xl/sharedStrings.xml")
    }

    #[test]
    fn amounts_are_numbers_and_days_are_dates() {
        let cells = cells(&samples::budget());
        for number in ["<v>1234567.89</v>", "<v>-0.05</v>", "<v>1234567.84</v>", "<v>44378</v>", "<v>12</v>"] {
            assert!(cells.contains(number), "{number} in {cells}");
        }
        assert!(cells.contains("topLeftCell=\"A5\""), "the headings stay in sight");
        let styles = part(&xlsx(&samples::budget(), noon()).unwrap(), "xl/styles.xml");
        assert!(styles.contains("[$€-40C]") && styles.contains("dd/mm/yyyy"), "{styles}");
    }

    #[test]
    fn an_amount_that_a_spreadsheet_would_round_is_written_in_words() {
        let amount = Money::from_cents(1_234_567_890_123_456);
        let table = Table {
            columns: vec![Column::money("Montant"), Column::int("Nombre"), Column::day("Jour")],
            rows: vec![vec![amount.into(), i64::MAX.into(), Day::new(1789, 7, 14).into()]],
            ..Table::default()
        };
        let words = words(&table);
        assert!(words.contains(&amount.to_string()), "{words}");
        assert!(words.contains("9223372036854775807"), "{words}");
        assert!(words.contains("14/07/1789"), "{words}");
    }

    #[test]
    fn no_cell_is_a_formula_nor_a_link() {
        let table = samples::words(["=1+1", "@SUM(A1)", "http://exemple.fr", "<b>&amp;</b>", "\u{1}"]);
        let cells = cells(&table);
        assert!(!cells.contains("<f>") && !cells.contains("hyperlink"), "{cells}");
        let words = words(&table);
        assert!(words.contains("<t>=1+1</t>") && words.contains("&lt;b&gt;&amp;amp;&lt;/b&gt;"), "{words}");
    }

    #[test]
    fn a_hostile_title_is_only_a_title() {
        let table = Table { title: "</dc:title>\u{1}\u{fffe}&".to_owned(), ..samples::budget() };
        let core = part(&xlsx(&table, noon()).unwrap(), "docProps/core.xml");
        assert!(core.contains("&lt;/dc:title&gt;"), "{core}");
        assert!(!core.contains('\u{1}') && !core.contains('\u{fffe}'), "{core}");
        assert!(core.contains("2026-03-02T11:00:00Z"), "{core}");
    }

    #[test]
    fn a_text_that_no_cell_holds_is_cut_in_sight() {
        let long = "🏥".repeat(20_000);
        let words = words(&samples::words([&long]));
        assert!(words.contains("🏥…"), "the cut shows");
    }

    #[test]
    fn an_empty_table_is_a_workbook_too() {
        assert!(xlsx(&Table::default(), noon()).is_ok());
        assert!(xlsx(&Table { columns: vec![Column::text("Ligne")], ..Table::default() }, noon()).is_ok());
    }

    #[test]
    fn the_same_table_at_the_same_moment_gives_the_same_bytes() {
        assert_eq!(xlsx(&samples::budget(), noon()).unwrap(), xlsx(&samples::budget(), noon()).unwrap());
    }

    proptest! {
        #[test]
        fn up_to_fifteen_digits_the_number_shown_is_the_amount(cents in -999_999_999_999_999_i64..=999_999_999_999_999) {
            let amount = Money::from_cents(cents);
            let number = cell_number(cents, &amount.plain()).unwrap();
            prop_assert_eq!(format!("{number:.2}"), amount.plain());
        }

        #[test]
        fn up_to_fifteen_digits_the_number_shown_is_the_whole(whole in -999_999_999_999_999_i64..=999_999_999_999_999) {
            prop_assert_eq!(format!("{:.0}", cell_number(whole, &whole.to_string()).unwrap()), whole.to_string());
        }
    }
}

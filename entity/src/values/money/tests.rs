//! What money promises, sentence by sentence.

use proptest::prelude::*;

use super::*;

fn cents(text: &str) -> Result<i64, MoneyError> {
    Money::parse(text).map(Money::cents)
}

fn rate(plain: &str) -> Rate {
    Rate::parse_plain(plain).unwrap()
}

#[test]
fn an_amount_is_shown_with_the_bytes_of_the_norm() {
    let shown = |cents| Money::from_cents(cents).to_string();
    assert_eq!(shown(123_456_789), "1\u{202f}234\u{202f}567,89\u{a0}€");
    assert_eq!(shown(-123_450), "-1\u{202f}234,50\u{a0}€");
    assert_eq!(shown(100_000), "1\u{202f}000,00\u{a0}€");
    assert_eq!(shown(5), "0,05\u{a0}€");
    assert_eq!(shown(-5), "-0,05\u{a0}€");
    assert_eq!(shown(0), "0,00\u{a0}€");
    assert!(shown(i64::MIN).starts_with("-92\u{202f}233\u{202f}720"));
    assert_eq!(Money::from_cents(123_456_789).amount(), "1\u{202f}234\u{202f}567,89");
    assert_eq!(format!("{:>8}", Money::from_cents(5)), "  0,05\u{a0}€");
}

#[test]
fn machines_get_a_point_and_two_decimals() {
    assert_eq!(Money::from_cents(123_456_789).plain(), "1234567.89");
    assert_eq!(Money::from_cents(-1).plain(), "-0.01");
    assert_eq!(Money::ZERO.plain(), "0.00");
    assert_eq!(Money::from_cents(123_450).to_decimal().to_string(), "1234.50");
}

#[test]
fn a_title_is_short() {
    let short = |euros: i64| Money::from_cents(euros * 100).short().replace(['\u{a0}', '\u{202f}'], " ");
    assert_eq!(short(2_000_000_000), "2 Md€");
    assert_eq!(short(718_000_000), "718 M€");
    assert_eq!(short(12_500_000), "12,5 M€");
    assert_eq!(short(950_000), "950 k€");
    assert_eq!(short(1_000), "1 k€");
    assert_eq!(short(999), "999 €");
    assert_eq!(short(0), "0 €");
    assert_eq!(short(-12_500_000), "-12,5 M€");
    assert_eq!(short(1_234_500_000_000), "1 234,5 Md€");
    assert_eq!(Money::from_cents(99_999).short(), "999,99\u{a0}€");
}

#[test]
fn a_title_rounds_half_up_and_then_changes_unit() {
    let short = |cents| Money::from_cents(cents).short().replace('\u{a0}', " ");
    assert_eq!(short(1_245_000_000), "12,5 M€");
    assert_eq!(short(1_244_999_999), "12,4 M€");
    assert_eq!(short(99_994_999), "999,9 k€");
    assert_eq!(short(99_995_000), "1 M€");
    assert_eq!(short(99_999_999_999), "1 Md€");
    assert!(short(i64::MIN).ends_with("Md€"));
}

#[test]
fn people_type_amounts_in_many_ways() {
    for typed in [
        "1234,50",
        "1234.50",
        "1234,5",
        "1 234,5",
        "1\u{a0}234,5",
        "1\u{202f}234,5 €",
        "1 234,5\u{a0}€",
        "1234.5€",
        "  1 234,50  ",
        "01234,50",
        "\u{a0}1234,5\u{202f}",
    ] {
        assert_eq!(cents(typed), Ok(123_450), "{typed:?}");
    }
    assert_eq!(cents("0"), Ok(0));
    assert_eq!(cents("12"), Ok(1_200));
    assert_eq!(cents("12 345 678"), Ok(1_234_567_800));
    assert_eq!(cents("999 999 999 999 999"), Ok(99_999_999_999_999_900));
    assert_eq!(cents("9 999 999 999 999,99"), Ok(999_999_999_999_999));
}

#[test]
fn what_is_not_an_amount_is_refused_with_its_reason() {
    for (reason, refused) in [
        (MoneyError::Empty, &["", "  ", "\u{a0}", "€", " € "][..]),
        (MoneyError::NotANumber, &["douze", "12 EUR", "1e3", "12,", ",50", ".", "€ 12", "12 €€", "0x1F", "+5", "(5)"]),
        (MoneyError::NotANumber, &["١٢", "12\u{200b}", "1'234", "1_234", "-abc", "--5", "-", "NaN", "12\t345"]),
        (MoneyError::TooManyDecimals, &["12,345", "12.345", "0,001", "1 234,567 €"]),
        (MoneyError::Ambiguous, &["1,234.56", "1.234,56", "1.234.567", "1,234,567", "1,,5"]),
        (MoneyError::Negative, &["-5", "-1 234,50 €", "\u{2212}5", "- 5", "-0"]),
        (MoneyError::Grouping, &["12 34", "1 2345", "1234 567", "1  234", "12 ,50", "12, 50", "12,5 0"]),
        (MoneyError::TooLarge, &["1000000000000000", "99 999 999 999 999,99", "1 000 000 000 000 000"]),
    ] {
        for typed in refused {
            assert_eq!(cents(typed), Err(reason), "{typed:?}");
        }
    }
}

#[test]
fn files_hold_plain_amounts_only() {
    let plain = |text| Money::parse_plain(text).map(Money::cents);
    assert_eq!(plain("1234.50"), Ok(123_450));
    assert_eq!(plain("1234.5"), Ok(123_450));
    assert_eq!(plain("1234"), Ok(123_400));
    assert_eq!(plain("-0.01"), Ok(-1));
    assert_eq!(plain("92233720368547758.07"), Ok(i64::MAX));
    assert_eq!(plain("92233720368547758.08"), Err(MoneyError::TooLarge));
    assert_eq!(plain(""), Err(MoneyError::Empty));
    assert_eq!(plain("1.234"), Err(MoneyError::TooManyDecimals));
    for text in ["1 234.50", "1234,50", "12.", ".5", "-", "+1", " 1", "1.2.3", "1e3", "12 €", "--1"] {
        assert_eq!(plain(text), Err(MoneyError::NotANumber), "{text:?}");
    }
}

#[test]
fn aid_rounds_down_to_the_cent() {
    let share = |cents, plain| Money::from_cents(cents).share_down(rate(plain)).cents();
    assert_eq!(share(123_456_789, "0.45"), 55_555_555);
    assert_eq!(share(55_555_555, "0.6"), 33_333_333);
    assert_eq!(share(33_333_333, "0.3"), 9_999_999);
    assert_eq!(share(33_333_333, "0.8"), 26_666_666);
    assert_eq!(share(33_333_333, "0.45"), 14_999_999);
    assert_eq!(share(1, "0.999999"), 0);
    assert_eq!(share(-1, "0.5"), -1);
    assert_eq!(share(i64::MAX, "1"), i64::MAX);
    assert_eq!(share(i64::MAX, "0"), 0);
}

#[test]
fn money_never_wraps() {
    let most = Money::from_cents(i64::MAX);
    let cent = Money::from_cents(1);
    assert_eq!(most.checked_add(cent), None);
    assert_eq!(Money::from_cents(i64::MIN).checked_sub(cent), None);
    assert_eq!(Money::sum([most, cent]), None);
    assert_eq!(Money::sum([]), Some(Money::ZERO));
    assert_eq!(Money::sum([cent, cent, cent]), Some(Money::from_cents(3)));
    assert!(cent.is_positive() && !Money::ZERO.is_positive() && Money::ZERO.is_zero());
}

#[test]
fn json_holds_a_decimal_string() {
    assert_eq!(serde_json::to_string(&Money::from_cents(123_450)).unwrap(), r#""1234.50""#);
    assert_eq!(serde_json::from_str::<Money>(r#""-0.01""#).unwrap(), Money::from_cents(-1));
    assert!(serde_json::from_str::<Money>("1234.5").is_err(), "a JSON number is a float");
}

proptest! {
    #[test]
    fn what_is_shown_can_be_typed_again(cents_typed in 0..1_000_000_000_000_000_i64) {
        let money = Money::from_cents(cents_typed);
        prop_assert_eq!(Money::parse(&money.to_string()), Ok(money));
        prop_assert_eq!(Money::parse(&money.amount()), Ok(money));
        prop_assert_eq!(Money::parse(&money.plain()), Ok(money));
    }

    #[test]
    fn plain_text_and_json_lose_nothing(cents: i64) {
        let money = Money::from_cents(cents);
        prop_assert_eq!(Money::parse_plain(&money.plain()), Ok(money));
        prop_assert_eq!(serde_json::from_value::<Money>(serde_json::to_value(money).unwrap()).unwrap(), money);
        prop_assert_eq!(money.to_decimal().to_string(), money.plain());
    }

    #[test]
    fn a_share_is_the_largest_amount_that_the_rate_allows(cents in 0..=i64::MAX, millionths in 0..=1_000_000_i64) {
        let share = i128::from(Money::from_cents(cents).share_down(Rate::from_millionths(millionths).unwrap()).cents());
        let exact = i128::from(cents) * i128::from(millionths);
        prop_assert!(share * 1_000_000 <= exact && exact < (share + 1) * 1_000_000);
    }

    #[test]
    fn adding_then_removing_changes_nothing(a: i64, b: i64) {
        let (a, b) = (Money::from_cents(a), Money::from_cents(b));
        if let Some(sum) = a.checked_add(b) {
            prop_assert_eq!(sum.checked_sub(b), Some(a));
            prop_assert_eq!(Money::sum([b, a]), Some(sum));
        }
    }

    #[test]
    fn no_text_breaks_the_reader(text: String, cents: i64) {
        let _ = Money::parse(&text);
        let _ = Money::parse_plain(&text);
        prop_assert!(!Money::from_cents(cents).short().is_empty());
    }

    #[test]
    fn number_like_texts_are_read_exactly_or_refused(text in "[-0-9 ,.€]{0,20}") {
        if let Ok(money) = Money::parse(&text) {
            prop_assert!(money >= Money::ZERO);
            let digits = |t: &str| t.chars().filter(char::is_ascii_digit).collect::<String>();
            let read = digits(&money.plain());
            prop_assert!(read.trim_start_matches('0').starts_with(digits(&text).trim_start_matches('0').trim_end_matches('0')));
        }
    }
}

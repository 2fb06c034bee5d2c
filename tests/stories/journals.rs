//! The ledger leaves as accounting files, and programs that nobody here wrote find in them what the program holds.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
    process::{Command, Output},
};

use entity::values::{Day, Money};
use guichet::web::urls;

use crate::{
    budget::{World, euros},
    payments::{COMMITMENT, certify, promised},
    support::{Browser, Said, guichet, run},
};

/// A ledger in which money went every way it can go, and a folder for its files.
struct Ledger {
    world: World,
    folder: tempfile::TempDir,
}

impl Ledger {
    async fn full() -> Self {
        let (world, mut manager, mut accountant) = promised().await;
        moved(&mut manager, urls::freeze_budget(world.top.id), "10,01", "Gel ; « précaution » | 2 % \\ \"dit\" → l’été").await;
        moved(&mut manager, urls::thaw_budget(world.top.id), "4,50", "Dégel : 1\u{202f}000 €, cœur, Ω").await;
        certify(&mut manager, "150 000,07").await;
        manager.fill(&urls::order_payment(COMMITMENT, 1), &[]).await;
        accountant.get(&urls::payment(COMMITMENT, 1)).await;
        accountant.fill(&urls::pay(COMMITMENT, 1), &[]).await.sees("Paiement effectué");
        certify(&mut manager, "49 999").await;
        manager.fill(&urls::order_payment(COMMITMENT, 2), &[]).await;
        let less = [("amount", "50 000"), ("reason", "Projet réduit")];
        manager.get(&urls::decommit(COMMITMENT)).await;
        manager.fill(&urls::decommit(COMMITMENT), &less).await.sees("50 000,00 € désengagés");
        Self { world, folder: tempfile::tempdir().unwrap() }
    }

    fn export(&self, arguments: &[&str]) -> Said {
        let database = &self.world.app.app.config().database_url;
        run(guichet(self.folder.path(), database).arg("export").args(arguments))
    }

    /// Writes the journal in a format, and gives its file.
    fn journal(&self, format: &str) -> String {
        let file = format!("journal.{format}");
        self.export(&["journal", "--format", format, "--output", &file]).succeeds("");
        file
    }

    /// What the program says that each account holds, but for those that hold nothing.
    fn balances(&self) -> BTreeMap<String, Money> {
        let said = self.export(&["balances", "--format", "csv"]);
        let rows = said.succeeds("Compte;Solde").text();
        let rows = rows.lines().skip(1).map(|row| row.split_once(';').unwrap());
        let read = rows.map(|(account, balance)| (account.to_owned(), Money::parse_plain(balance).unwrap()));
        read.filter(|(_, balance)| !balance.is_zero()).collect()
    }

    /// The same file with its last amount a cent higher.
    fn altered(&self, file: &str) -> String {
        let text = fs::read_to_string(self.folder.path().join(file)).unwrap();
        let (before, last) = text.trim_end().rsplit_once(' ').unwrap().0.rsplit_once(' ').unwrap();
        let more = Money::parse_plain(last).unwrap().checked_add(Money::from_cents(1)).unwrap();
        let altered = format!("altered-{file}");
        fs::write(self.folder.path().join(&altered), format!("{before} {} EUR\n", more.plain())).unwrap();
        altered
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}

async fn moved(manager: &mut Browser, form: String, amount: &str, reason: &str) {
    manager.get(&form).await;
    let typed = [("book", "ae"), ("year", "2026"), ("amount", amount), ("reason", reason)];
    manager.fill(&form, &typed).await.sees("(écriture");
}

/// A program of somebody else's, asked about a file of the ledger's folder; none when this machine lacks it.
fn oracle(name: &str) -> Option<impl Fn(&Ledger, &[&str]) -> Output> {
    if Command::new(name).arg("--version").output().is_err() {
        assert!(std::env::var("CI").is_err(), "CI must have {name}");
        eprintln!("skipped: no {name} (Debian package of the same name, beancount for bean-check)");
        return None;
    }
    let name = name.to_owned();
    Some(move |ledger: &Ledger, arguments: &[&str]| {
        let mut command = Command::new(&name);
        command.current_dir(ledger.path()).env("LC_ALL", "C.UTF-8").env("HOME", ledger.path());
        command.args(arguments).output().unwrap()
    })
}

#[track_caller]
fn accepts(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Reads `account,amount EUR`, with or without quotes.
fn read_balances(text: &str) -> BTreeMap<String, Money> {
    let fields = |line: &str| line.replace('"', "").split_once(',').map(|(name, sum)| (name.to_owned(), sum.to_owned()));
    let rows = text.lines().filter_map(fields).filter(|(account, _)| account != "account");
    rows.map(|(account, sum)| (account, Money::parse_plain(sum.trim_end_matches(" EUR")).unwrap())).collect()
}

/// norms §6, test 14.
#[tokio::test]
async fn hledger_finds_the_balances_that_the_program_holds() {
    let Some(hledger) = oracle("hledger") else { return };
    let ledger = Ledger::full().await;
    let file = ledger.journal("hledger");
    accepts(&hledger(&ledger, &["-f", &file, "check", "--strict"]));
    let found = read_balances(&accepts(&hledger(&ledger, &["-f", &file, "bal", "-N", "-O", "csv"])));
    assert_eq!(found, ledger.balances());
    assert_eq!(found["CP:2026:SASN:SASN-AAP-TL:AAP-TL-V1:paye:AAP-TL-V1-0001"], euros("150000.07"));
    assert_eq!(found["AE:2026:SASN:gele"], euros("5.51"));

    let altered = ledger.altered(&file);
    assert_eq!(hledger(&ledger, &["-f", &altered, "check"]).status.code(), Some(1));
}

#[tokio::test]
async fn ledger_finds_the_balances_that_the_program_holds() {
    let Some(ledger_program) = oracle("ledger") else { return };
    let ledger = Ledger::full().await;
    let file = ledger.journal("ledger");
    let asked = ["--pedantic", "bal", "--flat", "--no-total", "--balance-format", "%(account),%(amount)\n"];
    let found = accepts(&ledger_program(&ledger, &[&["-f", &file], asked.as_slice()].concat()));
    assert_eq!(read_balances(&found), ledger.balances());

    let altered = ledger.altered(&file);
    assert_eq!(ledger_program(&ledger, &["-f", &altered, "--pedantic", "bal"]).status.code(), Some(1));
}

#[tokio::test]
async fn beancount_finds_every_entry_balanced() {
    let Some(bean_check) = oracle("bean-check") else { return };
    let ledger = Ledger::full().await;
    let file = ledger.journal("beancount");
    let said = bean_check(&ledger, &[&file]);
    assert!(said.status.success() && said.stderr.is_empty(), "{said:?}");
    assert_eq!(bean_check(&ledger, &[&ledger.altered(&file)]).status.code(), Some(1));
}

/// norms §6, test 15.
#[tokio::test]
async fn the_fec_of_a_year_is_whole_balanced_and_numbered() {
    let ledger = Ledger::full().await;
    let asked = ["journal", "--format", "fec", "--year", "2026", "--siren", "110002011", "--output", "."];
    ledger.export(&asked).succeeds("");
    let bytes = fs::read(ledger.path().join("110002011FEC20261231.txt")).unwrap();
    let fec = Fec::read(&bytes).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert_eq!(fec.entries, 13, "every entry of the world");
    let balance = |digits: &str| {
        let under = fec.by_account.iter().filter(|(number, _)| number.starts_with(digits));
        Money::from_cents(under.map(|(_, cents)| cents).sum())
    };
    assert_eq!(balance("657"), euros("199999.07"), "certified");
    assert_eq!(balance("801"), euros("-550000.00"), "committed, less what was taken back");
    assert_eq!(balance("515"), euros("-150000.07"), "paid");
    let text = latin_9(&bytes);
    assert!(text.contains("Gel ; « précaution » / 2 % \\ \"dit\" -> l'été"), "{text}");
    assert!(text.contains("Dégel : 1 000 €, cœur, ?"), "{text}");

    let year = ledger.export(&["journal", "--format", "fec", "--year", "2025"]);
    assert_eq!(year.succeeds("JournalCode\tJournalLib").text().lines().count(), 1);
    for (arguments, words) in [
        ([].as_slice(), "--year 2026"),
        (&["--year", "2026", "--programme", "SASN"], "retirez --programme"),
        (&["--year", "2026", "--as-of", "2026-06-30"], "retirez --as-of"),
        (&["--year", "2026", "--output", "."], "SERVICE_SIREN"),
        (&["--year", "2026", "--output", "ici/ou/la.txt"], "ici/ou/la.txt"),
    ] {
        ledger.export(&[&["journal", "--format", "fec"], arguments].concat()).fails(1, &[words]);
    }
    let wrong = ["journal", "--format", "fec", "--year", "2026", "--siren", "732829321"];
    ledger.export(&wrong).fails(2, &["732829321", "neuf chiffres"]);
}

#[tokio::test]
async fn the_checker_of_fec_sees_what_is_wrong() {
    let ledger = Ledger::full().await;
    let said = ledger.export(&["journal", "--format", "fec", "--year", "2026"]);
    let text = latin_9(&said.succeeds("").output);
    for (from, to) in [
        ("EcritureNum", "Numero"),
        ("150000,07", "150000,08"),
        ("OUV-2026-000002", "OUV-2026-000003"),
        ("\t20260112\t", "\t20270112\t"),
        ("Projet réduit", "Projet\tréduit"),
        ("Projet réduit", "Projet | réduit"),
        ("150000,07", "150000.07"),
    ] {
        let altered: Vec<u8> = text.replacen(from, to, 1).chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
        assert!(Fec::read(&altered).is_err(), "{from} → {to}");
    }
}

#[tokio::test]
async fn a_part_of_the_ledger_is_exported_and_says_no_more() {
    let ledger = Ledger::full().await;
    let count = |arguments: &[&str]| {
        let said = ledger.export(&[&["journal", "--format", "csv"], arguments].concat());
        said.succeeds("Écriture;Journal;Exercice").text().lines().count() - 1
    };
    assert_eq!(count(&[]), 13);
    assert_eq!(count(&["--programme", "SASN"]), 13);
    assert_eq!(count(&["--year", "2027"]), 0);
    assert_eq!(count(&["--as-of", "2026-01-11"]), 0);
    assert_eq!(count(&["--as-of", "2026-01-12"]), 13);
    ledger.export(&["journal", "--format", "csv", "--programme", "RIEN"]).fails(1, &["le programme RIEN n’existe pas"]);
    ledger.export(&["journal"]).fails(2, &["il manque", "--format <FORMAT>"]);
    ledger.export(&["journal", "--format", "xls"]).fails(2, &["hledger, ledger, beancount, fec, csv"]);
    ledger.export(&["journal", "--format", "csv", "--year", "26"]).fails(2, &["une année de 2000 à 2100"]);
    assert_eq!(ledger.export(&["balances", "--programme", "SASN"]).text(), ledger.export(&["balances"]).text());
}

/// What a reader who knows only the norm (LPF, article A47 A-1) finds in an FEC.
struct Fec {
    /// How many entries.
    entries: usize,
    /// Debits less credits, in cents.
    by_account: HashMap<String, i64>,
}

impl Fec {
    const HEADINGS: &str = "JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef \
                            PieceDate EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise";

    fn read(bytes: &[u8]) -> Result<Self, String> {
        let text = latin_9(bytes);
        let mut lines = text.strip_suffix("\r\n").ok_or("the last line does not end")?.split("\r\n");
        let headings: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
        if headings != Self::HEADINGS.split_whitespace().collect::<Vec<_>>() {
            return Err(format!("the headings are {headings:?}"));
        }
        let (mut fec, mut balances) = (Self { entries: 0, by_account: HashMap::new() }, Vec::<(String, i64)>::new());
        for line in lines {
            let fields: Vec<&str> = line.split('\t').collect();
            if fields.len() != 18 || line.contains(['|', '\r', '\n']) {
                return Err(format!("not 18 clean fields: {line}"));
            }
            let (debit, credit) = (cents(fields[11])?, cents(fields[12])?);
            if (debit == 0) == (credit == 0) {
                return Err(format!("neither a debit nor a credit, or both: {line}"));
            }
            if !fields[3].starts_with("2026") || [fields[3], fields[9], fields[15]].iter().any(|day| !is_day(day)) {
                return Err(format!("a date is wrong: {line}"));
            }
            if fields[..3].iter().chain([&fields[4], &fields[5], &fields[8], &fields[10]]).any(|field| field.is_empty())
                || fields[4].len() < 3
                || !fields[4].bytes().all(|digit| digit.is_ascii_digit())
            {
                return Err(format!("something required is missing: {line}"));
            }
            *fec.by_account.entry(fields[4].to_owned()).or_default() += debit - credit;
            match balances.last_mut().filter(|(number, _)| number == fields[2]) {
                Some((_, sum)) => *sum += debit - credit,
                None => balances.push((fields[2].to_owned(), debit - credit)),
            }
        }
        fec.entries = balances.len();
        numbered_without_gap(&balances)?;
        match balances.iter().find(|(_, sum)| *sum != 0) {
            Some((number, sum)) => Err(format!("{number} is not balanced: {sum} cents")),
            None => Ok(fec),
        }
    }
}

fn numbered_without_gap(entries: &[(String, i64)]) -> Result<(), String> {
    let mut last: HashMap<&str, u64> = HashMap::new();
    for (number, _) in entries {
        let (journal, rank) = number.rsplit_once('-').ok_or("no rank")?;
        let expected = last.get(journal).map_or(1, |rank| rank + 1);
        if rank.parse() != Ok(expected) {
            return Err(format!("{number} comes where {expected} should"));
        }
        last.insert(journal, expected);
    }
    Ok(())
}

/// `20260315`.
fn is_day(field: &str) -> bool {
    field.len() == 8 && Day::parse(&format!("{}-{}-{}", &field[..4], &field[4..6], &field[6..])).is_ok()
}

/// `30000,00`: digits, a comma, two digits.
fn cents(field: &str) -> Result<i64, String> {
    let is_amount =
        |(euros, cents): &(&str, &str)| cents.len() == 2 && [euros, cents].iter().all(|part| part.parse::<u64>().is_ok());
    let parts = field.split_once(',').filter(is_amount).ok_or(format!("{field} is not an amount"))?;
    format!("{}{}", parts.0, parts.1).parse().map_err(|_| format!("{field} is too large"))
}

/// Reads ISO-8859-15: the first 256 characters of Unicode, but for eight.
fn latin_9(bytes: &[u8]) -> String {
    const OTHERS: [(u8, char); 8] =
        [(0xa4, '€'), (0xa6, 'Š'), (0xa8, 'š'), (0xb4, 'Ž'), (0xb8, 'ž'), (0xbc, 'Œ'), (0xbd, 'œ'), (0xbe, 'Ÿ')];
    let read = |byte: &u8| OTHERS.iter().find(|(other, _)| other == byte).map_or(char::from(*byte), |(_, letter)| *letter);
    bytes.iter().map(read).collect()
}

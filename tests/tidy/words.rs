//! The words that never appear in the program, each with what to write instead.

use crate::source::{Breach, Source};

/// A forbidden piece of code, where it is forbidden, and what to write instead.
struct Word {
    pieces: &'static [&'static str],
    forbidden_in: fn(&Source) -> bool,
    rule: &'static str,
    remedy: &'static str,
}

const WORDS: [Word; 6] = [
    Word {
        pieces: &[".unwrap()", "::unwrap)", ".expect(", "::expect)"],
        forbidden_in: is_program,
        rule: "a panic in the program",
        remedy: "return the error with `?`, make the case impossible by a type, or say why it is by #[expect(clippy::expect_used, reason)]",
    },
    Word {
        pieces: &["#[allow", "#![allow"],
        forbidden_in: anywhere,
        rule: "a silenced lint",
        remedy: "mend it, or write #[expect(lint, reason = \"…\")]",
    },
    Word {
        pieces: &["todo!", "unimplemented!"],
        forbidden_in: anywhere,
        rule: "unfinished code",
        remedy: "finish it, or leave it out",
    },
    Word {
        pieces: &["f32", "f64"],
        forbidden_in: counts_money,
        rule: "a float near money",
        remedy: "use Money, Rate or rust_decimal with the rounding named",
    },
    Word {
        pieces: &[".sum()", "Func::sum("],
        forbidden_in: speaks_sql,
        rule: "a sum of a column outside db",
        remedy: "use db::sum_cents in SQL (PostgreSQL's SUM is NUMERIC), Money::sum in Rust",
    },
    Word {
        pieces: &["#[ignore"],
        forbidden_in: anywhere,
        rule: "a silenced test",
        remedy: "mend it or delete it: a suite that cannot run says so in scripts/test",
    },
];

/// Every forbidden word of a Rust file, and every promise left in its comments.
pub(crate) fn forbidden(file: &Source) -> Vec<Breach> {
    let (code, whole) = (file.code(), file.code_and_tests());
    let mut breaches = Vec::new();
    for word in WORDS.iter().filter(|word| (word.forbidden_in)(file)) {
        let text = if std::ptr::fn_addr_eq(word.forbidden_in, anywhere as fn(&Source) -> bool) { &whole } else { &code };
        let lines = lines_with(text, word.pieces).filter(|line| !is_excused(text, *line));
        breaches.extend(lines.map(|line| Breach::at(file, line, word.rule, word.remedy)));
    }
    breaches.extend(promises(file));
    breaches
}

/// A panic that cannot happen says why just above it; the compiler then checks that the excuse is still needed.
fn is_excused(text: &str, line: usize) -> bool {
    let above = text.lines().take(line).skip(line.saturating_sub(3));
    above.into_iter().any(|line| ["expect_used", "unwrap_used"].iter().any(|lint| line.contains(lint)))
}

fn anywhere(_: &Source) -> bool {
    true
}

fn is_program(file: &Source) -> bool {
    !file.is_test()
}

fn counts_money(file: &Source) -> bool {
    let path = file.path.as_str();
    let rules = path.starts_with("src/") && path.split('/').any(|part| matches!(part, "rules" | "rules.rs"));
    rules || ["entity/src/", "src/budget/", "src/awards/"].iter().any(|folder| path.starts_with(folder))
}

fn speaks_sql(file: &Source) -> bool {
    is_program(file) && file.path.starts_with("src/") && !file.path.starts_with("src/db") && file.code().contains("sea_orm")
}

fn promises(file: &Source) -> impl Iterator<Item = Breach> {
    lines_with(&file.text, &["TODO", "FIXME"])
        .map(|line| Breach::at(file, line, "a promise in a comment", "keep it now, or file an issue"))
}

/// The lines, counted from 1, that hold one of the pieces as a word of its own.
fn lines_with<'a>(text: &'a str, pieces: &'a [&'a str]) -> impl Iterator<Item = usize> + 'a {
    let lines = text.lines().enumerate();
    lines.filter(|(_, line)| pieces.iter().any(|piece| holds(line, piece))).map(|(at, _)| at + 1)
}

fn holds(line: &str, piece: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(piece).any(|(at, _)| {
        let before = line[..at].chars().next_back().is_some_and(word) && piece.starts_with(word);
        let after = line[at + piece.len()..].chars().next().is_some_and(word) && piece.ends_with(word);
        !before && !after
    })
}

#[cfg(test)]
mod self_tests {
    use super::*;

    fn caught(path: &str, code: &str) -> usize {
        forbidden(&Source::invented(path, code)).len()
    }

    #[test]
    fn a_panic_is_caught_in_the_program_and_free_in_tests() {
        for code in ["x.unwrap();", "x.expect(\"so\");", "xs.map(Option::unwrap)"] {
            assert_eq!(caught("src/calls/actions.rs", code), 1, "{code}");
            assert_eq!(caught("tests/stories/calls.rs", code), 0, "{code}");
        }
        assert_eq!(caught("src/a.rs", "x.unwrap_or(0); // .unwrap()\n#[expect(dead_code, reason = \"r\")]"), 0);
        assert_eq!(caught("src/a.rs", "#[cfg(test)]\nmod tests { fn f() { x.unwrap() } }"), 0);
        assert_eq!(caught("src/a.rs", "#[expect(clippy::expect_used, reason = \"r\")]\nlet x = y.expect(\"z\");"), 0);
    }

    #[test]
    fn silenced_lints_and_tests_are_caught_everywhere() {
        assert_eq!(caught("tests/stories/a.rs", "#[allow(dead_code)]\n#![allow(x)]\n#[ignore]"), 3);
        assert_eq!(caught("entity/src/a.rs", "#[cfg(test)]\nmod tests { #[allow(dead_code)] fn f() {} }"), 1);
    }

    #[test]
    fn unfinished_code_is_caught_in_code_and_in_comments() {
        assert_eq!(caught("src/a.rs", concat!("tod", "o!();\n// TO", "DO: later\nlet s = \"tod", "o!\";")), 2);
    }

    #[test]
    fn floats_are_caught_near_money_only() {
        for path in [
            "src/jury/rules.rs",
            "src/jury/rules/score.rs",
            "src/budget/store.rs",
            "src/awards/pages.rs",
            "entity/src/values/rate.rs",
        ] {
            assert_eq!(caught(path, "fn f(x: f64) {}"), 1, "{path}");
        }
        assert_eq!(caught("src/web/server.rs", "fn f(x: f64) {}"), 0);
        assert_eq!(caught("src/budget/rules.rs", "let of64 = 0xf640;"), 0);
    }

    #[test]
    fn a_sum_of_a_column_belongs_to_db() {
        assert_eq!(caught("src/calls/store.rs", "use sea_orm::Expr; fn f() { Column::Amount.sum() }"), 1);
        assert_eq!(caught("src/db/sums.rs", "use sea_orm::Expr; fn f() { Column::Amount.sum() }"), 0);
        assert_eq!(caught("src/calls/rules.rs", "let total: u64 = xs.iter().sum();"), 0);
    }
}

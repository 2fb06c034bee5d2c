//! The files of the house as the rules see them: their text, and for Rust their code without comments, strings and tests.

use std::fmt;
use std::fs;
use std::path::Path;

/// One line that breaks a rule, and the way to mend it.
#[derive(Debug)]
pub(crate) struct Breach {
    path: String,
    line: usize,
    rule: String,
    remedy: &'static str,
}

impl Breach {
    /// A breach at a line counted from 1.
    pub(crate) fn at(file: &Source, line: usize, rule: impl Into<String>, remedy: &'static str) -> Self {
        Self { path: file.path.clone(), line, rule: rule.into(), remedy }
    }

    /// A breach of a whole file or folder.
    pub(crate) fn of(path: impl Into<String>, rule: impl Into<String>, remedy: &'static str) -> Self {
        Self { path: path.into(), line: 1, rule: rule.into(), remedy }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {} — {}", self.path, self.line, self.rule, self.remedy)
    }
}

/// One text file, its path relative to the repository and written with `/`.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// A file made up for a self-test.
    pub(crate) fn invented(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// The Rust code with comments, the content of strings and `#[cfg(test)]` items blanked; lines and columns stay.
    pub(crate) fn code(&self) -> String {
        without_tests(&without_comments_and_strings(&self.text))
    }

    /// The same, tests included.
    pub(crate) fn code_and_tests(&self) -> String {
        without_comments_and_strings(&self.text)
    }

    /// Whether the whole file is test code: `tests/`, `benches/`, or a `tests.rs` or `…_tests.rs` beside what it tests.
    pub(crate) fn is_test(&self) -> bool {
        self.path.split('/').any(|part| matches!(part, "tests" | "benches" | "tests.rs") || part.ends_with("_tests.rs"))
    }

    /// The line, counted from 1, of a byte offset.
    pub(crate) fn line_of(text: &str, offset: usize) -> usize {
        text.as_bytes()[..offset].iter().filter(|byte| **byte == b'\n').count() + 1
    }
}

/// Everything in the repository that a person wrote.
#[derive(Debug)]
pub(crate) struct House {
    files: Vec<Source>,
}

impl House {
    /// Reads the repository, without what is built, installed, generated or secret.
    pub(crate) fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = Vec::new();
        walk(root, &mut |path| {
            let relative = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
            if let Ok(text) = fs::read_to_string(path) {
                files.push(Source { path: relative, text });
            }
        });
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Self { files }
    }

    /// A house made up for a self-test, of empty files at these paths.
    pub(crate) fn invented(paths: &[&str]) -> Self {
        Self { files: paths.iter().map(|path| Source::invented(path, "")).collect() }
    }

    /// Every file.
    pub(crate) fn everything(&self) -> impl Iterator<Item = &Source> {
        self.files.iter()
    }

    /// The program itself: `src/`.
    pub(crate) fn program(&self) -> impl Iterator<Item = &Source> {
        self.files.iter().filter(|file| file.path.starts_with("src/") && file.path.ends_with(".rs"))
    }

    /// All Rust, tests and member crates included; but not this guide, which must be able to name what it forbids.
    pub(crate) fn rust(&self) -> impl Iterator<Item = &Source> {
        self.files.iter().filter(|file| file.path.ends_with(".rs") && !file.path.starts_with("tests/tidy"))
    }

    /// The askama templates.
    pub(crate) fn templates(&self) -> impl Iterator<Item = &Source> {
        self.files.iter().filter(|file| file.path.starts_with("templates/") && file.path.ends_with(".html"))
    }

    /// What is read as code: Rust, templates, scripts.
    pub(crate) fn code(&self) -> impl Iterator<Item = &Source> {
        let suffixes = [".rs", ".html", ".mjs", ".js", ".py"];
        self.files
            .iter()
            .filter(move |file| file.path.starts_with("scripts/") || suffixes.iter().any(|suffix| file.path.ends_with(suffix)))
    }

    /// The names of what stands directly in a folder, without its final slash.
    pub(crate) fn entries<'a>(&'a self, folder: &str) -> Vec<&'a str> {
        let prefix = format!("{folder}/");
        let mut names: Vec<&str> = self
            .files
            .iter()
            .filter_map(|file| file.path.strip_prefix(&prefix))
            .filter_map(|rest| rest.split('/').next())
            .collect();
        names.dedup();
        names
    }
}

/// Calls `visit` on every file below `folder` that belongs to the repository.
fn walk(folder: &Path, visit: &mut impl FnMut(&Path)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if !belongs(&path) {
            continue;
        }
        if path.is_dir() { walk(&path, visit) } else { visit(&path) }
    }
}

fn belongs(path: &Path) -> bool {
    const OUTSIDE: [&str; 6] = [".git", "target", "data", "node_modules", "Cargo.lock", ".env"];
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    !path.is_symlink() && !OUTSIDE.contains(&name.as_ref())
}

/// Blanks comments and the inside of string and character literals with spaces; newlines stay, so lines keep their number.
fn without_comments_and_strings(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let end = at
            + match rest {
                [b'/', b'/', ..] => rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()),
                [b'/', b'*', ..] => block_comment(rest),
                [b'"', ..] => quoted(rest),
                [b'r', b'"' | b'#', ..] | [b'b', b'r', b'"' | b'#', ..] if starts_word(bytes, at) => raw_string(rest),
                [b'\'', ..] => character(rest),
                _ => 0,
            };
        blank(&mut out[at..end]);
        at = end.max(at + 1);
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn starts_word(bytes: &[u8], at: usize) -> bool {
    at == 0 || !(bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_')
}

fn blank(bytes: &mut [u8]) {
    bytes.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
}

/// The length of a block comment; Rust nests them.
fn block_comment(rest: &[u8]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        match &rest[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] if depth == 1 => return at + 2,
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    rest.len()
}

/// The length of a `"…"` literal.
fn quoted(rest: &[u8]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// The length of an `r#"…"#` literal; nothing for a raw identifier such as `r#type`.
fn raw_string(rest: &[u8]) -> usize {
    let prefix = if rest[0] == b'b' { 2 } else { 1 };
    let hashes = rest[prefix..].iter().take_while(|byte| **byte == b'#').count();
    if rest.get(prefix + hashes) != Some(&b'"') {
        return 0;
    }
    let close: Vec<u8> = std::iter::once(b'"').chain(std::iter::repeat_n(b'#', hashes)).collect();
    let body = prefix + hashes + 1;
    rest[body..].windows(close.len()).position(|window| window == close).map_or(rest.len(), |at| body + at + close.len())
}

/// The length of a `'x'` literal; nothing for a lifetime.
fn character(rest: &[u8]) -> usize {
    if rest.get(1) == Some(&b'\\') {
        return rest[2..].iter().skip(1).position(|byte| *byte == b'\'').map_or(0, |at| at + 4);
    }
    let text = String::from_utf8_lossy(&rest[1..rest.len().min(6)]).into_owned();
    let width = text.chars().next().map_or(0, char::len_utf8);
    if rest.get(1 + width) == Some(&b'\'') { width + 2 } else { 0 }
}

/// Blanks each item under `#[cfg(test)]`: to its closing brace, or to its semicolon.
fn without_tests(code: &str) -> String {
    let mut out = code.as_bytes().to_vec();
    for (start, mark) in code.match_indices("#[cfg(test)]") {
        let end = item_end(code.as_bytes(), start + mark.len());
        blank(&mut out[start..end]);
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn item_end(code: &[u8], from: usize) -> usize {
    let mut depth = 0;
    for (at, byte) in code.iter().enumerate().skip(from) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return at + 1,
            b'}' => depth -= 1,
            b';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    code.len()
}

#[test]
fn comments_strings_and_tests_are_not_code() {
    let file = Source::invented(
        "src/a.rs",
        "let a = \"todo!\\\" \"; // todo!\n/* /* todo! */ todo! */ let q = '\"'; let b: &'static str = r#\"todo!\"#;\n\
         #[cfg(test)]\nmod tests { fn f() { todo!() } }\nfn after() {}",
    );
    let code = file.code();
    assert!(!code.contains("todo!"), "{code}");
    assert!(code.contains("fn after") && code.contains("let b: &'static str"), "{code}");
    assert!(file.code_and_tests().contains("fn f() { todo!() }"));
    assert_eq!(code.lines().count(), file.text.lines().count());
}

#[test]
fn a_breach_says_where_what_and_what_to_do() {
    let file = Source::invented("src/a.rs", "");
    assert_eq!(Breach::at(&file, 3, "no x", "write y").to_string(), "src/a.rs:3: no x — write y");
}

//! Which paths a Rust file names: its `use` trees unfolded, and the paths written in its code, both made absolute.

use std::collections::HashMap;

use crate::source::Source;

/// An absolute path that a file names, such as `crate::calls::actions::wave_rules`, and its line counted from 1.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
}

/// Every path of two segments or more, and every imported name, that the code outside tests refers to.
pub(crate) fn named_by(file: &Source) -> Vec<Named> {
    let tokens = tokens(&file.code());
    let module = module_of(&file.path);
    let mut names = Names { known: declared(&tokens, &module), found: Vec::new(), module };
    names.imports(&tokens);
    names.mentions(&tokens);
    names.found
}

/// `src/dossiers/actions/submit.rs` is `crate::dossiers::actions::submit`.
fn module_of(path: &str) -> Vec<String> {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    let stem = inside.strip_suffix(".rs").unwrap_or(inside);
    let parts = stem.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main"));
    std::iter::once("crate").chain(parts).map(str::to_owned).collect()
}

/// A word or a mark of the code, and its line.
type Token = (String, usize);

fn tokens(code: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let mut rest = line;
        while let Some(first) = rest.chars().next() {
            let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            let width = if rest.starts_with("::") {
                2
            } else if word > 0 {
                word
            } else {
                first.len_utf8()
            };
            if !first.is_whitespace() {
                tokens.push((rest[..width].to_owned(), number + 1));
            }
            rest = &rest[width..];
        }
    }
    tokens
}

/// The modules that the file declares: `mod store;` makes `store::x` mean `crate::…::store::x` here.
fn declared(tokens: &[Token], module: &[String]) -> HashMap<String, Vec<String>> {
    let pairs = tokens.windows(2).filter(|pair| pair[0].0 == "mod" && is_name(&pair[1].0));
    pairs.map(|pair| (pair[1].0.clone(), [module, &[pair[1].0.clone()]].concat())).collect()
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

struct Names {
    module: Vec<String>,
    known: HashMap<String, Vec<String>>,
    found: Vec<Named>,
}

impl Names {
    /// Unfolds each `use` tree, and remembers the name that it brings into the file.
    fn imports(&mut self, tokens: &[Token]) {
        for at in (0..tokens.len()).filter(|at| opens_use(tokens, *at)) {
            self.tree(tokens, at + 1, &[]);
        }
    }

    /// Reads one branch of a `use` tree from `at` and returns where it ends.
    fn tree(&mut self, tokens: &[Token], mut at: usize, above: &[String]) -> usize {
        let mut path = above.to_vec();
        let mut alias = None;
        while let Some((word, line)) = tokens.get(at) {
            match word.as_str() {
                "::" => {}
                "{" => return self.branches(tokens, at + 1, &path),
                "as" => alias = tokens.get(at + 1).map(|token| token.0.clone()),
                "," | "}" | ";" => {
                    self.import(path, alias, *line);
                    return at;
                }
                _ if alias.is_some() => {}
                "self" if path.len() > above.len() || !above.is_empty() => {}
                name => path.push(name.to_owned()),
            }
            at += 1;
        }
        at
    }

    fn branches(&mut self, tokens: &[Token], mut at: usize, above: &[String]) -> usize {
        while let Some((word, _)) = tokens.get(at) {
            at = match word.as_str() {
                "}" => return at + 1,
                "," => at + 1,
                _ => self.tree(tokens, at, above),
            };
        }
        at
    }

    fn import(&mut self, path: Vec<String>, alias: Option<String>, line: usize) {
        let path = self.absolute(&path);
        if let Some(name) = alias.or_else(|| path.last().cloned()).filter(|name| name != "*") {
            self.known.insert(name, path.clone());
        }
        self.found.push(Named { path, line });
    }

    /// The paths written out in the code: `calls::actions::wave_rules(…)`.
    fn mentions(&mut self, tokens: &[Token]) {
        let mut at = 0;
        while let Some((word, line)) = tokens.get(at) {
            if opens_use(tokens, at) {
                at += tokens[at..].iter().position(|token| token.0 == ";").unwrap_or(1);
                continue;
            }
            let path = if is_name(word) { written(&tokens[at..]) } else { Vec::new() };
            at += (2 * path.len()).saturating_sub(1).max(1);
            if path.len() > 1 {
                self.found.push(Named { path: self.absolute(&path), line: *line });
            }
        }
    }

    /// Resolves `super`, `self`, declared modules and imported names.
    fn absolute(&self, path: &[String]) -> Vec<String> {
        let Some(first) = path.first() else { return Vec::new() };
        let ups = path.iter().take_while(|part| *part == "super").count();
        match first.as_str() {
            "super" => [&self.module[..self.module.len().saturating_sub(ups)], &path[ups..]].concat(),
            "self" => [&self.module[..], &path[1..]].concat(),
            "crate" => path.to_vec(),
            name => self.known.get(name).map_or_else(|| path.to_vec(), |known| [known, &path[1..]].concat()),
        }
    }
}

/// Whether a `use` statement starts here, and not the `use<'a>` of a captured lifetime.
fn opens_use(tokens: &[Token], at: usize) -> bool {
    tokens[at].0 == "use" && tokens.get(at + 1).is_some_and(|next| next.0 != "<")
}

/// The path that starts at the first token, which is a name.
fn written(tokens: &[Token]) -> Vec<String> {
    let mut path = vec![tokens[0].0.clone()];
    let mut rest = &tokens[1..];
    while let [mark, name, ..] = rest
        && mark.0 == "::"
        && is_name(&name.0)
    {
        path.push(name.0.clone());
        rest = &rest[2..];
    }
    path
}

#[test]
fn use_trees_and_written_paths_become_absolute() {
    let file = Source::invented(
        "src/dossiers/actions/submit.rs",
        "use crate::{calls, db::{self, Tx}, jury::rules as jury_rules};\nuse super::super::store;\nuse sea_orm as orm;\n\
         fn f() { calls::actions::wave_rules(); store::draft(); orm::x(); jury_rules::draw(); std::mem::take(a.b); }",
    );
    let found: Vec<String> = named_by(&file).iter().map(|named| named.path.join("::")).collect();
    for path in [
        "crate::calls",
        "crate::db",
        "crate::db::Tx",
        "crate::jury::rules",
        "crate::dossiers::store",
        "crate::calls::actions::wave_rules",
        "crate::dossiers::store::draft",
        "sea_orm::x",
        "crate::jury::rules::draw",
        "std::mem::take",
    ] {
        assert!(found.iter().any(|named| named == path), "{path} not in {found:?}");
    }
}

#[test]
fn a_declared_module_is_a_path_of_its_own() {
    let file = Source::invented("src/calls/mod.rs", "mod store;\npub use store::Wave;");
    let paths: Vec<_> = named_by(&file).into_iter().map(|named| named.path.join("::")).collect();
    assert_eq!(paths, ["crate::calls::store::Wave"]);
}

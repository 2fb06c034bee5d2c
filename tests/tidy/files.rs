//! What holds for any file: its length, and that it runs elsewhere than where it was written.

use crate::source::{Breach, Source};

/// Past this, a file does a second thing.
const LINES: usize = 500;

/// A file too long to be held in the head.
pub(crate) fn too_long(file: &Source) -> Option<Breach> {
    let lines = file.text.lines().count();
    (lines > LINES).then(|| {
        Breach::at(
            file,
            LINES + 1,
            format!("{lines} lines, at most {LINES}"),
            "find the second thing it does, and give it a file",
        )
    })
}

/// The paths by which a file would betray the machine it was written on.
pub(crate) struct Machine {
    paths: Vec<String>,
}

impl Machine {
    /// This repository's folder, the home of whoever runs the test, and every home by its usual name.
    pub(crate) fn this_one() -> Self {
        let home = std::env::home_dir().map(|home| home.to_string_lossy().into_owned());
        let found = [Some(env!("CARGO_MANIFEST_DIR").to_owned()), home];
        let usual =
            [concat!("/ho", "me/"), concat!("/Us", "ers/"), concat!("/ro", "ot/"), concat!("../", "shared")].map(str::to_owned);
        // A very short path, such as a container's /app, would be found inside ordinary addresses.
        let telling = found.into_iter().flatten().filter(|path| path.len() > 4);
        Self { paths: telling.chain(usual).collect() }
    }

    /// Every line of the file that names this machine.
    pub(crate) fn named_by(&self, file: &Source) -> Vec<Breach> {
        let lines = file.text.lines().enumerate().filter(|(_, line)| self.paths.iter().any(|path| is_named(line, path)));
        lines
            .map(|(at, _)| {
                Breach::at(file, at + 1, "a path of one machine", "write it relative to the repository, or take it as a setting")
            })
            .collect()
    }
}

fn is_named(line: &str, path: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    line.match_indices(path).any(|(at, _)| {
        let before = line[..at].chars().next_back().is_some_and(word);
        let after = line[at + path.len()..].chars().next().is_some_and(word);
        !before && (!after || path.ends_with('/'))
    })
}

#[cfg(test)]
mod self_tests {
    use super::*;

    #[test]
    fn a_long_file_is_caught() {
        assert!(too_long(&Source::invented("src/a.rs", &"x\n".repeat(LINES + 1))).is_some());
        assert!(too_long(&Source::invented("src/a.rs", &"x\n".repeat(LINES))).is_none());
    }

    #[test]
    fn the_machine_is_caught() {
        let here = Machine::this_one();
        let caught = |text: &str| here.named_by(&Source::invented("README.md", text)).len();
        assert_eq!(caught(concat!("cd /ho", "me/ada/guichet")), 1);
        assert_eq!(caught(concat!("see ../", "shared/design.md")), 1);
        assert_eq!(caught(concat!(env!("CARGO_MANIFEST_DIR"), "/data")), 1);
        assert_eq!(caught("cd guichet && make run\nhref=\"/appels\""), 0);
    }
}

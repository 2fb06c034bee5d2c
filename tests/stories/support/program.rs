//! The program as an operator runs it: a process of its own.

use std::{path::Path, process::Command};

/// The program, with no setting but its folder, its database, and a log of troubles only.
pub fn guichet(folder: &Path, database: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guichet"));
    command.current_dir(folder).env_clear().env("DATABASE_URL", database).env("RUST_LOG", "warn");
    command
}

/// What a command answered.
#[derive(Debug)]
pub struct Said {
    /// Its exit code.
    pub code: Option<i32>,
    /// Its standard output.
    pub output: Vec<u8>,
    /// Its standard error.
    pub error: String,
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Said {
    let done = command.output().unwrap();
    Said { code: done.status.code(), output: done.stdout, error: String::from_utf8(done.stderr).unwrap() }
}

impl Said {
    /// Asserts that it succeeded, without a word on standard error, and said this.
    #[track_caller]
    pub fn succeeds(&self, words: &str) -> &Self {
        assert_eq!((self.code, self.error.as_str()), (Some(0), ""), "{self:?}");
        assert!(self.text().contains(words), "« {words} » is not in {}", self.text());
        self
    }

    /// Asserts that it failed with this code and a single line on standard error, which holds all these words.
    #[track_caller]
    pub fn fails(&self, code: i32, words: &[&str]) -> &Self {
        assert_eq!((self.code, self.error.lines().count()), (Some(code), 1), "{self:?}");
        for word in words {
            assert!(self.error.contains(word), "« {word} » is not in {}", self.error);
        }
        self
    }

    /// Its standard output as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.output).into_owned()
    }
}

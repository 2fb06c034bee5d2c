//! The file of settings: `NAME=value`, one a line.

use std::{collections::BTreeMap, fs, io};

use super::WrongSetting;
use crate::system;

/// The settings that the file names, the first of each; none when there is no file, which is the ordinary case. Any other
/// trouble stops the start: a setting lost in silence may be the address of the database.
pub(super) fn read(file: &str) -> Result<BTreeMap<String, String>, WrongSetting> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(WrongSetting::File { file: file.to_owned(), cause: system::refusal(&error) }),
    };
    settings_in(&text, file)
}

fn settings_in(text: &str, file: &str) -> Result<BTreeMap<String, String>, WrongSetting> {
    let text = text.trim_start_matches('\u{feff}');
    let mut settings = BTreeMap::new();
    for setting in dotenvy::from_read_iter(text.as_bytes()) {
        let (name, value) = setting.map_err(|error| refusal(&error, text, file))?;
        settings.entry(name).or_insert(value);
    }
    Ok(settings)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "dotenvy's errors may grow; from a text in memory only lines can be wrong")]
fn refusal(error: &dotenvy::Error, text: &str, file: &str) -> WrongSetting {
    match error {
        dotenvy::Error::LineParse(wrong, _) => {
            let before = text.find(wrong.as_str()).map_or("", |at| &text[..at]);
            WrongSetting::Line { file: file.to_owned(), line: before.matches('\n').count() + 1 }
        }
        other => WrongSetting::File { file: file.to_owned(), cause: other.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_as_a_shell_would() {
        let text = "# un mot\nBIND=127.0.0.1:80\nMAIL_FROM=\"Guichet <guichet@exemple.fr>\"\nBIND=0.0.0.0:1\n";
        let settings = settings_in(text, ".env").unwrap();
        assert_eq!(settings["BIND"], "127.0.0.1:80");
        assert_eq!(settings["MAIL_FROM"], "Guichet <guichet@exemple.fr>");
    }

    #[test]
    fn a_wrong_line_is_named_and_not_shown() {
        let text = "BIND=127.0.0.1:80\n\nSMTP_URL=smtp://moi:secret mot@hote\nDATABASE_URL=postgres://hote/base\n";
        let refusal = settings_in(text, ".env").unwrap_err();
        assert_eq!(refusal, WrongSetting::Line { file: ".env".to_owned(), line: 3 });
        assert!(!refusal.to_string().contains("secret"));
    }

    #[test]
    fn no_file_is_no_setting() {
        assert_eq!(read("/nulle/part/.env").unwrap(), BTreeMap::new());
    }
}

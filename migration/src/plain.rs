//! The column that the database keeps beside a text that people search: the same text, case and accents aside.

use sea_orm_migration::sea_orm::DbBackend;

/// Letters that stand for one plain letter, in the order of [`PLAIN_LETTERS`].
const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZàâäáãåÀÂÄÁÃÅçÇéèêëÉÈÊËîïíìÎÏÍÌñÑôöóõòÔÖÓÕÒùûüúÙÛÜÚÿýŸÝ’";
const PLAIN_LETTERS: &str = "abcdefghijklmnopqrstuvwxyzaaaaaaaaaaaacceeeeeeeeiiiiiiiinnoooooooooouuuuuuuuyyyy'";
/// Letters that stand for two.
const LIGATURES: [(char, &str); 4] = [('œ', "oe"), ('Œ', "oe"), ('æ', "ae"), ('Æ', "ae")];
/// Accents written apart from their letter.
const ACCENTS: &str = "\u{300}\u{301}\u{302}\u{303}\u{308}\u{30a}\u{327}";

/// The SQL of `column` in plain letters, whatever the locale of the database.
pub(crate) fn plain(column: &str, database: DbBackend) -> String {
    let of_one_letter = if database == DbBackend::Postgres {
        // Letters without a counterpart are left out by `translate`.
        format!("translate({column}, {}, {})", quoted(&format!("{LETTERS}{ACCENTS}")), quoted(PLAIN_LETTERS))
    } else {
        // SQLite's `lower` knows ASCII alone, and has no `translate`.
        let pairs = LETTERS.chars().zip(PLAIN_LETTERS.chars()).filter(|(letter, _)| !letter.is_ascii());
        let accented = pairs.fold(format!("lower({column})"), |sql, (letter, plain)| replaced(&sql, letter, &plain.to_string()));
        ACCENTS.chars().fold(accented, |sql, accent| replaced(&sql, accent, ""))
    };
    LIGATURES.iter().fold(of_one_letter, |sql, (letter, plain)| replaced(&sql, *letter, plain))
}

fn replaced(sql: &str, letter: char, by: &str) -> String {
    format!("replace({sql}, {}, {})", quoted(&letter.to_string()), quoted(by))
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_letter_has_its_plain_one() {
        assert_eq!(LETTERS.chars().count(), PLAIN_LETTERS.chars().count());
        for (letter, expected) in LETTERS.chars().zip(PLAIN_LETTERS.chars()) {
            assert_eq!(entity::values::plain(&letter.to_string()), expected.to_string(), "{letter}");
        }
        for (ligature, expected) in LIGATURES {
            assert_eq!(entity::values::plain(&ligature.to_string()), expected);
        }
        assert_eq!(entity::values::plain(ACCENTS), "");
    }
}

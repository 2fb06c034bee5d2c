//! Which files a dossier takes.

/// The most files that a dossier holds at once.
pub const MOST_FILES: usize = 50;

/// A file that has arrived, as the rule sees it.
#[derive(Clone, Copy, Debug)]
pub struct Arrived<'a> {
    /// Its size, in bytes.
    pub size: u64,
    /// Whether its content shows it to be of a kind that dossiers take.
    pub is_known_kind: bool,
    /// The threat that the antivirus found in it, by its name.
    pub threat: Option<&'a str>,
}

/// Why a file cannot be joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileRefusal {
    /// There is nothing in it.
    Empty,
    /// Larger than the wave allows, in bytes.
    TooLarge {
        /// What the wave allows.
        most: u64,
    },
    /// Not one of the kinds that dossiers take, whatever its name says.
    WrongKind,
    /// The antivirus knows it.
    Infected {
        /// The name of the threat.
        threat: String,
    },
    /// The dossier holds [`MOST_FILES`] already.
    TooMany,
}

/// A size as people read it: « 840 octets », « 12 ko », « 3,4 Mo »; rounded up, so that it never exceeds a limit unseen.
#[must_use]
pub fn size_in_words(bytes: u64) -> String {
    const KILO: u64 = 1_000;
    const MEGA: u64 = KILO * KILO;
    match bytes {
        0 | 1 => format!("{bytes}\u{a0}octet"),
        2..KILO => format!("{bytes}\u{a0}octets"),
        KILO..MEGA => format!("{}\u{a0}ko", bytes.div_ceil(KILO)),
        _ => {
            let tenths = u128::from(bytes).saturating_mul(10).div_ceil(u128::from(MEGA));
            let decimal = if tenths.is_multiple_of(10) { String::new() } else { format!(",{}", tenths % 10) };
            format!("{}{decimal}\u{a0}Mo", tenths / 10)
        }
    }
}

/// Whether a file can be joined to a dossier that holds `held` already, in a wave that allows `most` bytes.
///
/// # Errors
/// The first thing that refuses it, the gravest first.
pub fn check(file: Arrived<'_>, held: usize, most: u64) -> Result<(), FileRefusal> {
    if let Some(threat) = file.threat {
        return Err(FileRefusal::Infected { threat: threat.to_owned() });
    }
    if file.size == 0 {
        return Err(FileRefusal::Empty);
    }
    if file.size > most {
        return Err(FileRefusal::TooLarge { most });
    }
    if !file.is_known_kind {
        return Err(FileRefusal::WrongKind);
    }
    if held >= MOST_FILES { Err(FileRefusal::TooMany) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Arrived<'_> = Arrived { size: 10, is_known_kind: true, threat: None };

    #[test]
    fn sizes_are_read_in_the_unit_of_their_limit() {
        for (bytes, words) in [
            (0, "0 octet"),
            (840, "840 octets"),
            (1_001, "2 ko"),
            (1_000_000, "1 Mo"),
            (1_000_001, "1,1 Mo"),
            (20_000_000, "20 Mo"),
        ] {
            assert_eq!(size_in_words(bytes).replace('\u{a0}', " "), words);
        }
    }

    #[test]
    fn a_file_is_refused_for_its_gravest_fault() {
        assert_eq!(check(GOOD, 0, 10), Ok(()));
        assert_eq!(check(Arrived { size: 11, ..GOOD }, 0, 10), Err(FileRefusal::TooLarge { most: 10 }));
        assert_eq!(check(Arrived { size: 0, is_known_kind: false, ..GOOD }, 0, 10), Err(FileRefusal::Empty));
        assert_eq!(check(Arrived { is_known_kind: false, ..GOOD }, 0, 10), Err(FileRefusal::WrongKind));
        assert_eq!(check(GOOD, MOST_FILES, 10), Err(FileRefusal::TooMany));
        let infected = Arrived { size: 11, is_known_kind: false, threat: Some("Eicar-Test-Signature") };
        assert_eq!(check(infected, 0, 10), Err(FileRefusal::Infected { threat: "Eicar-Test-Signature".to_owned() }));
    }
}

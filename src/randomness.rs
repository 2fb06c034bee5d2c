//! Chance as a parameter: the only place that draws random bytes.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use entity::values::Fingerprint;
use sha2::{Digest, Sha256};

/// Where random bytes come from. The server asks the operating system; the demo and the tests draw from a seed, so that
/// the same story gives the same secrets.
#[derive(Clone, Debug, Default)]
pub enum Randomness {
    /// The operating system's generator.
    #[default]
    System,
    /// A repeatable series: SHA-256 of the seed and of the number of the draw. Never for a service in use.
    Seeded {
        /// What the series starts from.
        seed: u64,
        /// How many draws were made.
        drawn: Arc<AtomicU64>,
    },
}

impl Randomness {
    /// A repeatable series that starts from `seed`.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded { seed, drawn: Arc::default() }
    }

    /// 32 random bytes.
    #[must_use]
    pub fn bytes(&self) -> [u8; 32] {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is where chance is drawn")]
            Self::System => rand::random(),
            Self::Seeded { seed, drawn } => {
                let draw = drawn.fetch_add(1, Ordering::Relaxed);
                let mut digest = Sha256::new();
                digest.update(seed.to_le_bytes());
                digest.update(draw.to_le_bytes());
                digest.finalize().into()
            }
        }
    }

    /// A secret of 256 bits that fits in a link or a cookie.
    #[must_use]
    pub fn token(&self) -> Token {
        Token(hex::encode(self.bytes()))
    }
}

/// A secret handed to one person: a session, a link sent by mail, a form's key. The database keeps only its [`Token::hash`].
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Reads a token back from a link or a cookie: 64 hexadecimal digits, nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        well_formed.then(|| Self(text.to_owned()))
    }

    /// What the database keeps: whoever reads the database cannot use the link.
    #[must_use]
    pub fn hash(&self) -> Fingerprint {
        Fingerprint::of(&self.0)
    }

    /// The secret itself, for the link or the cookie.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

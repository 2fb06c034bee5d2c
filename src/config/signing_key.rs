//! The key that signs the chain of seals (Ed25519): read from its file when the program starts, and never shown.

use std::{fmt, fs, path::Path};

use ed25519_dalek::{Signer, pkcs8::DecodePrivateKey};

use super::WrongSetting;

const SETTING: &str = "SIGNING_KEY";
const NOT_OURS: &str = "il faut un fichier que le programme puisse lire";
const NOT_A_KEY: &str = "il faut une clé privée Ed25519 au format PEM, telle que l’écrit openssl genpkey -algorithm ed25519";
#[cfg(unix)]
const OPEN_TO_OTHERS: &str = "il faut que son propriétaire seul puisse le lire : chmod 600";

/// A private key. What it prints of itself is the public one.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// Reads the key in a file: PKCS#8, PEM, and nobody's business but its owner's.
    pub(super) fn read(path: &str) -> Result<Self, WrongSetting> {
        let refused = |allowed| WrongSetting::Value { name: SETTING, read: path.to_owned(), allowed };
        let text = fs::read_to_string(path).map_err(|_| refused(NOT_OURS))?;
        #[cfg(unix)]
        if is_open_to_others(Path::new(path)) {
            return Err(refused(OPEN_TO_OTHERS));
        }
        ed25519_dalek::SigningKey::from_pkcs8_pem(&text).map(Self).map_err(|_| refused(NOT_A_KEY))
    }

    /// The public key: 32 bytes, as 64 hexadecimal digits.
    #[must_use]
    pub fn public_key(&self) -> String {
        hex::encode(self.0.verifying_key().as_bytes())
    }

    /// Signs a text: 64 bytes, as 128 hexadecimal digits.
    #[must_use]
    pub fn sign(&self, text: &str) -> String {
        hex::encode(self.0.sign(text.as_bytes()).to_bytes())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public_key())
    }
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8410, section 10.3: the example of a private key.
    const PEM: &str = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
        -----END PRIVATE KEY-----\n";
    /// The same, section 10.1: its public key.
    const PUBLIC: &str = "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1";

    fn kept(text: &str, mode: u32) -> (tempfile::TempDir, String) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cle.pem");
        fs::write(&file, text).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        }
        let path = file.display().to_string();
        (folder, path)
    }

    #[test]
    fn a_key_is_read_and_shows_its_public_part_alone() {
        let (_folder, path) = kept(PEM, 0o600);
        let key = SigningKey::read(&path).unwrap();
        assert_eq!(key.public_key(), PUBLIC);
        assert_eq!(format!("{key:?}"), format!("SigningKey({PUBLIC})"));
        assert_eq!(key.sign("a").len(), 128);
    }

    #[test]
    fn what_cannot_sign_or_could_be_copied_is_refused_in_words() {
        let refused = |path: &str| SigningKey::read(path).unwrap_err().to_string();
        assert!(refused("absente.pem").contains("que le programme puisse lire"));
        for wrong in ["", "une clé", "-----BEGIN PUBLIC KEY-----\nMCowBQ==\n-----END PUBLIC KEY-----\n"] {
            let (_folder, path) = kept(wrong, 0o600);
            assert!(refused(&path).contains("openssl genpkey -algorithm ed25519"), "{wrong}");
        }
        let (_folder, path) = kept(PEM, 0o640);
        if cfg!(unix) {
            assert!(refused(&path).contains("chmod 600"));
        }
    }
}

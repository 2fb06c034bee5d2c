//! What a checkpoint says, when one is due, and whether its signature holds. Pure. `docs/checkpoints.md` tells the same to
//! whoever checks one without this program.

use ed25519_dalek::{
    Signature, VerifyingKey,
    pkcs8::{EncodePublicKey, spki::der::pem::LineEnding},
};
use entity::{
    checkpoint,
    values::{Fingerprint, Instant},
};
use jiff::SignedDuration;

/// How long a signature serves before the chain, if it has grown, is signed again.
const BETWEEN_TWO: SignedDuration = SignedDuration::from_hours(1);

/// The end of the chain, before it is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// The number of its last seal.
    pub number: i64,
    /// The hash of that seal.
    pub hash: Fingerprint,
}

/// Whether the chain that ends at `end` is to be signed again.
#[must_use]
pub fn is_due(last: Option<&checkpoint::Model>, end: End, now: Instant) -> bool {
    last.is_none_or(|last| end.number > last.seal_number && now.since(last.signed_at) >= BETWEEN_TWO)
}

/// The text that is signed: four lines of a fixed form, so that anyone can write it again.
#[must_use]
pub fn statement(end: End, signed_at: Instant) -> String {
    let End { number, hash } = end;
    format!("guichet-checkpoint-v1\nseal {number}\nhash {hash}\nsigned {}\n", signed_at.iso())
}

/// The text that was signed.
#[must_use]
pub fn statement_of(checkpoint: &checkpoint::Model) -> String {
    statement(End { number: checkpoint.seal_number, hash: checkpoint.seal_hash }, checkpoint.signed_at)
}

/// Whether the signature is that of the checkpoint's text, by the key that the checkpoint names.
#[must_use]
pub fn is_signed(checkpoint: &checkpoint::Model) -> bool {
    let (Some(key), Some(signature)) = (key(&checkpoint.public_key), signature(&checkpoint.signature)) else { return false };
    key.verify_strict(statement_of(checkpoint).as_bytes(), &signature).is_ok()
}

/// A public key in the form that other programs read (SPKI, PEM); `None` when it is none.
#[must_use]
pub fn public_key_pem(public_key: &str) -> Option<String> {
    key(public_key)?.to_public_key_pem(LineEnding::LF).ok()
}

/// The 64 bytes of a signature; `None` when it is none.
#[must_use]
pub fn signature_bytes(signature: &str) -> Option<Vec<u8>> {
    Some(self::signature(signature)?.to_vec())
}

fn key(digits: &str) -> Option<VerifyingKey> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(digits, &mut bytes).ok()?;
    VerifyingKey::from_bytes(&bytes).ok()
}

fn signature(digits: &str) -> Option<Signature> {
    let mut bytes = [0; 64];
    hex::decode_to_slice(digits, &mut bytes).ok()?;
    Some(Signature::from_bytes(&bytes))
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signer, SigningKey};
    use entity::values::CheckpointId;

    use super::*;

    fn signed(seal_number: i64, signed_at: Instant) -> checkpoint::Model {
        let key = SigningKey::from_bytes(&[7; 32]);
        let seal_hash = Fingerprint::of("sceau");
        let text = statement(End { number: seal_number, hash: seal_hash }, signed_at);
        checkpoint::Model {
            id: CheckpointId(1),
            seal_number,
            seal_hash,
            signed_at,
            public_key: hex::encode(key.verifying_key().as_bytes()),
            signature: hex::encode(key.sign(text.as_bytes()).to_bytes()),
        }
    }

    #[test]
    fn the_text_is_the_one_that_the_documentation_shows() {
        let text = statement(End { number: 42, hash: Fingerprint::of("") }, Instant::parse("2026-03-02T11:00:00Z").unwrap());
        assert_eq!(
            text,
            "guichet-checkpoint-v1\nseal 42\n\
             hash e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\nsigned 2026-03-02T11:00:00Z\n"
        );
        assert!(include_str!("../../../docs/checkpoints.md").contains(&text));
    }

    #[test]
    fn a_chain_is_signed_when_it_has_grown_and_an_hour_has_passed() {
        let end = |number| End { number, hash: Fingerprint::of("") };
        let noon = Instant::parse("2026-03-02T11:00:00Z").unwrap();
        let (sooner, later) = (noon.plus(SignedDuration::from_mins(59)), noon.plus(SignedDuration::from_mins(60)));
        assert!(is_due(None, end(1), noon));
        let last = signed(10, noon);
        assert!(!is_due(Some(&last), end(11), sooner));
        assert!(is_due(Some(&last), end(11), later));
        assert!(!is_due(Some(&last), end(10), later), "nothing new");
    }

    #[test]
    fn a_signature_holds_for_its_text_alone() {
        let whole = signed(42, Instant::from_millis(1));
        assert!(is_signed(&whole));
        let altered = [
            checkpoint::Model { seal_number: 43, ..whole.clone() },
            checkpoint::Model { seal_hash: Fingerprint::of("autre"), ..whole.clone() },
            checkpoint::Model { signed_at: Instant::from_millis(2), ..whole.clone() },
            checkpoint::Model { public_key: "00".repeat(32), ..whole.clone() },
            checkpoint::Model { public_key: "rien".to_owned(), ..whole.clone() },
            checkpoint::Model { signature: "00".repeat(64), ..whole.clone() },
        ];
        assert!(altered.iter().all(|checkpoint| !is_signed(checkpoint)));
        let pem = public_key_pem(&whole.public_key).unwrap();
        assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----\n"));
        assert_eq!(signature_bytes(&whole.signature).unwrap().len(), 64);
    }
}

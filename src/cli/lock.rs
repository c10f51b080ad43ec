//! Locking with a passphrase on the command line: the same boxes as the page makes with what the browser has
//! (`files/sealed.rs` says what stands in them). The only file that names the crates that encrypt.

use super::Failure;
use crate::files::sealed::{self, Lock, NONCE_BYTES, SALT_BYTES};
use aes_gcm::Aes256Gcm;
use aes_gcm::aead::{Aead, Key, KeyInit, Nonce, Payload};
use std::path::Path;

/// Locks bytes. Salt and nonce are made anew for every box.
///
/// # Errors
/// When the system has no random bytes.
pub fn seal(content: &[u8], passphrase: &str) -> Result<Vec<u8>, String> {
    let (mut salt, mut nonce) = ([0; SALT_BYTES], [0; NONCE_BYTES]);
    getrandom::fill(&mut salt).map_err(|error| error.to_string())?;
    getrandom::fill(&mut nonce).map_err(|error| error.to_string())?;
    seal_with(content, passphrase, Lock::new(salt, nonce))
}

/// Locks bytes with a lock that was made.
///
/// # Errors
/// When they are more than the cipher takes.
pub fn seal_with(content: &[u8], passphrase: &str, lock: Lock) -> Result<Vec<u8>, String> {
    let mut sealed = lock.header();
    let payload = Payload { msg: content, aad: &sealed };
    let hidden = cipher(&lock, passphrase)
        .encrypt(&Nonce::<Aes256Gcm>::from(lock.nonce), payload)
        .map_err(|_| "it is too large to be locked".to_owned())?;
    sealed.extend(hidden);
    Ok(sealed)
}

/// Opens a box.
///
/// # Errors
/// When it is none, or the passphrase is another.
pub fn open(sealed: &[u8], passphrase: &str) -> Result<Vec<u8>, String> {
    let (lock, hidden) = Lock::read(sealed).map_err(|why| why.to_string())?;
    let header = lock.header();
    cipher(&lock, passphrase)
        .decrypt(&Nonce::<Aes256Gcm>::from(lock.nonce), Payload { msg: hidden, aad: &header })
        .map_err(|_| "the passphrase is another, or what is locked was changed".to_owned())
}

fn cipher(lock: &Lock, passphrase: &str) -> Aes256Gcm {
    let phrase = sealed::passphrase(passphrase);
    let key: [u8; 32] =
        pbkdf2::pbkdf2_hmac_array::<sha2::Sha256, 32>(phrase.as_bytes(), &lock.salt, lock.iterations);
    Aes256Gcm::new(&Key::<Aes256Gcm>::from(key))
}

/// The passphrase in a file.
pub(super) fn passphrase(file: &Path) -> Result<String, Failure> {
    let shown = file.display();
    let text = std::fs::read_to_string(file).map_err(|error| format!("cannot read {shown}: {error}"))?;
    match sealed::passphrase(&text) {
        "" => Err(Failure(format!("{shown} holds no passphrase"))),
        phrase => Ok(phrase.to_owned()),
    }
}

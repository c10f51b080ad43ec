//! Locking and opening with a passphrase, by what the browser has: PBKDF2 and AES-GCM of WebCrypto. What stands in a sealed
//! box says `files/sealed.rs`; `cli/lock.rs` makes the same on the command line.

use super::message;
use crate::files::sealed::{self, Lock, NONCE_BYTES, NoBox, SALT_BYTES};
use js_sys::{Array, Object, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AesDerivedKeyParams, AesGcmParams, Crypto, CryptoKey, Pbkdf2Params, SubtleCrypto};

/// Why something could not be locked or opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotDone {
    /// The browser offers it to pages of https and of this machine alone.
    NotHere,
    /// It cannot be tried.
    Box(NoBox),
    /// The passphrase is another, or what is locked was changed: nobody can tell these apart.
    Passphrase,
    /// Something else, in the browser's words.
    Other(String),
}

impl std::fmt::Display for NotDone {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NotDone::NotHere => out.write_str(
                "The browser locks and opens only on pages that come over https, from this machine or from a file",
            ),
            NotDone::Box(why) => {
                let why = why.to_string();
                let mut letters = why.chars();
                let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
                write!(out, "{first}{}", letters.as_str())
            }
            NotDone::Passphrase => out.write_str("This passphrase does not open it"),
            NotDone::Other(why) => write!(out, "The browser could not do it: {why}"),
        }
    }
}

/// Locks bytes with a passphrase. Salt and nonce are made anew for every box.
pub async fn seal(content: &[u8], passphrase: &str) -> Result<Vec<u8>, NotDone> {
    let (crypto, subtle) = here()?;
    let (mut salt, mut nonce) = ([0; SALT_BYTES], [0; NONCE_BYTES]);
    crypto.get_random_values_with_u8_array(&mut salt).map_err(other)?;
    crypto.get_random_values_with_u8_array(&mut nonce).map_err(other)?;
    let lock = Lock::new(salt, nonce);
    let key = key(&subtle, &lock, passphrase, "encrypt").await.map_err(other)?;
    let promise = subtle.encrypt_with_object_and_u8_array(&cipher(&lock), &key, content).map_err(other)?;
    let hidden = JsFuture::from(promise).await.map_err(other)?;
    let mut sealed = lock.header();
    sealed.extend(Uint8Array::new(&hidden).to_vec());
    Ok(sealed)
}

/// Opens a box.
pub async fn open(sealed: &[u8], passphrase: &str) -> Result<Vec<u8>, NotDone> {
    let (lock, hidden) = Lock::read(sealed).map_err(NotDone::Box)?;
    let (_, subtle) = here()?;
    let key = key(&subtle, &lock, passphrase, "decrypt").await.map_err(other)?;
    let promise = subtle.decrypt_with_object_and_u8_array(&cipher(&lock), &key, hidden).map_err(other)?;
    let content = JsFuture::from(promise).await.map_err(|_| NotDone::Passphrase)?;
    Ok(Uint8Array::new(&content).to_vec())
}

/// What encrypts here; on pages that did not come safely there is nothing.
fn here() -> Result<(Crypto, SubtleCrypto), NotDone> {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok()).ok_or(NotDone::NotHere)?;
    let subtle = crypto.subtle();
    if subtle.is_undefined() { Err(NotDone::NotHere) } else { Ok((crypto, subtle)) }
}

async fn key(
    subtle: &SubtleCrypto,
    lock: &Lock,
    passphrase: &str,
    usage: &str,
) -> Result<CryptoKey, JsValue> {
    let phrase = Uint8Array::from(sealed::passphrase(passphrase).as_bytes());
    let usages = Array::of1(&"deriveKey".into());
    let base = subtle.import_key_with_str("raw", &phrase, "PBKDF2", false, &usages)?;
    let base: CryptoKey = JsFuture::from(base).await?.unchecked_into();
    let salt: Object = Uint8Array::from(&lock.salt[..]).into();
    let how = Pbkdf2Params::new_with_str("PBKDF2", "SHA-256", lock.iterations, &salt);
    let made = AesDerivedKeyParams::new("AES-GCM", 256);
    let usages = Array::of1(&usage.into());
    let key = subtle.derive_key_with_object_and_object(&how, &base, &made, false, &usages)?;
    Ok(JsFuture::from(key).await?.unchecked_into())
}

fn cipher(lock: &Lock) -> AesGcmParams {
    let cipher = AesGcmParams::new_with_u8_array("AES-GCM", &Uint8Array::from(&lock.nonce[..]));
    cipher.set_additional_data_u8_array(&Uint8Array::from(lock.header().as_slice()));
    cipher
}

fn other(error: JsValue) -> NotDone {
    NotDone::Other(message(&error))
}

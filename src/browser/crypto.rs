//! Locking and opening with a passphrase, by what the browser has: PBKDF2 and AES-GCM of WebCrypto. What stands in a sealed
//! box says `files/sealed.rs`; `cli/lock.rs` makes the same on the command line.

use super::message;
use crate::files::sealed::{self, Lock, NoBox};
use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

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
    let lock = Lock::new(random(&crypto)?, random(&crypto)?);
    let hidden = crypt(&subtle, "encrypt", &lock, passphrase, content).await?.map_err(other)?;
    let mut sealed = lock.header();
    sealed.extend(hidden);
    Ok(sealed)
}

/// Opens a box.
pub async fn open(sealed: &[u8], passphrase: &str) -> Result<Vec<u8>, NotDone> {
    let (lock, hidden) = Lock::read(sealed).map_err(NotDone::Box)?;
    let (_, subtle) = here()?;
    crypt(&subtle, "decrypt", &lock, passphrase, hidden).await?.map_err(|_| NotDone::Passphrase)
}

/// What encrypts here; on pages that did not come safely there is nothing.
fn here() -> Result<(JsValue, JsValue), NotDone> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).map_err(other)?;
    let subtle = Reflect::get(&crypto, &"subtle".into()).map_err(|_| NotDone::NotHere)?;
    if subtle.is_undefined() { Err(NotDone::NotHere) } else { Ok((crypto, subtle)) }
}

/// Bytes that nobody can guess.
fn random<const N: usize>(crypto: &JsValue) -> Result<[u8; N], NotDone> {
    let bytes = call(crypto, "getRandomValues", &[Uint8Array::from(&[0; N][..]).into()]).map_err(other)?;
    Uint8Array::new(&bytes).to_vec().try_into().map_err(|_| NotDone::NotHere)
}

/// Encrypts or decrypts. The outer result is about the key, the inner one about the content.
async fn crypt(
    subtle: &JsValue,
    how: &str,
    lock: &Lock,
    passphrase: &str,
    content: &[u8],
) -> Result<Result<Vec<u8>, JsValue>, NotDone> {
    let phrase = array(sealed::passphrase(passphrase).as_bytes());
    let usages = Array::of1(&"deriveKey".into());
    let base = [&"raw".into(), &phrase, &"PBKDF2".into(), &JsValue::FALSE, &usages];
    let base = told(subtle, "importKey", &base).await.map_err(other)?;
    let made_by = object(&[
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("iterations", lock.iterations.into()),
        ("salt", array(&lock.salt)),
    ]);
    let made = object(&[("name", "AES-GCM".into()), ("length", 256.into())]);
    let usages = Array::of1(&how.into());
    let key = [&made_by, &base, &made, &JsValue::FALSE, &usages];
    let key = told(subtle, "deriveKey", &key).await.map_err(other)?;
    let cipher = object(&[
        ("name", "AES-GCM".into()),
        ("iv", array(&lock.nonce)),
        ("additionalData", array(&lock.header())),
    ]);
    let result = told(subtle, how, &[&cipher, &key, &array(content)]).await;
    Ok(result.map(|bytes| Uint8Array::new(&bytes).to_vec()))
}

/// What a method promises, once it is there.
async fn told(subtle: &JsValue, method: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let arguments: Vec<JsValue> = arguments.iter().map(|argument| (*argument).clone()).collect();
    let promise = call(subtle, method, &arguments)?;
    JsFuture::from(js_sys::Promise::resolve(&promise)).await
}

/// Calls a method by its name, so that the page need not carry a binding for each.
fn call(of: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let method: Function = Reflect::get(of, &method.into())?.unchecked_into();
    Reflect::apply(&method, of, &arguments.iter().collect())
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

fn array(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn other(error: JsValue) -> NotDone {
    NotDone::Other(message(&error))
}

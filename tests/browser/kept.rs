//! Trees kept on this device.

use planarium::browser::database::{self, Kept};
use wasm_bindgen_test::wasm_bindgen_test;

fn kept(fingerprint: &str, opened_ms: u64) -> Kept {
    Kept { fingerprint: fingerprint.to_owned(), name: format!("Tree {fingerprint}"), size: 3, opened_ms }
}

#[wasm_bindgen_test]
async fn what_is_kept_is_there_until_it_is_forgotten() {
    let (early, late) = (kept("early", 1), kept("late", 1_700_000_000_000));
    assert_eq!(database::keep(&early, b"PK1").await, Ok(()));
    assert_eq!(database::keep(&late, b"PK2").await, Ok(()));
    assert_eq!(database::list().await, [late, early.clone()]);
    assert_eq!(database::zip("early").await.as_deref(), Some(&b"PK1"[..]));
    assert_eq!(database::keep(&early, b"PK3").await, Ok(()), "kept again");
    assert_eq!(database::zip("early").await.as_deref(), Some(&b"PK3"[..]));
    assert_eq!(database::zip("never").await, None);
    database::forget("late").await;
    database::forget("never").await;
    assert_eq!(database::list().await, [early]);
    database::forget("early").await;
    assert_eq!(database::list().await, []);
}

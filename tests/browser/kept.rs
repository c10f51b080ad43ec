//! Trees kept on this device.

use planarium::browser::database::{self, Kept};
use wasm_bindgen_test::wasm_bindgen_test;

fn kept(fingerprint: &str, opened_ms: u64) -> Kept {
    Kept { fingerprint: fingerprint.to_owned(), name: format!("Tree {fingerprint}"), size: 3, opened_ms }
}

/// A list is made of the index alone: neither archives nor records are asked for.
#[wasm_bindgen_test]
async fn a_list_reads_no_archive() {
    assert_eq!(database::keep(&kept("large", 5), &[7; 1 << 16]).await, Ok(()));
    let spy = "const store = IDBObjectStore.prototype, was = { get: store.get, getAll: store.getAll, openCursor: store.openCursor }; \
               let read = 0; for (const name in was) store[name] = function (...all) { read += 1; return was[name].apply(this, all); }; \
               return () => { Object.assign(store, was); return read; };";
    let install = js_sys::Function::new_no_args(spy);
    let remove: js_sys::Function = wasm_bindgen::JsCast::unchecked_into(install.call0(&install).unwrap());
    let listed = database::list().await;
    assert_eq!(database::zip("large").await.map(|zip| zip.len()), Some(1 << 16));
    let read = remove.call0(&remove).unwrap().as_f64();
    assert_eq!(
        (listed, read),
        (vec![kept("large", 5)], Some(1.0)),
        "the archive that was asked for alone was read"
    );
    database::forget("large").await;
}

#[wasm_bindgen_test]
async fn what_an_older_version_kept_is_listed() {
    let before = "return (async () => { \
        const done = (request, ready) => new Promise((resolve, reject) => { request.onupgradeneeded = ready; \
            request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); }); \
        await done(indexedDB.deleteDatabase('planarium')); \
        const old = await done(indexedDB.open('planarium', 3), (event) => { \
            for (const [store, keyPath] of [['trees', 'fingerprint'], ['drafts', 'tree'], ['reviews', 'tree']]) \
                event.target.result.createObjectStore(store, { keyPath }); }); \
        await done(old.transaction('trees', 'readwrite').objectStore('trees').put( \
            { fingerprint: 'old', name: 'Tree old', size: 3, opened: 9, zip: new Uint8Array([80, 75, 9]) })); \
        old.close(); })()";
    let before = js_sys::Function::new_no_args(before);
    let promise: js_sys::Promise = wasm_bindgen::JsCast::unchecked_into(before.call0(&before).unwrap());
    wasm_bindgen_futures::JsFuture::from(promise).await.unwrap();
    assert_eq!(database::list().await, [kept("old", 9)]);
    assert_eq!(database::zip("old").await.as_deref(), Some(&b"PK\x09"[..]));
    database::forget("old").await;
    assert_eq!(database::list().await, []);
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

//! Trees that the reader allowed to be kept on this device, in IndexedDB.

use super::message;
use crate::order;
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode};

const NAME: &str = "planarium";
/// The second version has drafts beside the trees, the third reviews, the fourth an index of the trees.
const VERSION: u32 = 4;
/// The index that holds all of a tree that is listed. A list made of it reads no archive, however many there are.
const LISTED: &str = "listed";
/// What it holds, in this order.
const FIELDS: [&str; 3] = ["opened", "size", "name"];

/// A store of the database.
pub(super) struct Place {
    /// Its name.
    pub(super) store: &'static str,
    /// The field by which its records are found.
    key: &'static str,
}

/// Trees that are kept.
const TREES: Place = Place { store: "trees", key: "fingerprint" };
/// Edits that are pending.
pub(super) const DRAFTS: Place = Place { store: "drafts", key: "tree" };
/// What people said about trees.
pub(super) const REVIEWS: Place = Place { store: "reviews", key: "tree" };

/// A kept tree, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Fingerprint of what was loaded.
    pub fingerprint: String,
    /// What people call it.
    pub name: String,
    /// Size of the archive in bytes.
    pub size: u64,
    /// When it was last opened, in milliseconds since 1970.
    pub opened_ms: u64,
}

/// The store of an open database, with its transaction. Dropping it closes the database, which waits for what
/// is under way.
pub(super) struct Store {
    database: IdbDatabase,
    transaction: IdbTransaction,
    pub(super) store: IdbObjectStore,
}

impl Drop for Store {
    fn drop(&mut self) {
        self.database.close();
    }
}

impl Store {
    pub(super) async fn open(place: &Place, mode: IdbTransactionMode) -> Result<Store, JsValue> {
        let factory = web_sys::window().ok_or(JsValue::NULL)?.indexed_db()?.ok_or(JsValue::NULL)?;
        let request = factory.open_with_u32(NAME, VERSION)?;
        let made = request.clone();
        let _upgrade = gloo::events::EventListener::once(&request, "upgradeneeded", move |_| {
            let Ok(database) = made.result() else { return };
            let database: IdbDatabase = database.unchecked_into();
            // What an older version has made is there already.
            for place in [TREES, DRAFTS, REVIEWS] {
                let parameters = web_sys::IdbObjectStoreParameters::new();
                parameters.set_key_path(&place.key.into());
                let _ = database.create_object_store_with_optional_parameters(place.store, &parameters);
            }
            // Of trees that are there already the browser makes it now.
            let trees = made.transaction().and_then(|transaction| transaction.object_store(TREES.store).ok());
            let fields: Array = FIELDS.iter().copied().map(JsValue::from).collect();
            let _ = trees.map(|trees| call(&trees, "createIndex", &[LISTED.into(), fields.into()]));
        });
        let database: IdbDatabase = answer(&request).await?.unchecked_into();
        let transaction = begin(&database, place, mode)?;
        let store = transaction.object_store(place.store)?;
        Ok(Store { database, transaction, store })
    }

    /// Waits until all that was asked for is safe on the device.
    pub(super) async fn finish(self) -> Result<(), JsValue> {
        let promise = Promise::new(&mut |complete, abort| {
            self.transaction.set_oncomplete(Some(&complete));
            self.transaction.set_onabort(Some(&abort));
        });
        let result = JsFuture::from(promise).await;
        result.map(drop).map_err(|_| self.transaction.error().into())
    }
}

/// Begins a transaction that ends only when what it wrote is on the disk, so that a power cut loses nothing that was called
/// saved (Indexed Database API 3.0, section 2.7, `durability`). Called by its name: the binding of these options is not
/// stable.
fn begin(database: &IdbDatabase, place: &Place, mode: IdbTransactionMode) -> Result<IdbTransaction, JsValue> {
    let options = js_sys::Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    let function: js_sys::Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
    Ok(function.call3(database, &place.store.into(), &mode.into(), &options)?.unchecked_into())
}

/// What a request gives.
pub(super) async fn answer(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |success, error| {
        request.set_onsuccess(Some(&success));
        request.set_onerror(Some(&error));
    });
    match JsFuture::from(promise).await {
        Ok(_) => request.result(),
        Err(_) => Err(request.error()?.into()),
    }
}

/// Keeps a tree as a zip. Only when this has returned is it safe on the device.
pub async fn keep(kept: &Kept, zip: &[u8]) -> Result<(), String> {
    let work = async {
        let store = Store::open(&TREES, IdbTransactionMode::Readwrite).await?;
        let record = js_sys::Object::new();
        let fields: [(&str, JsValue); 5] = [
            ("fingerprint", kept.fingerprint.as_str().into()),
            ("name", kept.name.as_str().into()),
            ("size", (kept.size as f64).into()),
            ("opened", (kept.opened_ms as f64).into()),
            ("zip", Uint8Array::from(zip).into()),
        ];
        for (name, value) in fields {
            let _ = Reflect::set(&record, &name.into(), &value);
        }
        store.store.put(&record)?;
        store.finish().await
    };
    work.await.map_err(|error: JsValue| format!("This tree could not be kept: {}.", message(&error)))
}

/// The kept trees, the last opened first. An unavailable database keeps none.
pub async fn list() -> Vec<Kept> {
    let mut kept = Vec::new();
    let work = async {
        let store = Store::open(&TREES, IdbTransactionMode::Readonly).await?;
        let index = call(&store.store, "index", &[LISTED.into()])?;
        let request: IdbRequest = call(&index, "openKeyCursor", &[])?.unchecked_into();
        loop {
            let cursor = answer(&request).await?;
            if cursor.is_null() {
                return Ok(());
            }
            kept.extend(read(&cursor));
            call(&cursor, "continue", &[])?;
        }
    };
    let _: Result<(), JsValue> = work.await;
    order::sort_by(&mut kept, |a, b| b.opened_ms.cmp(&a.opened_ms));
    kept
}

/// The tree at which a cursor of the index stands.
fn read(cursor: &JsValue) -> Option<Kept> {
    let fields = Array::from(&Reflect::get(cursor, &"key".into()).ok()?);
    Some(Kept {
        fingerprint: Reflect::get(cursor, &"primaryKey".into()).ok()?.as_string()?,
        opened_ms: fields.get(0).as_f64()? as u64,
        size: fields.get(1).as_f64()? as u64,
        name: fields.get(2).as_string()?,
    })
}

/// Calls a method by its name: what lists need of indexes and cursors is not worth bindings of their own.
fn call(object: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(object, &method.into())?.dyn_into()?;
    function.apply(object, &arguments.iter().cloned().collect())
}

/// The bytes of a kept tree.
pub async fn zip(fingerprint: &str) -> Option<Vec<u8>> {
    let store = Store::open(&TREES, IdbTransactionMode::Readonly).await.ok()?;
    let record = answer(&store.store.get(&fingerprint.into()).ok()?).await.ok()?;
    let zip = Reflect::get(&record, &"zip".into()).ok()?;
    Some(Uint8Array::new(&zip).to_vec())
}

/// Forgets a kept tree.
pub async fn forget(fingerprint: &str) {
    if let Ok(store) = Store::open(&TREES, IdbTransactionMode::Readwrite).await
        && store.store.delete(&fingerprint.into()).is_ok()
    {
        let _ = store.finish().await;
    }
}

//! Trees that the reader allowed to be kept on this device, in IndexedDB.

use idb::{Database, DatabaseEvent, Factory, KeyPath, ObjectStoreParams, TransactionMode};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::JsValue;

const NAME: &str = "planarium";
const STORE: &str = "trees";
const VERSION: u32 = 1;

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

async fn open() -> Result<Database, idb::Error> {
    let mut request = Factory::new()?.open(NAME, Some(VERSION))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            let mut parameters = ObjectStoreParams::new();
            parameters.key_path(Some(KeyPath::new_single("fingerprint")));
            let _ = database.create_object_store(STORE, parameters);
        }
    });
    request.await
}

/// Keeps a tree as a zip. Only when this has returned is it safe on the device.
pub async fn keep(kept: &Kept, zip: &[u8]) -> Result<(), String> {
    let work = async {
        let database = open().await?;
        let transaction = database.transaction(&[STORE], TransactionMode::ReadWrite)?;
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
        transaction.object_store(STORE)?.put(&record, None)?.await?;
        transaction.commit()?.await?;
        database.close();
        Ok::<(), idb::Error>(())
    };
    work.await.map_err(|error| format!("This tree could not be kept: {error}"))
}

/// The kept trees, the last opened first. An unavailable database keeps none.
pub async fn list() -> Vec<Kept> {
    let work = async {
        let database = open().await?;
        let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
        let records = transaction.object_store(STORE)?.get_all(None, None)?.await?;
        database.close();
        Ok::<Vec<JsValue>, idb::Error>(records)
    };
    let mut kept: Vec<Kept> = work.await.unwrap_or_default().iter().filter_map(read).collect();
    kept.sort_by_key(|kept| std::cmp::Reverse(kept.opened_ms));
    kept
}

fn read(record: &JsValue) -> Option<Kept> {
    let field = |name: &str| Reflect::get(record, &name.into()).ok();
    Some(Kept {
        fingerprint: field("fingerprint")?.as_string()?,
        name: field("name")?.as_string()?,
        size: field("size")?.as_f64()? as u64,
        opened_ms: field("opened")?.as_f64()? as u64,
    })
}

/// The bytes of a kept tree.
pub async fn zip(fingerprint: &str) -> Option<Vec<u8>> {
    let work = async {
        let database = open().await?;
        let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
        let record = transaction.object_store(STORE)?.get(JsValue::from_str(fingerprint))?.await?;
        database.close();
        Ok::<Option<JsValue>, idb::Error>(record)
    };
    let record = work.await.ok().flatten()?;
    let zip = Reflect::get(&record, &"zip".into()).ok()?;
    Some(Uint8Array::new(&zip).to_vec())
}

/// Forgets a kept tree.
pub async fn forget(fingerprint: &str) {
    let work = async {
        let database = open().await?;
        let transaction = database.transaction(&[STORE], TransactionMode::ReadWrite)?;
        transaction.object_store(STORE)?.delete(JsValue::from_str(fingerprint))?.await?;
        transaction.commit()?.await?;
        database.close();
        Ok::<(), idb::Error>(())
    };
    let _ = work.await;
}

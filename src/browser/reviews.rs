//! Reviews on this device, in IndexedDB: one for each tree. What is kept is put together with what lies there already in one
//! go, so that two tabs that write at once lose nothing.

use super::database::{REVIEWS, Store, answer};
use super::message;
use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;
use web_sys::IdbTransactionMode;

/// A review that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What the tree is called.
    pub tree: String,
    /// The fingerprint of the tree.
    pub fingerprint: String,
    /// The review, as text.
    pub review: String,
}

/// Keeps what `join` makes of what lies there; gives that back. Only when this has returned is it safe.
pub async fn keep(
    tree: &str,
    fingerprint: &str,
    join: &dyn Fn(Option<&str>) -> String,
) -> Result<String, String> {
    let work = async {
        let store = Store::open(&REVIEWS, IdbTransactionMode::Readwrite).await?;
        let known = read(&answer(&store.store.get(&tree.into())?).await?);
        let review = join(known.as_ref().map(|known| known.review.as_str()));
        let record = js_sys::Object::new();
        for (name, value) in [("tree", tree), ("fingerprint", fingerprint), ("review", &review)] {
            let _ = Reflect::set(&record, &name.into(), &value.into());
        }
        store.store.put(&record)?;
        store.finish().await?;
        Ok(review)
    };
    work.await.map_err(|error: JsValue| message(&error))
}

/// Forgets the review of a tree.
pub async fn forget(tree: &str) -> Result<(), String> {
    let work = async {
        let store = Store::open(&REVIEWS, IdbTransactionMode::Readwrite).await?;
        store.store.delete(&tree.into())?;
        store.finish().await
    };
    work.await.map_err(|error: JsValue| message(&error))
}

/// The review of a tree: of the one that is called so, else of the very same one under another name.
///
/// # Errors
/// Why the device keeps none.
pub async fn find(tree: &str, fingerprint: &str) -> Result<Option<Kept>, String> {
    let work = async {
        let store = Store::open(&REVIEWS, IdbTransactionMode::Readonly).await?;
        answer(&store.store.get_all()?).await
    };
    let records: JsValue = work.await.map_err(|error: JsValue| message(&error))?;
    let records: Vec<Kept> = Array::from(&records).iter().filter_map(|record| read(&record)).collect();
    let same = records.iter().find(|kept| kept.tree == tree);
    Ok(same.or_else(|| records.iter().find(|kept| kept.fingerprint == fingerprint)).cloned())
}

fn read(record: &JsValue) -> Option<Kept> {
    let field = |name: &str| Reflect::get(record, &name.into()).ok()?.as_string();
    Some(Kept { tree: field("tree")?, fingerprint: field("fingerprint")?, review: field("review")? })
}

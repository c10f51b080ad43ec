//! Pending edits on this device, in IndexedDB: one draft for each tree. A browser that is killed loses nothing of what it
//! has said to be kept.

use super::database::{DRAFTS, Store, answer};
use super::message;
use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;
use web_sys::IdbTransactionMode;

/// Pending edits of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What the tree is called.
    pub tree: String,
    /// The fingerprint of the tree as it was loaded.
    pub fingerprint: String,
    /// The edits, as text.
    pub steps: String,
}

/// Keeps a draft in the place of the one that the tree had. Only when this has returned is it safe.
pub async fn keep(draft: &Draft) -> Result<(), String> {
    let work = async {
        let store = Store::open(&DRAFTS, IdbTransactionMode::Readwrite).await?;
        let record = js_sys::Object::new();
        let fields = [("tree", &draft.tree), ("fingerprint", &draft.fingerprint), ("steps", &draft.steps)];
        for (name, value) in fields {
            let _ = Reflect::set(&record, &name.into(), &value.as_str().into());
        }
        store.store.put(&record)?;
        store.finish().await
    };
    work.await.map_err(|error: JsValue| format!("Your edits could not be kept: {}.", message(&error)))
}

/// Forgets the draft of a tree.
pub async fn forget(tree: &str) -> Result<(), String> {
    let work = async {
        let store = Store::open(&DRAFTS, IdbTransactionMode::Readwrite).await?;
        store.store.delete(&tree.into())?;
        store.finish().await
    };
    work.await.map_err(|error: JsValue| format!("The draft could not be forgotten: {}.", message(&error)))
}

/// The draft of a tree: of the very one, else of one that is called so.
pub async fn find(tree: &str, fingerprint: &str) -> Option<Draft> {
    let work = async {
        let store = Store::open(&DRAFTS, IdbTransactionMode::Readonly).await?;
        answer(&store.store.get_all()?).await
    };
    let records: Result<JsValue, JsValue> = work.await;
    let records: Vec<Draft> = Array::from(&records.ok()?).iter().filter_map(|record| read(&record)).collect();
    let same = records.iter().find(|draft| draft.tree == tree);
    same.or_else(|| records.iter().find(|draft| draft.fingerprint == fingerprint)).cloned()
}

fn read(record: &JsValue) -> Option<Draft> {
    let field = |name: &str| Reflect::get(record, &name.into()).ok()?.as_string();
    Some(Draft { tree: field("tree")?, fingerprint: field("fingerprint")?, steps: field("steps")? })
}

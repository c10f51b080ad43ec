//! What a tab remembers of the link that brought its tree, so that the tree is still there after a reload. As it came: what
//! was locked stays locked. It ends with the tab.

use gloo::storage::{SessionStorage, Storage};

const NAME: &str = "planarium:link";

/// What the link carried that the tree of this page came with.
pub fn link() -> Option<String> {
    let kept = SessionStorage::raw().get_item(NAME).ok().flatten()?;
    let (page, link) = kept.split_once('\n')?;
    (page == here()).then(|| link.to_owned())
}

/// Remembers what a link carried, or forgets it when it is empty.
pub fn set_link(link: &str) {
    let storage = SessionStorage::raw();
    let _ = if link.is_empty() {
        storage.remove_item(NAME)
    } else {
        storage.set_item(NAME, &format!("{}\n{link}", here()))
    };
}

/// The page without its place.
fn here() -> String {
    let href = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

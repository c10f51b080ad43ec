//! A second tree that the link (`?against=`) or the publisher asks to compare the open one with. It is fetched when somebody
//! looks at the comparison: at once from the page's own server, from any other host after a click.

use super::comparing::AGAINST;
use super::{Tree, Workspace};
use crate::address::Address;
use crate::browser::location;
use crate::sources::{Refusal, Watch, url};
use leptos::prelude::*;
use std::sync::Arc;

/// The second tree.
#[derive(Clone, Copy)]
pub struct Against {
    /// The host that the reader has agreed to ask, besides the page's own.
    agreed: RwSignal<Option<String>>,
    /// The tree, once it has been fetched and read.
    tree: RwSignal<Option<Arc<Tree>>>,
}

/// Why there is no second tree.
#[derive(Clone, Debug)]
pub enum Absent {
    /// Nobody asks for one.
    Unnamed,
    /// The host waits for a click.
    Asking(url::Address),
    /// It could not be had.
    Refused(Refusal),
}

impl Against {
    pub(super) fn new() -> Against {
        Against { agreed: RwSignal::new(None), tree: RwSignal::new(None) }
    }
}

impl Workspace {
    /// Leads a link that names a second tree, and no page, to the comparison.
    pub(super) fn begin_against(self) {
        let is_bare = self.address.with_untracked(|address| *address == Address::default());
        if is_bare && location::query("against").is_some() {
            self.replace(Address::view("compare").with("with", AGAINST));
        }
    }

    /// What names the second tree, as it was written.
    pub fn against_named(self) -> Option<String> {
        let wished = || self.past.known.with(|known| known.as_ref()?.wishes.against.clone());
        location::query("against").or_else(wished)
    }

    /// Lets a host be asked for it.
    pub fn agree(self, host: &str) {
        self.against.agreed.set(Some(host.to_owned()));
    }

    /// Follows which hosts the reader has agreed to ask.
    pub fn track_agreed(self) {
        self.against.agreed.track();
    }

    /// The second tree; it is fetched once.
    ///
    /// # Errors
    /// Why it is not there, and what would bring it.
    pub async fn against(self) -> Result<Arc<Tree>, Absent> {
        if let Some(tree) = self.against.tree.get_untracked() {
            return Ok(tree);
        }
        let written = untrack(|| self.against_named()).ok_or(Absent::Unnamed)?;
        let address = url::Address::parse(&written).map_err(Absent::Refused)?;
        let is_agreed = self.against.agreed.with_untracked(|agreed| agreed.as_ref() == Some(&address.host));
        if !address.is_own && !is_agreed {
            return Err(Absent::Asking(address));
        }
        let loaded = url::open(&address, &Watch::default()).await.map_err(Absent::Refused)?;
        let nothing = || {
            let happened = format!("There is nothing to compare in {}.", address.href);
            Absent::Refused(Refusal::new(happened, "Look at the address of the other tree."))
        };
        let known = self.past.known.get_untracked().ok_or_else(nothing)?;
        let name = loaded.name.clone();
        let mut tree = self.read_quietly(&known, loaded).await.ok_or_else(nothing)?;
        tree.name = name;
        let tree = Arc::new(tree);
        self.against.tree.set(Some(Arc::clone(&tree)));
        Ok(tree)
    }
}

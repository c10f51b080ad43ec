//! A copy of the open tree in one HTML file, with the viewer around it.

use super::{Tree, Workspace};
use crate::browser::fetch::{self, Stop};
use crate::browser::{crypto, location, page, single};
use crate::edit::carried;
use crate::files::single::{self as slots, Packed};
use leptos::prelude::*;

/// The largest viewer that is taken, in bytes: builds for development are large.
const MAX_VIEWER_BYTES: u64 = 64 * 1024 * 1024;

/// A copy that is ready to be saved.
#[derive(Debug)]
pub struct Copy {
    name: String,
    page: String,
    left_out: Vec<String>,
}

impl Copy {
    /// How large it is, in bytes.
    pub fn size(&self) -> u64 {
        self.page.len() as u64
    }

    /// What is not in it, because it cannot be read.
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }

    /// Hands it to the reader.
    pub fn save(&self) {
        page::download(&self.name, self.page.as_bytes());
    }
}

impl Workspace {
    /// The open tree in one file, with the edits that are pending or as it was loaded; under a passphrase, unless it is empty.
    ///
    /// # Errors
    /// Why there cannot be one, in a sentence.
    pub async fn copy_in_one_file(self, with_edits: bool, passphrase: String) -> Result<Copy, String> {
        let base = self.editing.base.get_untracked().ok_or("No tree is open.")?;
        let root = match base.root.shown() {
            "." => "",
            root => root,
        };
        let packed = Packed::of(&base.files, root);
        let edits = self.editing.pending.with_untracked(|pending| {
            Some(carried::written(pending.steps())).filter(|_| with_edits && !pending.is_empty())
        });
        let said = said(&base, root, edits.unwrap_or_default());
        let viewer = viewer().await?;
        let page = if passphrase.is_empty() {
            packed.fill(&viewer, &said)
        } else {
            let sealed = crypto::seal(&packed.pieces(&said), &passphrase).await;
            slots::fill_locked(&viewer, &sealed.map_err(|why| format!("{why}."))?)
        };
        let page = page.ok_or(NO_VIEWER)?;
        Ok(Copy { name: file_name(&base.title), page, left_out: packed.left_out })
    }
}

const NO_VIEWER: &str = "This site does not have the viewer in one file, viewer.html, beside its page.";

/// The viewer without a tree: this page, when it is one file, else the one that lies beside it.
async fn viewer() -> Result<String, String> {
    if let Some(viewer) = single::viewer() {
        return Ok(viewer);
    }
    let address = location::absolute("viewer.html").ok_or(NO_VIEWER)?;
    let download = fetch::download(&address.href(), MAX_VIEWER_BYTES, &Stop::default(), |_, _| {}).await;
    let bytes = download.map_err(|_| {
        "The viewer in one file, viewer.html, could not be downloaded from this site: look at the network, and try again."
    })?;
    String::from_utf8(bytes.bytes).map_err(|_| NO_VIEWER.to_owned())
}

/// What is said about a tree in its copy.
fn said(tree: &Tree, root: &str, edits: String) -> [(&'static str, String); 11] {
    let wishes = &tree.wishes;
    let home = &wishes.home;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        ("name", tree.name.clone()),
        ("title", wishes.title.clone().unwrap_or_default()),
        ("root", root.to_owned()),
        ("dialect", wishes.dialect.clone().unwrap_or_default()),
        ("as_of", wishes.as_of.clone().unwrap_or_default()),
        ("repository", text(&home.repository)),
        ("commit", text(&home.commit)),
        ("branch", text(&home.branch)),
        ("time", text(&home.time)),
        ("path", text(&home.folder)),
        ("edits", edits),
    ]
}

/// What the file is called: the title in letters that every disk takes.
fn file_name(title: &str) -> String {
    let plain: String =
        title.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let name: String = words.join("-").to_lowercase().chars().take(60).collect();
    format!("{}.html", if name.is_empty() { "plan" } else { &name })
}

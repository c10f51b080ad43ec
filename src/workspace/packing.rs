//! A copy of the open tree in one HTML file, with the viewer around it.

use super::reviewing::reviewing;
use super::{Tree, Workspace};
use crate::browser::fetch::{self, Stop};
use crate::browser::{crypto, location, page, single};
use crate::counted::counted;
use crate::dialect::{Basis, Reading};
use crate::edit::carried;
use crate::excerpt::{Choice, Excerpt};
use crate::files::Files;
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
    /// How many files it holds, and how many the whole tree has when it is a part of it.
    files: (usize, Option<usize>),
    /// How many people lost their names, when they did.
    people: Option<usize>,
    /// How many pending edits are not in it, though they were wanted.
    edits_left_out: usize,
    /// How much of what people said is not in it, though it was wanted.
    said_left_out: usize,
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

    /// What it holds of the tree, for people; empty when that is all of it.
    pub fn part(&self) -> String {
        let mut said = String::new();
        if let (count, Some(total)) = self.files {
            said.push_str(&format!(" It holds {count} of {total} files."));
        }
        if let Some(people) = self.people {
            let people = match people {
                1 => "1 person becomes".to_owned(),
                people => format!("{people} people become"),
            };
            said.push_str(&format!(
                " {people} \u{201c}Person 1\u{201d} and so on; names that the tree does not tell as somebody\u{2019}s stay, so read the copy before you send it."
            ));
        }
        if self.edits_left_out > 0 {
            let edits = counted(self.edits_left_out, "pending edit");
            said.push_str(&format!(" Not in it: {edits}."));
        }
        if self.said_left_out > 0 {
            let entries = counted(self.said_left_out, "entry of the review");
            said.push_str(&format!(" Not in it: {entries}."));
        }
        said
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
    pub async fn copy_in_one_file(
        self,
        (with_edits, with_review): (bool, bool),
        choice: Choice,
        passphrase: String,
    ) -> Result<Copy, String> {
        let base = self.editing.base.get_untracked().ok_or("No tree is open.")?;
        let root = match base.root.shown() {
            "." => "",
            root => root,
        };
        let excerpt = self.excerpt(&base, &choice).await?;
        let packed = Packed::of(&excerpt.files, root);
        let edits = self.editing.pending.with_untracked(|pending| {
            Some(carried::written(pending.steps())).filter(|_| with_edits && !pending.is_empty())
        });
        let wanted = edits.unwrap_or_default();
        let count = |written: &str| carried::read(written).map_or(0, |steps| steps.len());
        let edits = excerpt.edits(&wanted);
        let edits_left_out = count(&wanted).saturating_sub(count(&edits));
        let known = reviewing().review.get_untracked();
        let (review, said_left_out) = if with_review { known.of_copy(&excerpt) } else { Default::default() };
        let mut said = said(&base, root, edits, &excerpt).to_vec();
        said.push(("review", review));
        let viewer = viewer().await?;
        let page = if passphrase.is_empty() {
            packed.fill(&viewer, &said)
        } else {
            let sealed = crypto::seal(&packed.pieces(&said), &passphrase).await;
            slots::fill_locked(&viewer, &sealed.map_err(|why| format!("{why}."))?)
        };
        let page = page.ok_or(NO_VIEWER)?;
        Ok(Copy {
            name: file_name(&excerpt.text(&base.title)),
            page,
            files: (excerpt.files.len() - packed.left_out.len(), excerpt.files.left_out().total()),
            left_out: packed.left_out,
            people: choice.without_names.then_some(excerpt.people),
            edits_left_out,
            said_left_out,
        })
    }

    /// What is chosen of a tree, as a tree of its own.
    ///
    /// # Errors
    /// Why there cannot be one, in a sentence.
    pub async fn excerpt(self, base: &Tree, choice: &Choice) -> Result<Excerpt, String> {
        if base.reading.is_none() {
            return Err("The tree is still being read; try again in a moment.".to_owned());
        }
        let readers = self.readers(base.root.dialect).await.map_err(|_| NOT_LOADED)?;
        let again = |files: &Files| {
            let mut reading = Reading::new(files.clone(), base.root.shown(), base.root.dialect);
            while !readers.step(&mut reading, u64::MAX).is_complete {}
            readers.plan(&reading, &Basis::default()).finish().plan
        };
        let excerpt = Excerpt::of(&base.files, &base.plan, choice, &again);
        if excerpt.files.is_empty() { Err("Nothing is left of it.".to_owned()) } else { Ok(excerpt) }
    }
}

/// A part of the program did not come.
const NOT_LOADED: &str = "What reads trees could not be downloaded: look at the network, and try again.";

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
fn said(tree: &Tree, root: &str, edits: String, excerpt: &Excerpt) -> [(&'static str, String); 13] {
    let wishes = &tree.wishes;
    let home = &wishes.home;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let [left_out, part_of] = Packed::said_of(excerpt.files.left_out());
    [
        ("name", excerpt.text(&tree.name)),
        ("title", excerpt.text(&text(&wishes.title))),
        ("root", root.to_owned()),
        ("dialect", wishes.dialect.clone().unwrap_or_default()),
        ("as_of", wishes.as_of.clone().unwrap_or_default()),
        ("repository", text(&home.repository)),
        ("commit", text(&home.commit)),
        ("branch", text(&home.branch)),
        ("time", text(&home.time)),
        ("path", text(&home.folder)),
        ("edits", edits),
        left_out,
        part_of,
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
